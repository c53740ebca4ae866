import FoundationEssentials

/// Base64 with the standard alphabet and padding (RFC 4648, section 4), strict: one text for each
/// sequence of bytes.
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// Nil for anything that `encode` would not have written.
  static func decode(_ text: String) -> [UInt8]? {
    guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else {
      return nil
    }
    return Array(data)
  }
}
