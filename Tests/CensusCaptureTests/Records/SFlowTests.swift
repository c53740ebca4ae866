import TestSupport
import Testing

@testable import CensusCapture

@Suite("sFlow")
struct SFlowTests {
  private func decoded(_ samples: [[UInt8]]) -> Decoded {
    Decoded([Exports.sflow(samples)], arrival: Sample.noon)
  }

  @Test("a sampled frame counts as often as its rate says", arguments: [false, true])
  func header(isExpanded: Bool) throws {
    let decoded = decoded([
      Exports.sflowSample(rate: 256, isExpanded: isExpanded, [Exports.sflowHeader(Sample.up)])
    ])
    let record = try #require(decoded.records.first)
    #expect(record.packets == 256)
    #expect(record.bytes == 256 * 128)
    #expect(record.source == IPAddress(v4: Sample.phone.address))
    #expect(record.destinationPort == 443)
    #expect(record.link.source == MACAddress(Sample.phone.mac))
    #expect(record.exporter == IPAddress(v4: 0xc000_0201), "the agent's address")
    #expect(record.first == Sample.noon)
    #expect(decoded.statistics.coarsestSampling == 256)
    #expect(decoded.slices.map(\.minutes) == [1])
  }

  @Test("IP bytes are those of the packet, although only its beginning is there")
  func cutHeader() {
    let frame = Packets.udpFrame(from: Sample.phone, to: Sample.server, data: 1200)
    let decoded = decoded([
      Exports.sflowSample(rate: 1, [Exports.sflowHeader(frame, kept: 60)])
    ])
    #expect(decoded.bytes == 1228)
  }

  @Test("what the agent says of a packet counts where its bytes are not there")
  func fields() throws {
    let big = Packets.big
    let stations = Exports.xdr(
      2, big(1000, 4) + big(5, 6) + [0, 0] + big(6, 6) + [0, 0] + big(0x86dd, 4))
    let packet = Exports.xdr(
      4,
      big(900, 4) + big(17, 4) + big(0xfd00 << 48, 8) + big(1, 8) + big(0x2001 << 48, 8)
        + big(2, 8) + big(5000, 4) + big(53, 4) + big(0, 4) + big(0, 4))
    let decoded = decoded([Exports.sflowSample(rate: 10, [stations, packet])])
    let record = try #require(decoded.records.first)
    #expect(record.source == IPAddress(v6: 0xfd00 << 48, 1))
    #expect([record.packets, record.bytes] == [10, 9000])
    #expect(record.destinationPort == 53)
    #expect(record.link.source == MACAddress(5))
    let v4 = Exports.xdr(
      3,
      big(100, 4) + big(6, 4) + big(1, 4) + big(2, 4) + big(9, 4) + big(80, 4) + big(2, 4)
        + big(0, 4))
    #expect(self.decoded([Exports.sflowSample(rate: 1, [v4])]).records.map(\.tcpFlags) == [2])
  }

  @Test("counters of interfaces and unknown samples are skipped")
  func counters() {
    let decoded = decoded([
      Exports.xdr(2, [UInt8](repeating: 0, count: 100)), Exports.xdr(4, []),
      Exports.xdr(5, [1, 2]),
      Exports.xdr(0x1234_5678, []),
      Exports.sflowSample(
        rate: 1, [Exports.xdr(1001, [0, 0, 0, 0]), Exports.sflowHeader(Sample.up)]),
    ])
    #expect(decoded.records.count == 1)
    #expect(decoded.statistics.badSets == 0)
  }

  @Test("samples that the agent dropped itself are counted from when it was first heard")
  func drops() {
    let datagrams = [100, 100, 130].enumerated().map { number, drops in
      Exports.sflow(
        [Exports.sflowSample(rate: 1, drops: UInt64(drops), [Exports.sflowHeader(Sample.up)])],
        sequence: UInt64(number))
    }
    #expect(Decoded(datagrams, arrival: Sample.noon).statistics.droppedSamples == 30)
  }

  @Test("counts that cannot be end with the datagram")
  func absurdCounts() {
    var datagram = Exports.sflow([
      Exports.sflowSample(rate: 1, [Exports.sflowHeader(Sample.up)])
    ])
    datagram.replaceSubrange(24..<28, with: [0xff, 0xff, 0xff, 0xff])
    let decoded = Decoded([datagram], arrival: Sample.noon)
    #expect(decoded.records.count == 1)
    #expect(decoded.statistics.badSets == 1)
  }
}
