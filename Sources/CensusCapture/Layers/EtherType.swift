/// What an EtherType announces (IEEE 802 numbers), through the layers that may stand between link and
/// IP: VLAN tags, MPLS, PPPoE sessions, and 802.3 with LLC and SNAP.
enum EtherType {
  static let ipv4: UInt16 = 0x0800
  static let arp: UInt16 = 0x0806
  static let ipv6: UInt16 = 0x86dd
  private static let vlan: UInt16 = 0x8100
  private static let serviceVLAN: UInt16 = 0x88a8
  private static let oldServiceVLAN: UInt16 = 0x9100
  private static let olderServiceVLAN: UInt16 = 0x9200
  private static let mpls: UInt16 = 0x8847
  private static let mplsMulticast: UInt16 = 0x8848
  private static let pppoeSession: UInt16 = 0x8864
  /// Up to here the field is a length (IEEE 802.3 clause 3.2.6).
  private static let largestLength: UInt16 = 1500
  /// More layers than this between link and IP are not looked through.
  private static let mostLayers = 16

  /// Decodes what begins at `begin` and is announced as `announced`.
  @inline(never)
  static func decode(
    _ frame: RawSpan, at begin: Int, type announced: UInt16, wireLength: Int,
    into packet: inout Packet
  ) -> FrameKind {
    var type = announced
    var offset = begin
    for _ in 0...mostLayers {
      switch type {
      case ipv4:
        return IPLayer.decodeV4(frame, at: offset, wireLength: wireLength, into: &packet)
      case ipv6:
        return IPLayer.decodeV6(frame, at: offset, wireLength: wireLength, into: &packet)
      case arp:
        return .arp
      case vlan, serviceVLAN, oldServiceVLAN, olderServiceVLAN:
        guard let inner = frame.bigEndian16(at: offset + 2) else { return .short }
        type = inner
        offset += 4
      case mpls, mplsMulticast:
        return decodeMPLS(frame, at: offset, wireLength: wireLength, into: &packet)
      case pppoeSession:
        return PointToPoint.decodeOverEthernet(
          frame, at: offset, wireLength: wireLength, into: &packet)
      case ...largestLength:
        guard let header = frame.bigEndian64(at: offset) else {
          return frame.byteCount < offset + 3 ? .short : .other
        }
        // LLC for SNAP (aa aa 03) with the OUI 0, then an EtherType (RFC 1042).
        guard header >> 16 == 0xaaaa_0300_0000 else { return .other }
        type = UInt16(truncatingIfNeeded: header)
        offset += 8
      default:
        return .other
      }
    }
    return .other
  }

  /// A stack of MPLS labels (RFC 3032); the payload's first nibble tells IP, since nothing else does.
  static func decodeMPLS(
    _ frame: RawSpan, at begin: Int, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    var offset = begin
    for _ in 0..<mostLayers {
      guard let label = frame.bigEndian32(at: offset) else { return .short }
      offset += 4
      if label & 0x100 != 0 {  // the bottom of the stack
        return IPLayer.decodeByVersion(frame, at: offset, wireLength: wireLength, into: &packet)
      }
    }
    return .other
  }
}
