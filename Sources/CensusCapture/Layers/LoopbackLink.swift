/// BSD loopback (LINKTYPE_NULL, LINKTYPE_LOOP): four bytes of address family, then the packet.
enum LoopbackLink {
  static func decode(
    _ frame: RawSpan, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let word = frame.bigEndian32(at: 0) else { return .short }
    // The family is in the byte order of the capturing machine; all families are below 2^16.
    let family = word > 0xffff ? word.byteSwapped : word
    switch family {
    case 2:
      return IPLayer.decodeV4(frame, at: 4, wireLength: wireLength, into: &packet)
    // AF_INET6 of Linux, Windows, NetBSD and OpenBSD, BSD/OS, FreeBSD, macOS.
    case 10, 23, 24, 26, 28, 30:
      return IPLayer.decodeV6(frame, at: 4, wireLength: wireLength, into: &packet)
    default:
      return .other
    }
  }
}
