#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The terminal of the person at the bench: whole screens out, whole lines in.
enum GuideTerminal {
  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Draws a whole screen.
  static func draw(_ screen: String) {
    // Home, and each line erased to its end: no flicker. Then erase what is below.
    let text =
      "\u{1b}[H"
      + screen.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0 + "\u{1b}[K" }.joined(separator: "\r\n") + "\u{1b}[J"
    _ = StandardOutput.write(text)
  }

  static func clear() { _ = StandardOutput.write("\u{1b}[2J\u{1b}[H") }
}

/// Lines that a person types, taken without waiting for them.
struct TypedLines {
  private var bytes: [UInt8] = []
  private(set) var hasEnded = false

  /// The next line that is there, without its end; nil where there is none yet.
  mutating func next() -> String? {
    while true {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        bytes.removeFirst(end + 1)
        return line
      }
      guard !hasEnded, bytes.count < 4096, isReadable else { return nil }
      var piece = [UInt8](repeating: 0, count: 1024)
      // Safe: the buffer is valid for its own count.
      let count = unsafe piece.withUnsafeMutableBytes { room in
        unsafe read(STDIN_FILENO, room.baseAddress, room.count)
      }
      guard count > 0 else {
        hasEnded = count == 0
        return nil
      }
      bytes += piece[..<count]
    }
  }

  private var isReadable: Bool {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    // Safe: `request` outlives the call.
    return unsafe poll(&request, 1, 0) > 0
  }
}
