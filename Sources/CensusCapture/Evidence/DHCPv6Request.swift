/// What a DHCPv6 client says of itself (RFC 8415). Its identifier (DUID), which may hold its burnt-in address,
/// is not read.
enum DHCPv6Request {
  private enum Option {
    static let vendorClass: UInt16 = 16
    /// RFC 4704.
    static let fullyQualifiedName: UInt16 = 39
  }

  /// Reads the message in `range`; none unless it is a client's.
  static func decode(_ frame: RawSpan, _ range: Range<Int>) -> [EvidencePiece] {
    let message = frame.clamped(range)
    // Solicit, Request, Confirm, Renew, Rebind, Information-request (section 7.3).
    guard message.count >= 4, let type = frame.byte(at: message.lowerBound),
      [1, 3, 4, 5, 6, 11].contains(type)
    else { return [] }
    var pieces: [EvidencePiece] = []
    var position = message.lowerBound + 4
    while let code = frame.bigEndian16(at: position),
      let length = frame.bigEndian16(at: position + 2)
    {
      let value = (position + 4)..<(position + 4 + Int(length))
      guard value.upperBound <= message.upperBound else { break }
      if let piece = piece(frame, code, value) { pieces.append(piece) }
      position = value.upperBound
    }
    return pieces
  }

  private static func piece(
    _ frame: RawSpan, _ code: UInt16, _ value: Range<Int>
  ) -> EvidencePiece? {
    switch code {
    case Option.fullyQualifiedName:
      let name = (value.lowerBound + 1)..<max(value.lowerBound + 1, value.upperBound)
      // Only the host's own label: the rest is the network's.
      guard let size = frame.byte(at: name.lowerBound), size > 0, size < 64,
        name.lowerBound + 1 + Int(size) <= value.upperBound
      else { return nil }
      return EvidencePiece(
        .hostName, frame.copied((name.lowerBound + 1)..<(name.lowerBound + 1 + Int(size))))
    case Option.vendorClass:
      // Enterprise number, then texts with their lengths; the first one.
      guard let size = frame.bigEndian16(at: value.lowerBound + 4),
        value.lowerBound + 6 + Int(size) <= value.upperBound
      else { return nil }
      return EvidencePiece(
        .vendorClass, frame.copied((value.lowerBound + 6)..<(value.lowerBound + 6 + Int(size))))
    default: return nil
    }
  }
}
