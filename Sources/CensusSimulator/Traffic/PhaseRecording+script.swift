import CensusProtocol

extension PhaseRecording {
  /// Plays everything that happens in the phase.
  mutating func play() {
    playBench()
    guard plan.condition != .emptyAccessPoint else { return }
    joinNetwork()
    playNeighbourDiscovery()
    playClocks()
    playLocalDiscovery()
    playEchoes()
    playPush()
    for habit in session.behaviour.habits(in: plan) { play(habit) }
    if plan.hasOtherClient { playOtherClient() }
  }

  /// The moments, `interval` seconds apart, times the unit's pace, at which something happens, from `interval` after the
  /// start on; the last is early enough for 90 s of traffic.
  func moments(
    every interval: ClosedRange<Int64>, _ random: inout SplitMix64
  ) -> [Moment] {
    var moments: [Moment] = []
    let unit = 1_000_000 * session.behaviour.pace
    var moment = started.after(seconds: 30)
    while true {
      moment = moment.after(
        microseconds: random.number(
          in: interval.lowerBound * unit...interval.upperBound * unit))
      let clear = moment.clearOfHourEnd
      guard clear.after(seconds: 90) < ended else { return moments }
      moments.append(clear)
    }
  }
}
