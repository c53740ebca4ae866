import CensusProtocol
import CensusStatistics

/// What the first page shows: a table, and what could be asked for instead.
struct Overview: Sendable {
  let table: StatisticTable
  /// The models that were measured.
  let models: [ModelIdentifier]
  /// The conditions that were measured, in the order of the closed list.
  let conditions: [Condition]
  /// The countries that some model contacted.
  let countries: [Place]
}

extension Query {
  /// The table of `selection`, with the choices that all observations offer.
  func overview(_ selection: Selection) async throws(StoreError) -> Overview {
    let observations = try await store.observations(model: nil, condition: nil)
    let conditions = Set(observations.map(\.condition))
    let countries = observations.flatMap(\.contacts).compactMap(\.places.first).filter {
      if case .country = $0 { true } else { false }
    }
    return Overview(
      table: CensusStatistics.table(of: observations, selection: selection),
      models: Set(observations.map(\.model)).sorted(),
      conditions: Condition.allCases.filter(conditions.contains),
      countries: Set(countries).sorted())
  }
}
