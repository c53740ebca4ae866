#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file in which what is known of exporters outlasts a restart. Written beside and renamed, so that it
/// is whole at every moment. Losing it costs no more than the minutes until templates come again.
struct ExporterMemoryFile {
  let path: String

  /// More than this was not written here.
  private static let longest = 16 << 20

  /// Nil where there is no such file, or it cannot be read.
  func read() -> [UInt8]? {
    guard var source = try? FileSource(path: path), let length = source.length,
      length <= Self.longest
    else { return nil }
    var window = ByteWindow()
    while (try? source.read(into: &window)) == true, window.count <= Self.longest {}
    return window.withSpan { bytes in bytes.indices.map { bytes[$0] } }
  }

  /// Nil where all was written, else why not.
  func write(_ bytes: [UInt8]) -> String? {
    let draft = path + ".new"
    // Safe: open(2) takes a path that lives for the call.
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return failure(errno) }
    var written = 0
    while written < bytes.count {
      // Safe: the buffer is valid for its own count, and write(2) only reads it.
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0, errno != EINTR {
        defer { close(descriptor) }
        return failure(errno)
      }
      written += max(0, count)
    }
    close(descriptor)
    // Safe: both paths live for the call.
    return unsafe rename(draft, path) == 0 ? nil : failure(errno)
  }

  private func failure(_ number: Int32) -> String {
    "\(path): what is known of the exporters cannot be kept: \(systemErrorText(number)); "
      + "name a file in a folder that this user may write"
  }
}
