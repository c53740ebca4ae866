import TestSupport
import Testing

@testable import CensusCapture

@Suite("from flow records to flows")
struct RecordFlowTests {
  private let noon = Template4.noon
  private let limits = FlowLimits(idleSeconds: 120, activeSeconds: 0)

  private func decoded(_ records: [Template4.Record], limits: FlowLimits = .wholeCapture) -> Decoded
  {
    Decoded(
      [Exports.ipfix([Template4.ipfixSet, Template4.data(records)], time: noon)], limits: limits)
  }

  @Test("the two directions of a connection, in two records, are one flow")
  func pair() {
    let decoded = decoded([.init(), Template4.Record().reversed()])
    #expect(decoded.flows == 1)
    #expect(decoded.slices.count == 2)
    #expect(decoded.slices.filter(\.beginsFlow).count == 1)
    #expect(decoded.slices.map(\.bytes) == [1000, 1000])
  }

  @Test("who began a flow is told by the record of the earlier packets, although it comes later")
  func earlierTells() {
    var answer = Template4.Record().reversed()
    answer.sourcePort = 8443
    answer.firstBefore = 1500
    var call = answer.reversed()
    call.firstBefore = 2000
    let decoded = decoded([answer, call])
    let begun = decoded.slices.first { $0.source == IPAddress(v4: UInt32(call.source)) }
    #expect(begun?.senderBeganFlow == true)
  }

  @Test("at the same moment the well-known port tells")
  func portTells() {
    let decoded = decoded([Template4.Record().reversed(), .init()])
    let up = decoded.slices.first { $0.destinationPort == 443 }
    #expect(up?.senderBeganFlow == true)
  }

  @Test("what the exporter's active time-out has cut goes on as one flow; a silence begins another")
  func continued() {
    let cuts = (0..<4).map { number in
      var record = Template4.Record()
      record.firstBefore = UInt64(240 - number * 60) * 1000
      record.lastBefore = record.firstBefore - 59_000
      return record
    }
    #expect(decoded(cuts, limits: limits).flows == 1)
    #expect(decoded(cuts, limits: limits).packets == 40)
    #expect(decoded([cuts[0], cuts[3]], limits: limits).flows == 2)
  }

  @Test("a record over the hour is cut exactly there, and is one flow")
  func overTheHour() {
    var record = Template4.Record()
    record.firstBefore = 60_000
    record.packets = 61
    record.bytes = 6100
    record.export = noon + 30
    record.lastBefore = 0
    let datagram = Exports.ipfix([Template4.ipfixSet, Template4.data([record])], time: noon + 30)
    let decoded = Decoded([datagram], limits: limits)
    #expect(decoded.slices.map(\.packets) == [30, 31])
    #expect(decoded.slices.map(\.bytes) == [3000, 3100])
    #expect(decoded.slices.map(\.hour) == [noon / 3600 - 1, noon / 3600].map(UInt32.init))
    #expect(decoded.flows == 1)
  }

  @Test("a long quiet record is one flow, whatever the idle time-out")
  func longAndQuiet() {
    var record = Template4.Record()
    record.firstBefore = 5 * 3_600_000
    record.lastBefore = 0
    record.packets = 3
    #expect(decoded([record], limits: limits).flows == 1)
    #expect(decoded([record], limits: limits).packets == 3)
  }

  @Test("random records: slices add up to them whatever the limits", arguments: 0..<5)
  func random(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let records = (0..<500).map { _ in
      var record = Template4.Record()
      record.source += UInt64.random(in: 0...5, using: &generator)
      record.sourcePort = UInt64.random(in: 1...20, using: &generator)
      record.packets = UInt64.random(in: 1...5000, using: &generator)
      record.bytes = record.packets * UInt64.random(in: 20...1500, using: &generator)
      record.firstBefore = UInt64.random(in: 0...10_000_000, using: &generator)
      record.lastBefore = UInt64.random(in: 0...record.firstBefore, using: &generator)
      return Bool.random(using: &generator) ? record : record.reversed()
    }
    let limits = [
      FlowLimits.wholeCapture, FlowLimits(), FlowLimits(mostFlows: 3),
      FlowLimits(idleSeconds: 1, activeSeconds: 1, mostFlows: 1),
      FlowLimits(idleSeconds: 0, activeSeconds: 60),
    ][seed]
    let decoded = decoded(records, limits: limits)
    #expect(decoded.packets == records.reduce(0) { $0 + $1.packets })
    #expect(decoded.bytes == records.reduce(0) { $0 + $1.bytes })
    #expect(decoded.packets == UInt64(decoded.totals.ipPackets))
    #expect(decoded.slices.filter(\.beginsFlow).count == decoded.flows)
    for slice in decoded.slices {
      #expect(slice.first / Sample.hour == Int64(slice.hour))
      #expect(slice.last / Sample.hour == Int64(slice.hour))
      #expect(slice.minutes > 0)
    }
  }
}
