import CensusProtocol

/// How a simulated unit behaves.
struct Behaviour: Hashable {
  let model: SimulatedModel
  /// By how much longer the time between two contacts is than on a bench of two hours.
  var pace: Int64 = 1
  /// Whether switching the cloud off ends what the unit sends to mainland China.
  var endsWithCloudOff = false

  /// Of so many bytes of photos that were put on the unit one is uploaded to mainland China within a day; nil where
  /// what is on it does not matter.
  var contentShare: Int64?

  /// What the unit does again and again in a phase.
  func habits(in phase: PhasePlan) -> [Habit] {
    let habits = model.habits(under: phase.condition)
    if endsWithCloudOff, phase.condition == .cloudOff || phase.condition == .appsRemovedCloudOff {
      return habits.filter { $0.host.country != "CN" }
    }
    guard let contentShare, let dose = phase.step.doseBytes else { return habits }
    return habits.map { habit in
      guard habit.host == .callerTLS else { return habit }
      let mean = (habit.interval.lowerBound + habit.interval.upperBound) / 2 * pace
      let more = dose / contentShare * mean / 86_400
      return habit.uploading(more)
    }
  }
}
