import CensusProtocol
import CensusStatistics

/// Answers questions about what is stored: the store gives observations, CensusStatistics computes,
/// and nothing else does.
struct Query: Sendable {
  let store: Store
  let book = FindingBook()

  init(store: Store) { self.store = store }

  /// The statistics of a selection, fresh from the store.
  func statistics(_ selection: Selection) async throws(StoreError) -> StatisticTable {
    let observations = try await store.observations(
      model: selection.model, condition: selection.condition)
    return CensusStatistics.table(of: observations, selection: selection)
  }
}
