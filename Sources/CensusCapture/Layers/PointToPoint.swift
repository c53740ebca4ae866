/// Links between two ends, which carry no addresses: PPP (RFC 1661, RFC 1662), PPP over Ethernet
/// (RFC 2516) and Cisco's HDLC.
enum PointToPoint {
  private static let ipv4: UInt16 = 0x0021
  private static let ipv6: UInt16 = 0x0057
  private static let mpls: UInt16 = 0x0281

  /// A PPP frame, with or without its address and control bytes, its protocol in one byte or two.
  static func decode(
    _ frame: RawSpan, at begin: Int, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let beginning = frame.bigEndian16(at: begin) else { return .short }
    // Some writers say PPP where the frame is Cisco's HDLC: unicast 0f 00, multicast 8f 00. Within PPPoE it
    // cannot be: a frame that says so would send the decoder round in a circle.
    if begin == 0, beginning == 0x0f00 || beginning == 0x8f00 {
      return decodeCiscoHDLC(frame, wireLength: wireLength, into: &packet)
    }
    var offset = beginning == 0xff03 ? begin + 2 : begin
    guard let first = frame.byte(at: offset) else { return .short }
    var number = UInt16(first)
    // An odd first byte is a compressed protocol field (RFC 1661 section 6.5).
    if first & 1 == 0 {
      guard let whole = frame.bigEndian16(at: offset) else { return .short }
      number = whole
      offset += 1
    }
    offset += 1
    switch number {
    case ipv4: return IPLayer.decodeV4(frame, at: offset, wireLength: wireLength, into: &packet)
    case ipv6: return IPLayer.decodeV6(frame, at: offset, wireLength: wireLength, into: &packet)
    case mpls:
      return EtherType.decodeMPLS(frame, at: offset, wireLength: wireLength, into: &packet)
    default: return .other
    }
  }

  /// A PPPoE session header of six bytes, then PPP without address and control.
  static func decodeOverEthernet(
    _ frame: RawSpan, at offset: Int, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard frame.byteCount >= offset + 6, let code = frame.byte(at: offset + 1) else {
      return .short
    }
    guard code == 0 else { return .other }
    return decode(frame, at: offset + 6, wireLength: wireLength, into: &packet)
  }

  /// Cisco's HDLC: address, control, EtherType.
  static func decodeCiscoHDLC(
    _ frame: RawSpan, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let type = frame.bigEndian16(at: 2) else { return .short }
    return EtherType.decode(frame, at: 4, type: type, wireLength: wireLength, into: &packet)
  }
}
