/// Linux cooked capture (LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2): a pseudo-header of the kernel's, with
/// the packet's type (which way it went) and its EtherType, and one address at most.
enum CookedLink {
  static func decode(
    _ frame: RawSpan, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let packetType = frame.bigEndian16(at: 0), let type = frame.bigEndian16(at: 14) else {
      return .short
    }
    packet.link = LinkContext(cast: cast(packetType))
    return EtherType.decode(frame, at: 16, type: type, wireLength: wireLength, into: &packet)
  }

  static func decodeVersion2(
    _ frame: RawSpan, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let type = frame.bigEndian16(at: 0), let packetType = frame.byte(at: 10),
      frame.byteCount >= 20
    else { return .short }
    packet.link = LinkContext(cast: cast(UInt16(packetType)))
    return EtherType.decode(frame, at: 20, type: type, wireLength: wireLength, into: &packet)
  }

  /// The kernel's PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST, PACKET_OTHERHOST, PACKET_OUTGOING.
  private static func cast(_ packetType: UInt16) -> LinkContext.Cast {
    switch packetType {
    case 0: .toUs
    case 1, 2: .toAll
    case 4: .fromUs
    default: .ordinary
    }
  }
}
