import Foundation
import TestSupport
import Testing

@testable import CensusCapture

@Suite("a vantage")
struct VantageTests {
  @Test("a file gives the same through the seam as by itself")
  func file() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.pcap").path
      try Data(PcapWriter().file(Sample.conversation)).write(to: URL(filePath: path))
      var vantage: any Vantage & ~Copyable = try CaptureMeter(path: path, limits: FlowLimits())
      var packets: UInt64 = 0
      while try vantage.advance(at: 0, waiting: 0, { packets += $0.packets }) {}
      #expect(packets == 3)
      #expect(vantage.flows == 1)
      #expect(vantage.totals.ipPackets == 3)
      #expect(vantage.loss == CaptureLoss())
    }
  }

  @Test("handing out early splits a flow without counting anything twice or not at all")
  func handOutAll() {
    var counter = PacketCounter(limits: FlowLimits())
    var slices: [FlowSlice] = []
    for frame in Sample.conversation {
      count(frame, into: &counter) { slices.append($0) }
      counter.handOutAll { slices.append($0) }
    }
    counter.finish { slices.append($0) }
    #expect(slices.count == 3)
    #expect(slices.map(\.packets).reduce(0, +) == 3)
    #expect(slices.filter(\.beginsFlow).count == 1)
    #expect(Set(slices.map(\.serial)).count == 1)
    #expect(slices.allSatisfy { $0.isOneOfSeveral })
  }

  @Test("a flow that falls silent is handed out by time alone")
  func silence() {
    var counter = PacketCounter(limits: FlowLimits(idleSeconds: 120))
    var slices: [FlowSlice] = []
    for frame in Sample.conversation { count(frame, into: &counter) { slices.append($0) } }
    let last = Sample.noon + 2 * Sample.second
    counter.passTime(to: last + 120 * Sample.second) { slices.append($0) }
    #expect(slices.isEmpty, "120 s of silence are not more than 120 s")
    counter.passTime(to: last + 136 * Sample.second) { slices.append($0) }
    #expect(slices.map(\.packets).sorted() == [1, 2])
    #expect(slices.allSatisfy { $0.endsFlow })
    #expect(counter.flows.count == 0)
  }

  @Test("a clock that is set back neither ends flows nor keeps later silence from ending them")
  func clockSetBack() {
    var counter = PacketCounter(limits: FlowLimits(idleSeconds: 120))
    var slices: [FlowSlice] = []
    counter.passTime(to: Sample.noon + Sample.hour) { slices.append($0) }
    for frame in Sample.conversation { count(frame, into: &counter) { slices.append($0) } }
    counter.passTime(to: Sample.noon + 10 * Sample.second) { slices.append($0) }
    #expect(slices.isEmpty)
    counter.passTime(to: Sample.noon + 200 * Sample.second) { slices.append($0) }
    #expect(slices.count == 2)
  }

  @Test("an outage is tried again less and less often, and its length is counted")
  func outage() {
    var outage = Outage()
    outage.begin(since: 0, at: 1_000_000)
    #expect(outage.count == 1)
    #expect(outage.length == 1_000_000)
    var tries: [Int64] = []
    for now in stride(from: Int64(1_000_000), through: 120_000_000, by: 100_000)
    where outage.isDue(at: now) {
      tries.append(now)
      outage.prolong(at: now)
    }
    let pauses = zip(tries, tries.dropFirst()).map { $1 - $0 }
    #expect(pauses == [1, 2, 4, 8, 16, 30, 30].map { $0 * 1_000_000 })
    outage.end(at: 121_000_000)
    #expect(outage.length == 121_000_000)
  }

  @Test("an interface that does not exist is an error that names those that do")
  func noInterface() {
    do {
      _ = try LiveInterface(LiveOptions(interface: "no-such-one"))
      Issue.record("it was opened")
    } catch {
      // Without privileges the system does not even say whether it exists.
      guard case .noInterface(let name, let existing) = error else {
        guard case .notPermitted = error else {
          Issue.record("\(error)")
          return
        }
        return
      }
      #expect(name == "no-such-one")
      #expect(existing.contains("lo"))
    }
  }

  private func count(
    _ frame: TimedFrame, into counter: inout PacketCounter, _ receive: (FlowSlice) -> Void
  ) {
    let record = CaptureRecord(
      linkType: 1, time: frame.time, frame: 0..<frame.bytes.count, wireLength: frame.bytes.count)
    counter.count(frame.bytes.span.bytes, of: record, receive)
  }
}
