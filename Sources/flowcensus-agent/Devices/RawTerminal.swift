#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The terminal of standard input, key by key, until it is restored.
struct RawTerminal {
  enum Key {
    case character(Character)
    case backspace, up, down, enter, cancel, other
  }

  private let before: termios

  /// Nil where standard input is no terminal.
  init?() {
    var state = termios()
    // Safe: the calls fill and read the value for their own duration only.
    guard unsafe tcgetattr(STDIN_FILENO, &state) == 0 else { return nil }
    before = state
    state.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    guard unsafe tcsetattr(STDIN_FILENO, TCSANOW, &state) == 0 else { return nil }
  }

  /// As it was before.
  func restore() {
    var state = before
    _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, &state)
  }

  /// Columns and lines of the terminal that the list is drawn on.
  var size: (width: Int, height: Int) {
    var size = winsize()
    // Safe: `size` outlives the call, which fills it or fails.
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
      size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Waits for a key.
  func key() -> Key {
    guard let byte = byte() else { return .cancel }
    switch byte {
    case 3, 4: return .cancel
    case 10, 13: return .enter
    case 8, 127: return .backspace
    case 27: return escape()
    case 32...126: return .character(Character(Unicode.Scalar(byte)))
    default: return .other
    }
  }

  /// An escape alone leaves; with `[A` and `[B` behind it, it is an arrow.
  private func escape() -> Key {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    // Safe: one descriptor, valid for the call.
    guard unsafe poll(&descriptor, 1, 50) > 0, byte() == UInt8(ascii: "[") else { return .cancel }
    switch byte() {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    default: return .other
    }
  }

  private func byte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      // Safe: one byte into a variable that outlives the call.
      let count = unsafe read(STDIN_FILENO, &byte, 1)
      if count == 1 { return byte }
      guard count < 0, errno == EINTR else { return nil }
    }
  }
}
