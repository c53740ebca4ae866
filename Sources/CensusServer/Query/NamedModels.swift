import CensusProtocol

/// The models that agents may name, as far as the log goes now: the operator's list, and what releases show
/// with so many contributors that naming one says nothing about a household. Agents roll every other model
/// up to its brand or class before anything leaves.
struct NamedModels: Sendable {
  let releases: [Epoch]
  /// In ascending order.
  let models: [Named]

  struct Named: Sendable {
    let model: ModelIdentifier
    /// The greatest count of the releases; nil where none shows it.
    let contributors: Int64?
    /// Whether the operator has listed it.
    let isListed: Bool
  }

  /// Of the latest releases, given the latest first.
  init(_ latest: [HouseRelease], listed: CommonModels) {
    var greatest: [ModelIdentifier: Int64] = [:]
    for release in latest {
      for cell in release.namedModels {
        greatest[cell.model] = max(greatest[cell.model] ?? 0, cell.contributors)
      }
    }
    releases = latest.map(\.epoch)
    let common = greatest.filter { $0.value >= ModelLedger.fewest }.keys
    models = listed.identifiers.union(common).sorted().map {
      Named(
        model: $0, contributors: greatest[$0], isListed: listed.identifiers.contains($0))
    }
  }
}

extension Query {
  /// The models that may be named, by the operator's list and the latest releases.
  func namedModels() async throws(StoreError) -> NamedModels {
    NamedModels(
      try await store.releases().prefix(ModelLedger.releases).compactMap(\.entry.release),
      listed: try await store.listedModels())
  }
}
