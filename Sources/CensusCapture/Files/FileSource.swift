#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The text of a system error number, as strerror(3) gives it.
func systemErrorText(_ number: Int32) -> String {
  // Safe: strerror returns a valid C string for any number, and it is copied at once.
  unsafe String(cString: strerror(number))
}

/// Where a capture's bytes come from: a file descriptor that is closed with the value.
package struct FileSource: ~Copyable {
  private let descriptor: Int32
  private let closesAtEnd: Bool
  let path: String
  /// The file's length in bytes; nil for a pipe or a device.
  package let length: Int?
  /// How many bytes have been read.
  private(set) var position = 0

  /// `-` is standard input.
  package init(path: String) throws(CaptureError) {
    self.path = path
    closesAtEnd = path != "-"
    // Safe: open(2) takes a path that lives for the call, and no third argument without O_CREAT.
    descriptor = unsafe path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, systemError: errno)
    }
    var status = stat()
    // Safe: `status` outlives the call.
    let known = unsafe fstat(descriptor, &status) == 0
    guard !known || status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw .cannotOpen(path: path, systemError: EISDIR)
    }
    length = known && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  deinit {
    if closesAtEnd { close(descriptor) }
  }

  /// Reads up to `CaptureLimits.readLength` bytes to the end of `window`. False at the end of the file.
  package mutating func read(into window: inout ByteWindow) throws(CaptureError) -> Bool {
    let descriptor = self.descriptor
    var count = 0
    var failure: Int32 = 0
    unsafe window.append(upTo: CaptureLimits.readLength) { free in
      repeat {
        // Safe: `free` is valid for its own count, and read(2) writes no more than it is told.
        count = unsafe Glibc.read(descriptor, free.baseAddress, free.count)
        failure = count < 0 ? errno : 0
      } while failure == EINTR
      return max(0, count)
    }
    guard failure == 0 else {
      throw .cannotRead(path: path, offset: position, systemError: failure)
    }
    position += count
    return count > 0
  }
}
