#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Messages for the person, apart from the output.
enum StandardError {
  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes `text` at once; what cannot be written is lost, since there is nobody to tell.
  static func write(_ text: String) {
    _ = writeAll(text, to: STDERR_FILENO)
  }
}

/// The command's output.
enum StandardOutput {
  /// Writes `text` at once. Nil where all was written, else why not.
  static func write(_ text: String) -> String? {
    let number = writeAll(text, to: STDOUT_FILENO)
    // Safe: strerror returns a valid C string for any number, and it is copied at once.
    return number == 0 ? nil : unsafe String(cString: strerror(number))
  }
}

/// 0 where all of `text` was written, else the system's error number.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32 {
  let bytes = Array(text.utf8)
  var written = 0
  while written < bytes.count {
    // Safe: the buffer is valid for its own count, and write(2) only reads it.
    let count = unsafe bytes[written...].withUnsafeBytes { rest in
      unsafe write(descriptor, rest.baseAddress, rest.count)
    }
    if count < 0 {
      guard errno == EINTR else { return errno }
    } else {
      written += count
    }
  }
  return 0
}
