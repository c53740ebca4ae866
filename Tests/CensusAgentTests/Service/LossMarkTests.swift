import CensusCapture
import Testing

@testable import CensusAgent

@Suite("what a vantage has lost between two moments")
struct LossMarkTests {
  @Test("what exporters of flow records lost is loss like any other")
  func records() {
    var loss = CaptureLoss()
    loss.kernelDrops = 1
    loss.records.dropped = 2
    loss.records.lostRecords = 3
    loss.records.lostDatagrams = 4
    loss.records.droppedSamples = 5
    loss.records.undecodable = 6
    loss.records.setsWithoutTemplate = 7
    loss.records.coarsestSampling = 100
    let now = LossMark(TrafficTotals(), loss)
    let seen = WatchLoss(since: LossMark(), until: now)
    #expect(seen.lost == 15)
    #expect(seen.undecodable == 13)
    #expect(seen.sampling == 100)
    #expect(WatchLoss(since: now, until: now).lost == 0)
  }
}
