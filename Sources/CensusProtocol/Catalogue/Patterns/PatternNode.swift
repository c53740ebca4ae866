/// A pattern as it is put together.
indirect enum PatternNode: Hashable, Sendable {
  /// One byte of a set.
  case bytes(ByteSet)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// At least so many times, and at most; nil is without end.
  case repeated(PatternNode, least: Int, most: Int?)
  case place(Place)

  /// Where in a text something stands.
  enum Place: String, Sendable {
    case begin = "^"
    case end = "$"
    /// Between a letter, digit or underscore and something else.
    case wordEdge = #"\b"#
  }

  /// The pattern as text, in the form that `PatternParser` reads.
  var text: String {
    switch self {
    case .bytes(let set): Self.text(of: set)
    case .sequence(let nodes): nodes.map(\.text).joined()
    case .choice(let nodes): "(?:" + nodes.map(\.text).joined(separator: "|") + ")"
    case .repeated(let node, let least, let most): node.repeatable + Self.count(least, most)
    case .place(let place): place.rawValue
    }
  }

  private var repeatable: String {
    switch self {
    case .bytes, .choice: text
    default: "(?:" + text + ")"
    }
  }

  private static func count(_ least: Int, _ most: Int?) -> String {
    switch (least, most) {
    case (0, nil): "*"
    case (1, nil): "+"
    case (0, 1): "?"
    case (_, nil): "{\(least),}"
    case (_, let most?): least == most ? "{\(least)}" : "{\(least),\(most)}"
    }
  }

  private static func text(of set: ByteSet) -> String {
    if set == .any { return "." }
    let bytes = set.bytes
    if bytes.count == 1 { return escaped(bytes[0]) }
    let isInverted = bytes.count > 128
    var text = isInverted ? "[^" : "["
    var rest = (isInverted ? set.inverted.bytes : bytes)[...]
    while let first = rest.first {
      var last = first
      while rest.count > 1, rest[rest.startIndex + 1] == last + 1 {
        rest = rest.dropFirst()
        last += 1
      }
      rest = rest.dropFirst()
      text += escaped(first)
      if last > first { text += (last > first + 1 ? "-" : "") + escaped(last) }
    }
    return text + "]"
  }

  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: " "), UInt8(ascii: "_"),
      UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: ":"):
      String(UnicodeScalar(byte))
    case 0x21...0x7e: "\\" + String(UnicodeScalar(byte))
    default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
}
