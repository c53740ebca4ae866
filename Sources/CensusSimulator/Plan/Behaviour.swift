import CensusProtocol

/// How a simulated unit behaves.
struct Behaviour: Hashable {
  let model: SimulatedModel
  /// By how much longer the time between two contacts is than on a bench of two hours.
  var pace: Int64 = 1
  /// Whether switching the cloud off ends what the unit sends to mainland China.
  var endsWithCloudOff = false

  /// What the unit does again and again under a condition.
  func habits(under condition: Condition) -> [Habit] {
    let habits = model.habits(under: condition)
    guard endsWithCloudOff, condition == .cloudOff || condition == .appsRemovedCloudOff else {
      return habits
    }
    return habits.filter { $0.host.country != "CN" }
  }
}
