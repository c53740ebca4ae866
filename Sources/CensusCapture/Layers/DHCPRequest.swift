/// What a device says of itself when it asks for an address (RFC 2131, RFC 2132): a hint of what it is,
/// shown to the device's owner only.
public struct DHCPRequest: Hashable, Sendable {
  /// Option 12, the host name, as sent: any bytes.
  public var hostName: [UInt8] = []
  /// Option 55, the options asked for, in the order of asking: a fingerprint of the client software.
  public var parameterList: [UInt8] = []
  /// Option 60, the vendor class, as sent: any bytes.
  public var vendorClass: [UInt8] = []
  /// The host's own label of option 81 (RFC 4702), as sent: any bytes.
  public var fullName: [UInt8] = []

  /// What it tells of the client.
  var pieces: [EvidencePiece] {
    [
      EvidencePiece(.hostName, hostName), EvidencePiece(.hostName, fullName),
      EvidencePiece(.parameterList, parameterList), EvidencePiece(.vendorClass, vendorClass),
    ]
  }

  /// Behind one byte of flags and two that are not used any more: a DNS name where flag E (4) is set, else text.
  private static func fullName(_ frame: RawSpan, _ value: Range<Int>) -> [UInt8]? {
    guard value.count > 3, let flags = frame.byte(at: value.lowerBound) else { return nil }
    let name = (value.lowerBound + 3)..<value.upperBound
    if flags & 4 == 0 { return frame.copied(name).prefix { $0 != UInt8(ascii: ".") }.map { $0 } }
    guard let size = frame.byte(at: name.lowerBound), size > 0, Int(size) < name.count else {
      return nil
    }
    return frame.copied((name.lowerBound + 1)..<(name.lowerBound + 1 + Int(size)))
  }

  /// Reads a DHCP message of a client that begins at `begin`. Nil unless it is one from an Ethernet client.
  static func decode(_ frame: RawSpan, at begin: Int) -> (client: MACAddress, request: DHCPRequest)?
  {
    // op 1 (request), htype 1 (Ethernet), hlen 6; the client's address at 28; the magic cookie at 236.
    guard frame.bigEndian32(at: begin).map({ $0 >> 8 }) == 0x01_01_06,
      let high = frame.bigEndian32(at: begin + 28), let low = frame.bigEndian16(at: begin + 32),
      frame.bigEndian32(at: begin + 236) == 0x6382_5363
    else { return nil }
    var request = DHCPRequest()
    var offset = begin + 240
    while let code = frame.byte(at: offset), code != 255 {
      if code == 0 {
        offset += 1
        continue
      }
      guard let length = frame.byte(at: offset + 1) else { break }
      let value = (offset + 2)..<(offset + 2 + Int(length))
      guard value.upperBound <= frame.byteCount else { break }
      switch code {
      case 12: request.hostName = frame.copied(value)
      case 81: if let name = fullName(frame, value) { request.fullName = name }
      case 55: request.parameterList = frame.copied(value)
      case 60: request.vendorClass = frame.copied(value)
      default: break
      }
      offset = value.upperBound
    }
    return (MACAddress(UInt64(high) << 16 | UInt64(low)), request)
  }

  /// Takes what `later` says over what was known.
  mutating func merge(_ later: DHCPRequest) {
    if !later.hostName.isEmpty { hostName = later.hostName }
    if !later.parameterList.isEmpty { parameterList = later.parameterList }
    if !later.vendorClass.isEmpty { vendorClass = later.vendorClass }
    if !later.fullName.isEmpty { fullName = later.fullName }
  }
}
