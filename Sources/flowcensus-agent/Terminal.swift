#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The terminal as a screen: keys come one by one, unechoed, and everything is put back at the end.
final class Terminal {
  private var before = termios()

  /// Nil where there is no terminal, or one that can only print.
  init?() {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, Self.canAddress,
      unsafe tcgetattr(STDIN_FILENO, &before) == 0
    else { return nil }
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard unsafe tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0 else { return nil }
    Self.listenToResizing()
    // Another screen, so that what stood on the terminal comes back; no cursor.
    _ = StandardOutput.write("\u{1b}[?1049h\u{1b}[?25l")
  }

  /// Puts the terminal back as it was.
  func restore() {
    _ = StandardOutput.write("\u{1b}[?25h\u{1b}[?1049l")
    _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, &before)
  }

  /// Columns and lines.
  var size: (width: Int, height: Int) {
    var size = winsize()
    // Safe: `size` outlives the call, which fills it or fails.
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
      size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Shows the lines in place of what was shown.
  func show(_ lines: [String]) {
    let text = lines.map { $0 + "\u{1b}[K" }.joined(separator: "\r\n")
    _ = StandardOutput.write("\u{1b}[H" + text + "\u{1b}[J")
  }

  /// The keys that were pressed within so many milliseconds; returns at the first, and when the terminal is
  /// resized.
  func keys(within milliseconds: Int32) -> [UInt8] {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&descriptor, 1, milliseconds) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 64)
    // Safe: the buffer is valid for its own count.
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe read(STDIN_FILENO, bytes.baseAddress, bytes.count)
    }
    // The end of the input is a wish to end.
    guard count > 0 else { return [4] }
    return Array(buffer[..<count])
  }

  private static var canAddress: Bool {
    // Safe: the text is copied at once, and nobody changes the environment.
    guard let name = unsafe getenv("TERM") else { return false }
    return !["dumb", "unknown", ""].contains(unsafe String(cString: name))
  }

  /// A resized terminal interrupts the waiting; the handler itself does nothing.
  private static func listenToResizing() {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in }
    unsafe sigaction(SIGWINCH, &action, nil)
    StopSignal.unblock([SIGWINCH])
  }
}

/// Waiting without a terminal; a signal ends it early.
enum Pause {
  static func milliseconds(_ count: Int32) {
    _ = poll(nil, 0, count)
  }
}
