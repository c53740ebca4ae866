import SystemPcap
import Testing

@testable import CensusCapture

@Suite("packets of which only the headers are looked at, cut by the kernel")
struct HeaderFilterTests {
  private static let headers: UInt32 = 128
  private static let whole: UInt32 = 512

  /// How many bytes of a frame the kernel would keep, by libpcap's own reading of the filter.
  private func kept(_ frame: [UInt8]) throws -> UInt32 {
    let handle = try #require(pcap_open_dead(DLT_EN10MB, Int32(Self.whole)))
    defer { pcap_close(handle) }
    var program = bpf_program()
    try #require(HeaderFilter.compile(&program, for: handle, length: Int(Self.headers)))
    defer { pcap_freecode(&program) }
    return bpf_filter(
      program.bf_insns, frame, UInt32(frame.count), UInt32(frame.count))
  }

  private enum Network: CaseIterable {
    case ipv4
    case ipv4WithOptions
    case ipv6
  }

  /// An Ethernet frame with 300 bytes of payload.
  private func frame(
    _ network: Network, transport: UInt8, _ source: UInt16, _ destination: UInt16
  ) -> [UInt8] {
    let link = [UInt8](repeating: 2, count: 12)
    let ports = [source, destination].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    let rest = ports + [UInt8](repeating: 0x50, count: 300)
    switch network {
    case .ipv4, .ipv4WithOptions:
      let words: UInt8 = network == .ipv4 ? 5 : 15
      let length = Int(words) * 4 + rest.count
      let fixed: [UInt8] =
        [
          0x40 | words, 0, UInt8(length >> 8), UInt8(length & 0xff), 0, 0, 0, 0, 64, transport, 0,
          0,
        ]
        + [192, 168, 0, 2, 8, 8, 8, 8]
      return link + [8, 0] + fixed + [UInt8](repeating: 1, count: Int(words) * 4 - 20) + rest
    case .ipv6:
      let fixed: [UInt8] =
        [0x60, 0, 0, 0, UInt8(rest.count >> 8), UInt8(rest.count & 0xff), transport, 64]
      return link + [0x86, 0xdd] + fixed + [UInt8](repeating: 0xfd, count: 32) + rest
    }
  }

  @Test(
    "whatever may tell something of a device is kept whole, everything else of TCP and UDP is cut")
  func portsThatTell() throws {
    var random = SystemRandomNumberGenerator()
    let telling: [UInt16] = [67, 68, 80, 546, 547, 1900, 5353]
    for round in 0..<2_000 {
      let source =
        round.isMultiple(of: 3) ? telling.randomElement()! : UInt16.random(in: 0 ... .max)
      let destination =
        round.isMultiple(of: 2) ? telling.randomElement()! : UInt16.random(in: 0 ... .max)
      let transport: UInt8 = Bool.random(using: &random) ? 6 : 17
      let network = Network.allCases.randomElement()!
      var packet = Packet()
      let bytes = frame(network, transport: transport, source, destination)
      try #require(
        FrameDecoder.decode(bytes.span.bytes, linkType: 1, wireLength: bytes.count, into: &packet)
          == .ip)
      // An answer from port 80 is looked at, but only a request is read.
      let isRead =
        EvidenceReader.mayTell(
          source, destination, readsUserAgents: EvidenceReader.isRequest(packet))
      let length = try kept(bytes)
      if isRead {
        #expect(length == Self.whole, "\(network) \(transport) \(source) \(destination)")
      }
      if Set([source, destination]).isDisjoint(with: telling) { #expect(length == Self.headers) }
    }
  }

  @Test(
    "what the filter does not know is kept whole: tags, tunnels, extension headers, other protocols"
  )
  func unknown() throws {
    let plain = frame(.ipv4, transport: 6, 40_000, 443)
    let tagged = plain[..<12] + [0x81, 0, 0, 7] + plain[12...]
    #expect(try kept(Array(tagged)) == Self.whole)
    let label = plain[..<12] + [0x88, 0x47, 0, 1, 0x41, 64] + plain[14...]
    #expect(try kept(Array(label)) == Self.whole)
    for transport: UInt8 in [0, 1, 4, 41, 43, 47, 60] {
      #expect(try kept(frame(.ipv6, transport: transport, 40_000, 443)) == Self.whole)
    }
    #expect(try kept(plain[..<12] + [8, 6] + [UInt8](repeating: 0, count: 28)) == Self.whole)
  }

  @Test("a cut packet counts exactly as a whole one", arguments: [98, 128])
  func cutPackets(length: Int) throws {
    for network in Network.allCases {
      for transport: UInt8 in [6, 17] {
        let bytes = frame(network, transport: transport, 40_000, 443)
        let beginning = Array(bytes[..<length])
        var (whole, cut) = (Packet(), Packet())
        let kinds = [
          FrameDecoder.decode(bytes.span.bytes, linkType: 1, wireLength: bytes.count, into: &whole),
          FrameDecoder.decode(
            beginning.span.bytes, linkType: 1, wireLength: bytes.count, into: &cut),
        ]
        #expect(kinds == [.ip, .ip])
        #expect(whole.length == cut.length && whole.tcpFlags == cut.tcpFlags)
        #expect(whole.sourcePort == cut.sourcePort && whole.destinationPort == cut.destinationPort)
      }
    }
  }
}
