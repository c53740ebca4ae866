import CensusCapture

/// What a vantage had seen and lost at some moment: the store keeps the difference between two.
struct LossMark {
  private var lost: UInt64 = 0
  private var undecodable: UInt64 = 0
  private var read: UInt64 = 0
  private var sampling: UInt64 = 1

  /// Before anything was seen.
  init() {}

  init(_ totals: TrafficTotals, _ loss: CaptureLoss) {
    // What a router's records lost is counted in records and datagrams, of which each stands for packets.
    let records = loss.records
    lost =
      loss.reportedDrops &+ loss.kernelDrops &+ loss.interfaceDrops &+ records.dropped
      &+ records.lostRecords &+ records.lostDatagrams &+ records.droppedSamples
    let frames =
      totals.short + totals.encrypted + totals.malformedIP + totals.unknownLink + loss.badBlocks
      + records.uncounted
    undecodable = UInt64(clamping: frames)
    read = UInt64(clamping: totals.packets)
    sampling = UInt64(records.coarsestSampling)
  }

  fileprivate func since(_ before: LossMark) -> WatchLoss {
    // A counter of another's that was set back counts from anew.
    func difference(_ now: UInt64, _ then: UInt64) -> UInt64 { now >= then ? now - then : now }
    return WatchLoss(
      lost: difference(lost, before.lost), undecodable: difference(undecodable, before.undecodable),
      read: difference(read, before.read), sampling: sampling)
  }
}

extension WatchLoss {
  /// What was lost between two moments of one vantage.
  init(since before: LossMark, until now: LossMark) { self = now.since(before) }
}
