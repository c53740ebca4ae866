/// Reads what an sFlow sample holds: the beginning of the packet, or what the agent made of it.
enum SFlowReader {
  enum Content {
    case header(linkType: UInt16, wireLength: Int, Range<Int>)
    case packet(Packet)
    /// Nothing of a packet that is known here.
    case nothing
    /// The sample contradicts itself before anything of the packet was found.
    case bad
  }

  /// What the agent says of a packet instead of giving its bytes.
  struct Packet {
    var source = IPAddress(v4: 0)
    var destination = IPAddress(v4: 0)
    var sourcePort: UInt16 = 0
    var destinationPort: UInt16 = 0
    var transport: UInt8 = 0
    var tcpFlags: UInt8 = 0
    /// IP bytes.
    var length: UInt64 = 0
    var link = LinkContext()
  }

  private enum RecordType {
    static let header: UInt32 = 1
    static let ethernet: UInt32 = 2
    static let ipv4: UInt32 = 3
    static let ipv6: UInt32 = 4
  }

  /// An address with its type before it; and where what follows begins.
  static func address(_ bytes: RawSpan, at offset: Int) -> (IPAddress, end: Int)? {
    switch bytes.bigEndian32(at: offset) {
    case 1: bytes.bigEndian32(at: offset + 4).map { (IPAddress(v4: $0), offset + 8) }
    case 2: ipv6(bytes, at: offset + 4).map { ($0, offset + 20) }
    default: nil
    }
  }

  private static func ipv6(_ bytes: RawSpan, at offset: Int) -> IPAddress? {
    guard let high = bytes.bigEndian64(at: offset), let low = bytes.bigEndian64(at: offset + 8)
    else { return nil }
    return IPAddress(v6: high, low)
  }

  /// The first bytes of the packet where they are there; else what the agent says of it.
  static func content(of sample: SFlowSample, _ bytes: RawSpan) -> Content {
    var offset = sample.body.lowerBound
    let end = sample.body.upperBound
    var packet: Packet?
    var link: LinkContext?
    for _ in 0..<sample.records {
      guard end - offset >= 8, let type = bytes.bigEndian32(at: offset),
        let length = bytes.bigEndian32(at: offset + 4), Int(length) <= end - offset - 8
      else { return packet.map { Content.packet($0.on(link)) } ?? .bad }
      let body = (offset + 8)..<(offset + 8 + Int(length))
      offset = body.upperBound
      switch type {
      case RecordType.header:
        if let header = header(bytes, body) { return header }
      case RecordType.ethernet: link = stations(bytes, body)
      case RecordType.ipv4: packet = ipv4Packet(bytes, body)
      case RecordType.ipv6: packet = ipv6Packet(bytes, body)
      default: break
      }
    }
    return packet.map { Content.packet($0.on(link)) } ?? .nothing
  }

  private static func header(_ bytes: RawSpan, _ body: Range<Int>) -> Content? {
    let begin = body.lowerBound
    guard let type = bytes.bigEndian32(at: begin), let wire = bytes.bigEndian32(at: begin + 4),
      let length = bytes.bigEndian32(at: begin + 12), Int(length) <= body.upperBound - begin - 16,
      let linkType = linkType(type)
    else { return nil }
    return .header(
      linkType: linkType, wireLength: Int(wire), (begin + 16)..<(begin + 16 + Int(length)))
  }

  /// sFlow's numbers of header protocols, as the link types of captures.
  private static func linkType(_ number: UInt32) -> UInt16? {
    switch number {
    case 1: FrameDecoder.LinkType.ethernet
    case 7: FrameDecoder.LinkType.ppp
    case 11, 12: FrameDecoder.LinkType.raw
    case 15: FrameDecoder.LinkType.ieee80211
    default: nil
    }
  }

  private static func stations(_ bytes: RawSpan, _ body: Range<Int>) -> LinkContext? {
    // Length of the frame; then two addresses of six bytes, each filled up to eight.
    let begin = body.lowerBound
    guard body.count >= 24, let source = bytes.bigEndian64(at: begin + 4),
      let destination = bytes.bigEndian64(at: begin + 12)
    else { return nil }
    return LinkContext(
      source: MACAddress(source >> 16), destination: MACAddress(destination >> 16))
  }

  private static func ipv4Packet(_ bytes: RawSpan, _ body: Range<Int>) -> Packet? {
    let begin = body.lowerBound
    guard body.count >= 32, let source = bytes.bigEndian32(at: begin + 8),
      let destination = bytes.bigEndian32(at: begin + 12)
    else { return nil }
    return packet(bytes, begin, IPAddress(v4: source), IPAddress(v4: destination), rest: begin + 16)
  }

  private static func ipv6Packet(_ bytes: RawSpan, _ body: Range<Int>) -> Packet? {
    let begin = body.lowerBound
    guard body.count >= 56, let source = ipv6(bytes, at: begin + 8),
      let destination = ipv6(bytes, at: begin + 24)
    else { return nil }
    return packet(bytes, begin, source, destination, rest: begin + 40)
  }

  private static func packet(
    _ bytes: RawSpan, _ begin: Int, _ source: IPAddress, _ destination: IPAddress, rest: Int
  ) -> Packet {
    func word(_ offset: Int) -> UInt32 { bytes.bigEndian32(at: offset) ?? 0 }
    return Packet(
      source: source, destination: destination,
      sourcePort: UInt16(truncatingIfNeeded: word(rest)),
      destinationPort: UInt16(truncatingIfNeeded: word(rest + 4)),
      transport: UInt8(truncatingIfNeeded: word(begin + 4)),
      tcpFlags: UInt8(truncatingIfNeeded: word(rest + 8)), length: UInt64(word(begin)))
  }
}

extension SFlowReader.Packet {
  fileprivate func on(_ link: LinkContext?) -> SFlowReader.Packet {
    var packet = self
    if let link { packet.link = link }
    return packet
  }
}
