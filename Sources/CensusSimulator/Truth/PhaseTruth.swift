import CensusProtocol

/// What a correct bundle must contain of a phase.
struct PhaseTruth {
  let plan: PhasePlan
  let void: VoidReason?
  /// The packets of the capture, of whatever kind.
  let packets: Int64
  let blocks: [BlockTruth]

  /// Whether it enters the figures of its condition.
  var counts: Bool { void == nil && plan.step.countsForCondition }
}

/// An hour of UTC within a phase.
struct BlockTruth {
  let hour: UTCTime
  let exposureMinutes: Int64
  let rows: [(key: RowKey, figures: RowTruth)]
}

extension PhaseRecording {
  /// The truth of the phase: the unit's rows, or everybody's where no unit is on the network.
  func truth(_ plan: PhasePlan) throws(SimulatorError) -> PhaseTruth {
    let isEmpty = plan.condition == .emptyAccessPoint
    let rows = ledger.rows(of: isEmpty ? nil : unit)
    var blocks: [BlockTruth] = []
    for hour in started.hour...ended.after(microseconds: -1).hour {
      guard let start = UTCTime(seconds: hour * 3600) else { throw .tooLong }
      let from = max(plan.started.seconds, start.seconds)
      let until = min(plan.ended.seconds, start.seconds + 3600)
      blocks.append(
        BlockTruth(
          hour: start, exposureMinutes: (until - from) / 60,
          rows: (rows[hour] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }
    return PhaseTruth(
      plan: plan, void: !isEmpty && ledger.hasOtherClient(than: unit) ? .otherClient : nil,
      packets: Int64(frames.count), blocks: blocks)
  }
}
