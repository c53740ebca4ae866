import TestSupport
import Testing

@testable import CensusCapture

/// Decodes one frame.
private func decode(
  _ frame: [UInt8], linkType: UInt16 = 1, wireLength: Int? = nil
) -> (kind: FrameKind, packet: Packet) {
  var packet = Packet()
  let kind = FrameDecoder.decode(
    frame.span.bytes, linkType: linkType, wireLength: wireLength ?? frame.count, into: &packet)
  return (kind, packet)
}

@Suite("layers")
struct LayersTests {
  private static let packet = Array(Sample.up.dropFirst(14))

  private static func ethernet(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
    Packets.ethernet(from: 1, to: 2, type: type, payload)
  }

  @Test(
    "an IP packet is found behind every link and every layer between",
    arguments: [
      (1, ethernet(0x0800, packet)),
      (1, ethernet(0x8100, [0, 5, 0x08, 0] + packet)),
      (1, ethernet(0x88a8, [0, 5, 0x81, 0, 0, 6, 0x08, 0] + packet)),
      (1, ethernet(0x8847, [0, 0, 0x10, 64, 0, 0, 0x11, 64] + packet)),
      (1, ethernet(0x8864, [0x11, 0, 0, 1, 0, 200, 0, 0x21] + packet)),
      (1, ethernet(200, [0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + packet)),
      (0, [2, 0, 0, 0] + packet), (0, [0, 0, 0, 2] + packet), (108, [0, 0, 0, 2] + packet),
      (12, packet), (14, packet), (101, packet), (228, packet),
      (113, [0, 4, 0, 1, 0, 6, 0, 0, 0, 0, 0, 1, 0, 0, 8, 0] + packet),
      (276, [8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 4, 6, 0, 0, 0, 0, 0, 1, 0, 0] + packet),
      (9, [0xff, 3, 0, 0x21] + packet), (9, [0x21] + packet), (50, [0xff, 3, 0, 0x21] + packet),
      (51, [0x11, 0, 0, 1, 0, 200, 0, 0x21] + packet), (104, [0x0f, 0, 8, 0] + packet),
      (105, wireless(flags: 1)), (127, [0, 0, 8, 0, 0, 0, 0, 0] + wireless(flags: 2)),
      (192, [0, 0, 8, 0, 105, 0, 0, 0] + wireless(flags: 3)),
      (192, [0, 0, 12, 0, 1, 0, 0, 0, 9, 9, 9, 9] + ethernet(0x0800, packet)),
      (192, [0, 0, 8, 0, 101, 0, 0, 0] + packet), (1, ethernet(0x86dd, packet)),
      (163, [0x80, 0x21, 0x10, 1, 0, 0, 0, 8] + wireless(flags: 0)),
    ] as [(UInt16, [UInt8])])
  func everyLink(linkType: UInt16, frame: [UInt8]) {
    let (kind, packet) = decode(frame, linkType: linkType)
    #expect(kind == .ip)
    #expect(packet.length == 128)
    #expect(frame[packet.networkOffset] == Self.packet[0])
    #expect(packet.sourceLow == UInt64(Sample.phone.address))
    #expect(packet.destinationPort == 443)
  }

  /// An 802.11 data frame with quality of service; flags: 1 to, 2 from the distribution system.
  private static func wireless(flags: UInt8) -> [UInt8] {
    [0x88, flags, 0, 0] + [UInt8](repeating: 7, count: flags == 3 ? 26 : 20) + [0, 0]
      + [0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + packet
  }

  @Test("the device of an 802.11 frame is its station, not the access point")
  func stations() {
    var frame = Self.wireless(flags: 1)
    frame.replaceSubrange(4..<22, with: [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3])
    let link = decode(frame, linkType: 105).packet.link
    #expect(link.source == MACAddress(0x0202_0202_0202))
    #expect(link.destination == MACAddress(0x0303_0303_0303))
  }

  @Test("what is no IP packet is counted by its kind")
  func kinds() {
    // PPPoE whose payload claims to be HDLC, in a frame whose own bytes 2 and 3 say PPPoE again.
    #expect(
      decode([0, 1, 0x88, 0x64, 4, 0, 6, 7, 8, 9, 10, 11, 0x88, 0x64, 0x11, 0, 0, 1, 0, 2, 0x8f, 0])
        .kind == .other)
    #expect(decode(Self.ethernet(0x0806, [0, 1])).kind == .arp)
    #expect(decode(Self.ethernet(0x88cc, [0, 1])).kind == .other)
    #expect(decode([1, 2, 3]).kind == .short)
    #expect(decode(Self.ethernet(0x8100, [0])).kind == .short)
    #expect(decode(Self.ethernet(0x0800, Array(Self.packet.prefix(19)))).kind == .malformedIP)
    #expect(decode(Self.ethernet(0x86dd, Array(Self.packet.prefix(19)))).kind == .malformedIP)
    #expect(decode(Self.ethernet(0x86dd, [0x60, 0])).kind == .malformedIP)
    #expect(
      decode(Self.ethernet(0x0800, [0x60] + Self.packet.dropFirst().prefix(30))).kind
        == .malformedIP)
    #expect(decode(Self.ethernet(0x86dd, [0x50] + Self.packet.dropFirst())).kind == .malformedIP)
    #expect(decode([0, 0, 8, 0, 192, 0, 0, 0] + Self.packet, linkType: 192).kind == .unknownLink)
    #expect(decode(Self.packet, linkType: 147).kind == .unknownLink)
    var protected = Self.wireless(flags: 1)
    protected[1] |= 0x40
    #expect(decode(protected, linkType: 105).kind == .encrypted)
  }

  @Test("IP bytes are the header's, but never more than the frame had on the wire")
  func lengths() {
    let padded = Self.ethernet(0x0800, Self.packet + [0, 0, 0, 0])
    #expect(decode(padded).packet.length == 128)
    let snapped = Array(Sample.up.prefix(60))
    #expect(decode(snapped, wireLength: Sample.up.count).packet.length == 128)
    let overlong = decode(snapped)
    #expect(overlong.packet.length == 46)
    #expect(overlong.packet.isOverlong)
    var offloaded = Sample.up
    offloaded.replaceSubrange(16..<18, with: [0, 0])
    #expect(decode(offloaded).packet.length == 128)
    #expect(!decode(offloaded).packet.isOverlong)
  }

  @Test("ports are found behind IPv6 extension headers, and not in later fragments")
  func extensions() {
    let udp = Packets.udp(from: 5000, to: 53)
    let options: [UInt8] = [44, 0, 1, 4, 0, 0, 0, 0]
    func frame(_ fragment: [UInt8]) -> [UInt8] {
      Self.ethernet(
        0x86dd,
        Packets.ipv6(
          from: (0xfe80 << 48, 1), to: (0xfe80 << 48, 2), next: 0, options + fragment + udp))
    }
    let first = decode(frame([17, 0, 0, 1, 0, 0, 0, 9])).packet
    #expect(first.transport == 17)
    #expect(first.destinationPort == 53)
    let later = decode(frame([17, 0, 0, 8, 0, 0, 0, 9])).packet
    #expect(later.isLaterFragment)
    #expect(later.destinationPort == 0)
  }

  @Test("a chain of extension headers without end is left, not followed")
  func endlessChain() {
    let chain = [[UInt8]](repeating: [0, 0, 0, 0, 0, 0, 0, 0], count: 150).flatMap { $0 }
    let frame = Self.ethernet(
      0x86dd, Packets.ipv6(from: (1, 1), to: (2, 2), next: 0, chain))
    #expect(decode(frame).kind == .ip)
  }

  @Test("random frames of every link type do not trap", arguments: 0..<4)
  func randomFrames(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let types: [UInt16] = [
      0, 1, 9, 12, 14, 50, 51, 101, 104, 105, 108, 113, 119, 127, 163, 192, 228, 229, 276, 999,
    ]
    let interesting: [UInt8] = [
      0, 0x08, 0x81, 0x88, 0x86, 0xdd, 0xaa, 0x45, 0x60, 0xff, 0x2c, 0x33,
    ]
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...100, using: &generator)
      let frame = (0..<length).map { _ in
        Bool.random(using: &generator)
          ? interesting[Int.random(in: 0..<interesting.count, using: &generator)]
          : UInt8.random(in: 0...255, using: &generator)
      }
      for type in types {
        let (kind, packet) = decode(frame, linkType: type)
        if kind == .ip { #expect(packet.length >= 0 && packet.length <= frame.count) }
      }
    }
  }

  @Test("a DHCP request tells host name, parameter list and vendor class of its client")
  func hostName() {
    var message: [UInt8] = [1, 1, 6, 0] + [UInt8](repeating: 0, count: 24)
    message += Packets.big(Sample.phone.mac, 6) + [UInt8](repeating: 0, count: 202)
    message += [0x63, 0x82, 0x53, 0x63, 0, 12, 2, 0x68, 0x69, 55, 2, 1, 3, 60, 1, 0x61, 255]
    let frame = Self.ethernet(
      0x0800,
      Packets.ipv4(
        from: 0, to: .max, transport: 17, Packets.udp(from: 68, to: 67, message)))
    var reader = RecordReader()
    var counter = PacketCounter(limits: .wholeCapture)
    reader.fill(PcapWriter().file([TimedFrame(0, frame)]))
    reader.count(into: &counter) { _ in }
    let request = counter.requests[MACAddress(Sample.phone.mac)]
    #expect(request?.hostName == Array("hi".utf8))
    #expect(request?.parameterList == [1, 3])
    #expect(request?.vendorClass == Array("a".utf8))
  }
}
