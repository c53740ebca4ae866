import TestSupport
import Testing

@testable import CensusCapture

@Suite("flow record formats")
struct FormatTests {
  private let noon = Template4.noon

  @Test("NetFlow v5: addresses, ports, counters, flags, and times from the exporter's uptime")
  func netflow5() throws {
    var record = Exports.NetFlow5Record(from: 0xc0a8_0105, to: 0x0808_0808)
    record.packets = 7
    record.bytes = 700
    record.flags = 0x1b
    let decoded = Decoded([Exports.netflow5([record], time: noon)])
    let found = try #require(decoded.records.first)
    #expect(found.source == IPAddress(v4: 0xc0a8_0105))
    #expect(found.destination == IPAddress(v4: 0x0808_0808))
    #expect([found.sourcePort, found.destinationPort] == [40_000, 443])
    #expect(found.transport == 6)
    #expect(found.tcpFlags == 0x1b)
    #expect([found.packets, found.bytes] == [7, 700])
    #expect(found.first == Sample.noon - 1_000_000)
    #expect(found.last == Sample.noon - 500_000)
    #expect(decoded.statistics.records == 1)
    #expect(decoded.totals.ipBytes == 700)
  }

  @Test("an uptime that wrapped around, as after 49 days, is a time just before")
  func wrappedUptime() {
    var record = Exports.NetFlow5Record(from: 1, to: 2)
    record.first = .max - 999
    record.last = 500
    let decoded = Decoded([Exports.netflow5([record], time: noon, uptime: 1000)])
    #expect(decoded.records.map(\.first) == [Sample.noon - 2_000_000])
    #expect(decoded.records.map(\.last) == [Sample.noon - 500_000])
  }

  @Test("the sampling rate in the header of NetFlow v5 multiplies, and is declared")
  func netflow5Sampling() {
    let record = Exports.NetFlow5Record(from: 1, to: 2)
    let decoded = Decoded([Exports.netflow5([record], time: noon, sampling: 0x4000 | 100)])
    #expect(decoded.records.map(\.packets) == [100])
    #expect(decoded.records.map(\.bytes) == [10_000])
    #expect(decoded.statistics.coarsestSampling == 100)
  }

  @Test("NetFlow v5 that claims more records than it has is refused as a whole")
  func netflow5Cut() {
    let datagram = Exports.netflow5([Exports.NetFlow5Record(from: 1, to: 2)], time: noon)
    let decoded = Decoded([Array(datagram.dropLast())])
    #expect(decoded.statistics.undecodable == 1)
    #expect(decoded.records.isEmpty)
  }

  @Test("IPFIX and NetFlow v9 with the same template and record say the same", arguments: [9, 10])
  func templated(version: Int) throws {
    let sets = [
      version == 9 ? Template4.netflow9Set : Template4.ipfixSet, Template4.data([.init()]),
    ]
    let datagram =
      version == 9 ? Exports.netflow9(sets, time: noon) : Exports.ipfix(sets, time: noon)
    let decoded = Decoded([datagram])
    let found = try #require(decoded.records.first)
    #expect(found.source == IPAddress(v4: 0xc0a8_0105))
    #expect([found.packets, found.bytes] == [10, 1000])
    #expect(found.first == Sample.noon - 2_000_000)
    #expect(found.last == Sample.noon - 1_000_000)
    #expect(decoded.records.count == 1, "padding is no record")
  }

  @Test("fields of variable length, of other enterprises and unknown ones are stepped over")
  func variableLength() {
    let fields: [Exports.Field] = [
      .init(82, 65_535), .init(8, 4), .init(460, 65_535), .init(12, 4), .init(7, 9, enterprise: 9),
      .init(1, 8), .init(2, 3),
    ]
    let long = [UInt8](repeating: 1, count: 300)
    let data: [UInt8] =
      [3, 1, 2, 3] + [10, 0, 0, 1] + [255, 1, 44] + long + [10, 0, 0, 2]
      + [UInt8](repeating: 0, count: 9) + Packets.big(500, 8) + [0, 1, 0]
    let datagram = Exports.ipfix(
      [Exports.set(2, Exports.template(300, fields)), Exports.set(300, data + data)], time: noon)
    let decoded = Decoded([datagram])
    #expect(decoded.records.map(\.bytes) == [500, 500])
    #expect(decoded.records.map(\.packets) == [256, 256])
    #expect(decoded.statistics.badSets == 0)
  }

  @Test("a record for both directions becomes two, and one flow, begun by the first")
  func biflow() {
    let fields =
      Template4.fields + [
        .init(2, 4, enterprise: 29_305), .init(1, 4, enterprise: 29_305),
      ]
    let data = Template4.Record().encoded() + Packets.big(3, 4) + Packets.big(333, 4)
    let decoded = Decoded([
      Exports.ipfix(
        [Exports.set(2, Exports.template(256, fields)), Exports.set(256, data)], time: noon)
    ])
    #expect(decoded.records.map(\.bytes) == [1000, 333])
    #expect(decoded.records.map(\.destinationPort) == [443, 40_000])
    #expect(decoded.flows == 1)
    #expect(decoded.slices.allSatisfy { $0.senderBeganFlow == ($0.destinationPort == 443) })
  }

  @Test("the type and code of ICMP in the field of a port are no port")
  func icmp() {
    var record = Template4.Record()
    record.transport = 1
    record.sourcePort = 0
    record.destinationPort = 0x0800
    let decoded = Decoded([
      Exports.ipfix([Template4.ipfixSet, Template4.data([record, record.reversed()])], time: noon)
    ])
    #expect(decoded.records.map(\.destinationPort) == [0, 0])
    #expect(decoded.flows == 1)
  }

  @Test("a template that changes replaces the one before")
  func changedTemplate() {
    let narrow: [Exports.Field] = [.init(8, 4), .init(12, 4), .init(1, 4), .init(2, 4)]
    let data = Packets.big(1, 4) + Packets.big(2, 4) + Packets.big(77, 4) + Packets.big(1, 4)
    let decoded = Decoded([
      Exports.ipfix([Template4.ipfixSet, Template4.data([.init()])], time: noon),
      Exports.ipfix(
        [Exports.set(2, Exports.template(256, narrow)), Exports.set(256, data)], time: noon,
        sequence: 1),
    ])
    #expect(decoded.records.map(\.bytes) == [1000, 77])
  }

  @Test("a template that is taken back is no longer used")
  func withdrawal() {
    let withdrawal = Exports.set(2, Packets.big(256, 2) + Packets.big(0, 2))
    let decoded = Decoded([
      Exports.ipfix([Template4.ipfixSet], time: noon), Exports.ipfix([withdrawal], time: noon),
      Exports.ipfix([Template4.data([.init()])], time: noon),
    ])
    #expect(decoded.records.isEmpty)
    #expect(decoded.statistics.waitingSets == 1)
  }

  @Test("a template belongs to its exporter and domain alone")
  func domains() {
    let decoded = Decoded([
      Exports.ipfix([Template4.ipfixSet], time: noon, domain: 1),
      Exports.ipfix([Template4.data([.init()])], time: noon, domain: 2),
      Exports.netflow9([Template4.data([.init()])], time: noon, source: 1),
    ])
    #expect(decoded.records.isEmpty)
    #expect(decoded.statistics.waitingSets == 2)
  }

  @Test("records that come before their template are decoded when it comes")
  func waiting() {
    let decoded = Decoded([
      Exports.ipfix([Template4.data([.init(), .init()])], time: noon),
      Exports.ipfix([Template4.ipfixSet], time: noon, sequence: 2),
    ])
    #expect(decoded.records.count == 2)
    #expect(decoded.statistics.waitingSets == 0)
    #expect(decoded.statistics.setsWithoutTemplate == 0)
  }

  @Test("of a tunnel's record the outer addresses count")
  func tunnel() {
    let fields: [Exports.Field] = [
      .init(27, 16), .init(28, 16), .init(4, 1), .init(1, 4), .init(2, 4), .init(8, 4),
      .init(12, 4), .init(4, 1),
    ]
    let outer =
      Packets.big(0xfd00 << 48, 8) + Packets.big(1, 8) + Packets.big(0xfd00 << 48, 8)
      + Packets.big(2, 8)
    let data =
      outer + [41] + Packets.big(100, 4) + Packets.big(1, 4) + [10, 0, 0, 1, 10, 0, 0, 2, 17]
    let decoded = Decoded([
      Exports.ipfix(
        [Exports.set(2, Exports.template(256, fields)), Exports.set(256, data)], time: noon)
    ])
    #expect(decoded.records.map(\.source) == [IPAddress(v6: 0xfd00 << 48, 1)])
    #expect(decoded.records.map(\.transport) == [41])
  }
}
