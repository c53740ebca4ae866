/// The form of a code or a name: `#` is a digit, `@` a letter, `?` either, `*` anything up to the end, every
/// other character itself, capital or small.
struct Form: Sendable {
  private let pattern: [UInt8]

  init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

  func matches(_ text: some StringProtocol) -> Bool {
    var position = 0
    for byte in text.utf8 {
      guard position < pattern.count else { return false }
      if pattern[position] == UInt8(ascii: "*") { return true }
      guard Self.matches(pattern[position], byte) else { return false }
      position += 1
    }
    return position == pattern.count
      || (position == pattern.count - 1 && pattern[position] == UInt8(ascii: "*"))
  }

  private static func matches(_ wanted: UInt8, _ byte: UInt8) -> Bool {
    switch wanted {
    case UInt8(ascii: "#"): PlainName.isDigit(byte)
    case UInt8(ascii: "@"): PlainName.isLetter(byte)
    case UInt8(ascii: "?"): PlainName.isLetterOrDigit(byte)
    default: PlainName.lowered(wanted) == PlainName.lowered(byte)
    }
  }
}
