import CensusProtocol

/// The models that so many households have that naming one says nothing about a household: agents roll
/// every other model up to its brand or class before anything leaves.
struct CommonModels: Sendable {
  /// A model is common from so many contributors on, in any of the releases of a quarter.
  static let fewest = 20
  /// A quarter, in releases.
  static let releases = 13

  let releases: [Epoch]
  /// In ascending order.
  let models: [(model: ModelIdentifier, contributors: Int64)]

  /// Of the latest releases, given the latest first.
  init(_ latest: [HouseRelease]) {
    var greatest: [ModelIdentifier: Int64] = [:]
    for release in latest {
      for cell in Self.cells(release) {
        greatest[cell.model] = max(greatest[cell.model] ?? 0, cell.contributors)
      }
    }
    releases = latest.map(\.epoch)
    models = greatest.filter { $0.value >= Self.fewest }.sorted { $0.key < $1.key }
      .map { (model: $0.key, contributors: $0.value) }
  }

  private static func cells(
    _ release: HouseRelease
  ) -> [(model: ModelIdentifier, contributors: Int64)] {
    switch release.figures {
    case .merged(let figures):
      figures.contributors.compactMap { cell in
        guard case .model(let model) = cell.subject else { return nil }
        return (model, Int64(cell.contributors.number))
      }
    case .noisy(let figures): figures.contributors.map { ($0.model, $0.contributors) }
    }
  }
}

extension Query {
  /// The common models by the latest releases.
  func commonModels() async throws(StoreError) -> CommonModels {
    CommonModels(
      try await store.releases().prefix(CommonModels.releases).compactMap(\.entry.release))
  }
}
