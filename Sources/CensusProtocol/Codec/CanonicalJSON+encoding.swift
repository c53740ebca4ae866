/// The canonical encoding of `JSONValue`, and its strict decoder: the decoder accepts exactly the
/// bytes that the encoder writes, so a document has one digest whoever wrote it.
public enum CanonicalJSON {
  /// The one encoding of `value`: no white space, keys in ascending order, the shortest escapes
  /// (RFC 8785, section 3.2).
  public static func encode(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return bytes
  }

  private static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .boolean(let flag): bytes += Array((flag ? "true" : "false").utf8)
    case .integer(let number): bytes += Array(String(number).utf8)
    case .string(let text): append(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(element, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let fields):
      bytes.append(UInt8(ascii: "{"))
      for (index, key) in fields.keys.sorted(by: isOrderedBefore).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if let field = fields[key] { append(field, to: &bytes) }
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// RFC 8785, section 3.2.3: property names are sorted by their UTF-16 code units.
  static func isOrderedBefore(_ left: String, _ right: String) -> Bool {
    left.utf16.lexicographicallyPrecedes(right.utf16)
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if let letter = shortEscape(of: byte) {
        bytes += [UInt8(ascii: "\\"), letter]
      } else if byte < 0x20 {
        bytes += Array("\\u00".utf8)
        bytes += [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 0xf)]]
      } else {
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The letter after the backslash where RFC 8785, section 3.2.2.2 has a two-character escape.
  static func shortEscape(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x08: UInt8(ascii: "b")
    case 0x09: UInt8(ascii: "t")
    case 0x0a: UInt8(ascii: "n")
    case 0x0c: UInt8(ascii: "f")
    case 0x0d: UInt8(ascii: "r")
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
    default: nil
    }
  }
}
