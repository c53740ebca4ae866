import CensusProtocol

/// Pure functions from what was observed on benches to the statistics that are published.
///
/// In: `PhaseObservation`s, one for each phase of each stored session, and a `Selection`.
/// Out: a `StatisticTable` with one `StatisticRow` for each model, condition, place and service group.
/// `Observation` holds the input, `Interval` the textbook formulas, each with its source, `Table` puts
/// rows together. No clock, no file, no randomness: equal observations give equal tables.
///
/// Beside it, for claims: `Exact` has the tests and estimates that decide them, from a `Sample` with one
/// value for each unit, and `Planning` what they need (`PowerQuestion` to `PowerPlan`). What draws takes
/// its generator from outside or follows from a seed.
///
/// For houses: `Release` turns the contributions of an epoch (`EpochIntake`) into what is published of them
/// (`HouseRelease`), merging small cells into greater ones.
///
/// The unit of analysis is unit × condition, never the flow: a phone that opens a thousand flows is
/// still one phone.
public enum CensusStatistics {
  /// The confidence level of every interval that says no other.
  public static let confidence = 0.95

  /// The table that `observations` give for `selection`. The order of the observations is of no
  /// account.
  public static func table(
    of observations: [PhaseObservation], selection: Selection
  ) -> StatisticTable {
    let selected = observations.filter(selection.includes)
    let arms = Dictionary(grouping: selected) {
      ArmKey(model: $0.model, condition: $0.condition)
    }
    .map { Arm(key: $0.key, phases: $0.value, step: selection.step) }
    .sorted { $0.key < $1.key }
    let targets = targets(of: arms, selection: selection)
    return StatisticTable(
      selection: selection, measured: arms.map(\.measured),
      rows: arms.filter { $0.measured.exposureMinutes > 0 }.flatMap { arm in
        targets.map { arm.row(for: $0) }
      },
      voidPhases: selected.filter { $0.void != nil }.sorted(by: PhaseObservation.isEarlier))
  }

  /// What every arm is asked about: the place that the selection names, or every country that some arm
  /// contacts, so that silence shows beside contact.
  private static func targets(of arms: [Arm], selection: Selection) -> [Target] {
    let groups = selection.service.map { [$0] } ?? ServiceGroup.apart
    if let place = selection.place { return groups.map { Target(place: place, service: $0) } }
    let countries = arms.flatMap(\.contacts).compactMap { contact -> Place? in
      guard let place = contact.places.first, case .country = place,
        groups.contains(where: { $0.includes(contact.service) })
      else { return nil }
      return place
    }
    return Set(countries).sorted().flatMap { place in
      groups.map { Target(place: place, service: $0) }
    }
  }
}
