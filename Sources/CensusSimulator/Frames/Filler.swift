/// Application data that means nothing and says so to anyone who opens a capture.
enum Filler {
  private static let text = Array("SIMULATED ".utf8)

  /// `count` bytes of text.
  static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { text[$0 % text.count] } }

  /// `count` bytes of text in TLS records of this content type (22 is a handshake, 23 application
  /// data) of at most 2^14 bytes, each with its header of 5 bytes: RFC 8446, section 5.1.
  static func tlsRecords(type: UInt8, _ count: Int) -> [UInt8] {
    stride(from: 0, to: count, by: 16_384).flatMap { start in
      let length = min(16_384, count - start)
      return [type, 3, 3] + UInt16(length).networkBytes + bytes(length)
    }
  }
}
