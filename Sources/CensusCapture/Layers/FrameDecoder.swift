/// A frame of any link, down to the outermost IP header and the ports behind it.
struct FrameDecoder {
  /// The numbers of the link types (LINKTYPE_…, tcpdump.org/linktypes.html).
  enum LinkType {
    static let null: UInt16 = 0
    static let ethernet: UInt16 = 1
    static let ppp: UInt16 = 9
    static let rawOfOpenBSD: UInt16 = 14
    static let rawOfBSD: UInt16 = 12
    static let pppHDLC: UInt16 = 50
    static let pppoe: UInt16 = 51
    static let raw: UInt16 = 101
    static let ciscoHDLC: UInt16 = 104
    static let ieee80211: UInt16 = 105
    static let loop: UInt16 = 108
    static let linuxCooked: UInt16 = 113
    static let prism: UInt16 = 119
    static let radiotap: UInt16 = 127
    static let avs: UInt16 = 163
    static let perPacketInformation: UInt16 = 192
    static let ipv4: UInt16 = 228
    static let ipv6: UInt16 = 229
    static let linuxCooked2: UInt16 = 276
  }

  /// Decodes `frame`, which had `wireLength` bytes on the wire, into `packet`.
  @inline(__always)
  static func decode(
    _ frame: RawSpan, linkType: UInt16, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    if linkType == LinkType.ethernet {
      guard let destinationAndMore = frame.bigEndian64(at: 0),
        let sourceAndType = frame.bigEndian64(at: 6)
      else { return .short }
      packet.link = LinkContext(
        source: MACAddress(sourceAndType >> 16), destination: MACAddress(destinationAndMore >> 16))
      let type = UInt16(truncatingIfNeeded: sourceAndType)
      // The two commonest at once; the rest goes through the layers between.
      switch type {
      case EtherType.ipv4:
        return IPLayer.decodeV4(frame, at: 14, wireLength: wireLength, into: &packet)
      case EtherType.ipv6:
        return IPLayer.decodeV6(frame, at: 14, wireLength: wireLength, into: &packet)
      default:
        return EtherType.decode(frame, at: 14, type: type, wireLength: wireLength, into: &packet)
      }
    }
    return decodeOtherLink(frame, linkType: linkType, wireLength: wireLength, into: &packet)
  }

  /// Decodes a frame of another link type that lies within `frame`, behind a header of `length` bytes.
  @inline(never)
  static func decodeBehind(
    _ length: Int, of frame: RawSpan, linkType: UInt16, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    let inner = frame.extracting(length..<frame.byteCount)
    let kind = decode(
      inner, linkType: linkType, wireLength: max(wireLength - length, inner.byteCount),
      into: &packet)
    // Of anything else the packet still holds what was decoded before.
    guard kind == .ip else { return kind }
    packet.networkOffset += length
    packet.transportOffset += length
    return .ip
  }

  @inline(never)
  private static func decodeOtherLink(
    _ frame: RawSpan, linkType: UInt16, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    packet.link = LinkContext()
    switch linkType {
    case LinkType.null, LinkType.loop:
      return LoopbackLink.decode(frame, wireLength: wireLength, into: &packet)
    case LinkType.raw, LinkType.rawOfBSD, LinkType.rawOfOpenBSD, LinkType.ipv4, LinkType.ipv6:
      return IPLayer.decodeByVersion(frame, at: 0, wireLength: wireLength, into: &packet)
    case LinkType.linuxCooked:
      return CookedLink.decode(frame, wireLength: wireLength, into: &packet)
    case LinkType.linuxCooked2:
      return CookedLink.decodeVersion2(frame, wireLength: wireLength, into: &packet)
    case LinkType.ppp, LinkType.pppHDLC:
      return PointToPoint.decode(frame, at: 0, wireLength: wireLength, into: &packet)
    case LinkType.pppoe:
      return PointToPoint.decodeOverEthernet(frame, at: 0, wireLength: wireLength, into: &packet)
    case LinkType.ciscoHDLC:
      return PointToPoint.decodeCiscoHDLC(frame, wireLength: wireLength, into: &packet)
    case LinkType.ieee80211:
      return WirelessLink.decode(frame, at: 0, wireLength: wireLength, into: &packet)
    case LinkType.radiotap:
      return WirelessLink.decodeRadiotap(frame, wireLength: wireLength, into: &packet)
    case LinkType.prism, LinkType.avs:
      return WirelessLink.decodePrism(frame, wireLength: wireLength, into: &packet)
    case LinkType.perPacketInformation:
      return WirelessLink.decodePerPacketInformation(
        frame, wireLength: wireLength, into: &packet)
    default:
      return .unknownLink
    }
  }
}
