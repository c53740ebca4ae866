import TestSupport
import Testing

@testable import CensusCapture

@Suite("sequence numbers of flow exporters")
struct SequenceTests {
  private let noon = Template4.noon

  private func ipfix(_ sequence: UInt64, _ count: Int = 2) -> [UInt8] {
    Exports.ipfix(
      [
        Template4.ipfixSet,
        Template4.data([Template4.Record](repeating: .init(), count: count)),
      ], time: noon, sequence: sequence)
  }

  private func netflow9(_ sequence: UInt64, uptime: UInt64 = 1_000_000) -> [UInt8] {
    Exports.netflow9(
      [Template4.netflow9Set, Template4.data([.init(), .init(), .init()])], time: noon,
      uptime: uptime, sequence: sequence)
  }

  @Test("IPFIX and NetFlow v5 count records, NetFlow v9 and sFlow datagrams")
  func units() {
    #expect(Decoded([ipfix(10), ipfix(12), ipfix(19)]).statistics.lostRecords == 5)
    let records = [Exports.NetFlow5Record](repeating: .init(from: 1, to: 2), count: 3)
    let v5 = [100, 103, 109].map { Exports.netflow5(records, time: noon, sequence: $0) }
    #expect(Decoded(v5).statistics.lostRecords == 3)
    #expect(Decoded([netflow9(7), netflow9(8), netflow9(11)]).statistics.lostDatagrams == 2)
    let sflow = [5, 6, 10].map { Exports.sflow([], sequence: $0) }
    #expect(Decoded(sflow).statistics.lostDatagrams == 3)
  }

  @Test("a number that wraps around is in order")
  func wrap() {
    #expect(Decoded([ipfix(0xffff_ffff), ipfix(1)]).statistics.lostRecords == 0)
    #expect(Decoded([netflow9(0xffff_ffff), netflow9(0)]).statistics.lostDatagrams == 0)
  }

  @Test("a datagram that comes late was not lost")
  func late() {
    let statistics = Decoded([netflow9(7), netflow9(9), netflow9(8), netflow9(10)]).statistics
    #expect(statistics.lostDatagrams == 0)
    #expect(statistics.restarts == 0)
    #expect(Decoded([ipfix(0), ipfix(4), ipfix(2), ipfix(6)]).statistics.lostRecords == 0)
  }

  @Test("an exporter that begins anew has lost nothing")
  func restart() {
    let statistics = Decoded([
      netflow9(700_000), netflow9(0, uptime: 500), netflow9(1, uptime: 900),
    ])
    .statistics
    #expect(statistics.lostDatagrams == 0)
    #expect(statistics.restarts == 1)
    #expect(Decoded([ipfix(700_000), ipfix(0)]).statistics.restarts == 1)
  }

  @Test(
    "an exporter that counts records where datagrams are meant, or the reverse, loses nothing by it"
  )
  func otherCount() {
    #expect(Decoded([netflow9(7), netflow9(10), netflow9(13)]).statistics.lostDatagrams == 0)
    #expect(
      Decoded([ipfix(7), ipfix(8), ipfix(9)]).statistics
        == Decoded([ipfix(7), ipfix(9), ipfix(11)]).statistics)
  }

  @Test("one that has shown that it counts by the standard is held to it")
  func standard() {
    #expect(Decoded([netflow9(7), netflow9(8), netflow9(11)]).statistics.lostDatagrams == 2)
  }

  @Test("numbers of different domains are not compared")
  func domains() {
    let datagrams = [(1, 5), (2, 900), (1, 6), (2, 901)].map { source, sequence in
      Exports.netflow9([], time: noon, sequence: UInt64(sequence), source: UInt64(source))
    }
    #expect(Decoded(datagrams).statistics.lostDatagrams == 0)
  }
}
