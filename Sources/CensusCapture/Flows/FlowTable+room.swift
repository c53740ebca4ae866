/// How the table stays small: idle flows are swept out, and at the limit the longest idle are evicted.
extension FlowTable {
  /// Below this many flows a sweep by count is not worth its while.
  static let fewestToSweep = 4096
  /// However few flows are begun, idle ones are swept out after this long: ten minutes.
  private static let longestBetweenSweeps: Int64 = 600_000_000
  /// Where the time is told from outside, idle flows are handed out this much later at most: 15 s.
  private static let longestLateness: Int64 = 15_000_000
  /// At the limit one flow in so many is evicted at once, so that the search for the oldest is shared.
  private static let evictedShare = 16

  /// Makes sure that one more flow may be begun at `time`.
  mutating func makeRoom(at time: Int64, _ receive: (FlowSlice) -> Void) {
    if limits.idleTimeout > 0, flows.count >= nextSweep.atCount || time >= nextSweep.atTime {
      sweep(at: time, receive)
    }
    if flows.count >= limits.mostFlows { evictLongestIdle(receive) }
  }

  /// Ends all flows that are idle at `time`, though no packet says so; not at every call, but soon enough.
  mutating func passTime(to time: Int64, _ receive: (FlowSlice) -> Void) {
    guard limits.idleTimeout > 0, flows.count > 0 else { return }
    let (sinceSweep, isFar) = time.subtractingReportingOverflow(lastSweep)
    // A clock that was set back begins the count anew.
    guard isFar || sinceSweep >= Self.longestLateness || sinceSweep < 0 else { return }
    sweep(at: time, receive)
  }

  /// Ends all flows that are idle at `time`. Swept again when the flows have doubled, so that sweeping
  /// costs a constant for each flow begun.
  private mutating func sweep(at time: Int64, _ receive: (FlowSlice) -> Void) {
    for number in 0..<flows.capacity
    where flows[number].marks.contains(.isLive) && flows[number].isIdle(at: time, limits) {
      end(number, receive)
    }
    lastSweep = time
    nextSweep.atCount = max(Self.fewestToSweep, flows.count * 2)
    nextSweep.atTime = time.addingReportingOverflow(Self.longestBetweenSweeps).partialValue
  }

  private mutating func evictLongestIdle(_ receive: (FlowSlice) -> Void) {
    var live: [(lastSeen: Int64, number: Int)] = []
    live.reserveCapacity(flows.count)
    for number in 0..<flows.capacity where flows[number].marks.contains(.isLive) {
      live.append((flows[number].lastSeen, number))
    }
    live.sort(by: <)
    for (_, number) in live.prefix(max(1, live.count / Self.evictedShare)) {
      end(number, receive)
      evicted += 1
    }
  }

  private mutating func end(_ number: Int, _ receive: (FlowSlice) -> Void) {
    handOut(number, endsFlow: true, receive)
    index.remove(
      hash: UInt32(truncatingIfNeeded: flows[number].key.hash(seed: seed)), flow: number)
    flows.remove(number)
  }
}
