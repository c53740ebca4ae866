/// IEEE 802.11 data frames, bare or behind a header that the capturing driver wrote (radiotap, Prism,
/// AVS, PPI). Only frames whose body is not protected can be looked into.
enum WirelessLink {
  /// The header of a data frame without the fourth address and quality of service, in bytes.
  private static let shortestHeader = 24

  /// An 802.11 frame that begins at `begin` (IEEE 802.11 clause 9.2 and 9.3.2.1).
  static func decode(
    _ frame: RawSpan, at begin: Int, isPadded: Bool = false, wireLength: Int,
    into packet: inout Packet
  ) -> FrameKind {
    guard let control = frame.byte(at: begin), let flags = frame.byte(at: begin + 1),
      frame.byteCount >= begin + shortestHeader
    else { return .short }
    let isData = control & 0x0c == 0x08
    let hasNoBody = control & 0x40 != 0
    guard isData, !hasNoBody else { return .other }
    let isProtected = flags & 0x40 != 0
    guard !isProtected else { return .encrypted }
    let toSystem = flags & 1 != 0
    let fromSystem = flags & 2 != 0
    let hasQualityOfService = control & 0x80 != 0
    var length = toSystem && fromSystem ? 30 : 24
    if hasQualityOfService {
      // An aggregate of several packets (A-MSDU) is not taken apart.
      if let quality = frame.byte(at: begin + length), quality & 0x80 != 0 { return .other }
      length += 2
      if flags & 0x80 != 0 { length += 4 }  // HT control
    }
    if isPadded { length += (4 - length % 4) % 4 }
    guard frame.byteCount >= begin + length,
      let first = frame.address(at: begin + 4),
      let second = frame.address(at: begin + 10),
      let third = frame.address(at: begin + 16)
    else { return .short }
    switch (toSystem, fromSystem) {
    case (false, false): packet.link = LinkContext(source: second, destination: first)
    case (false, true): packet.link = LinkContext(source: third, destination: first)
    case (true, false): packet.link = LinkContext(source: second, destination: third)
    case (true, true):
      guard let fourth = frame.address(at: begin + 24) else { return .short }
      packet.link = LinkContext(source: fourth, destination: third)
    }
    // The body begins with LLC, as 802.3's does after its length.
    return EtherType.decode(
      frame, at: begin + length, type: 0, wireLength: wireLength, into: &packet)
  }

  /// radiotap (radiotap.org): version, pad, length in little-endian order, present bits, fields.
  static func decodeRadiotap(
    _ frame: RawSpan, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let length = frame.integer16(at: 2, .little), length >= 8,
      frame.byteCount >= Int(length)
    else { return .short }
    let isPadded = radiotapFlags(frame, length: Int(length)) & 0x20 != 0
    return decode(
      frame, at: Int(length), isPadded: isPadded, wireLength: wireLength, into: &packet)
  }

  /// The flags field, which stands behind the present words and, where there is one, the 64-bit clock.
  private static func radiotapFlags(_ frame: RawSpan, length: Int) -> UInt8 {
    guard let present = frame.integer32(at: 4, .little), present & 2 != 0 else { return 0 }
    var offset = 4
    while let word = frame.integer32(at: offset, .little), offset + 4 <= length {
      offset += 4
      if word & 0x8000_0000 == 0 { break }
    }
    if present & 1 != 0 { offset = (offset + 7) / 8 * 8 + 8 }
    return offset < length ? frame.byte(at: offset) ?? 0 : 0
  }

  /// Prism (a header of fixed length that it says in the writer's byte order) or AVS (its magic number
  /// and length in network order); the two share a link type in practice.
  static func decodePrism(
    _ frame: RawSpan, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let magic = frame.bigEndian32(at: 0), let word = frame.bigEndian32(at: 4) else {
      return .short
    }
    let isAVS = magic & 0xffff_f000 == 0x8021_1000
    let length = Int(isAVS ? word : min(word, word.byteSwapped))
    guard length >= 8, length <= frame.byteCount else { return .short }
    return decode(frame, at: length, wireLength: wireLength, into: &packet)
  }

  /// PPI: version, flags, length and the link type of what follows, in little-endian order.
  static func decodePerPacketInformation(
    _ frame: RawSpan, wireLength: Int, into packet: inout Packet
  ) -> FrameKind {
    guard let length = frame.integer16(at: 2, .little),
      let linkType = frame.integer32(at: 4, .little), length >= 8,
      frame.byteCount >= Int(length)
    else { return .short }
    if linkType == UInt32(FrameDecoder.LinkType.ieee80211) {
      return decode(frame, at: Int(length), wireLength: wireLength, into: &packet)
    }
    guard let linkType = UInt16(exactly: linkType),
      linkType != FrameDecoder.LinkType.perPacketInformation
    else { return .unknownLink }
    return FrameDecoder.decodeBehind(
      Int(length), of: frame, linkType: linkType, wireLength: wireLength, into: &packet)
  }
}

extension RawSpan {
  /// The link-layer address at `offset`.
  fileprivate func address(at offset: Int) -> MACAddress? {
    guard let high = bigEndian16(at: offset), let low = bigEndian32(at: offset + 2) else {
      return nil
    }
    return MACAddress(UInt64(high) << 32 | UInt64(low))
  }
}
