import CensusProtocol

/// What a release of merged cells must say, from the contributions behind it.
struct CrowdTruth {
  /// A contribution's share in a cell: the largest bucket of its rows there.
  struct Member {
    let contribution: CrowdContribution
    let up: ByteBucket
  }

  private let counted: [CrowdContribution]
  private let cells: [ReleaseSubject: [ServiceClass: Set<ReleaseDestination>]]
  private let models: Set<ReleaseSubject>

  init(counted: [CrowdContribution], figures: MergedFigures) {
    self.counted = counted
    models = Set(figures.contributors.map(\.subject))
    cells = Dictionary(grouping: figures.contacts, by: \.subject).mapValues { cells in
      Dictionary(grouping: cells, by: \.service).mapValues { Set($0.map(\.destination)) }
    }
  }

  private static func brand(of model: ModelIdentifier) -> ReleaseSubject? {
    Catalogue.bundled.model(model).map { .otherModels(brand: $0.brand) }
  }

  /// The contributions that a subject's count stands for.
  func members(of subject: ReleaseSubject) -> [CrowdContribution] {
    counted.filter { one in
      let own = ReleaseSubject.model(one.contribution.model)
      return (models.contains(own) ? own : Self.brand(of: one.contribution.model)) == subject
    }
  }

  /// The contributions of which a row lies in a cell.
  func members(of cell: ContactCell) -> [Member] {
    counted.compactMap { one in
      let buckets = one.contribution.rows.filter { lies($0, of: one.contribution.model, in: cell) }
        .map(\.up)
      return buckets.max().map { Member(contribution: one, up: $0) }
    }
  }

  private func lies(_ row: HouseRow, of model: ModelIdentifier, in cell: ContactCell) -> Bool {
    guard row.service == cell.service else { return false }
    let own = ReleaseSubject.model(model)
    if models.contains(own), let destination = destination(of: row, among: own) {
      return cell.subject == own && cell.destination == destination
    }
    // What the model's own cells do not hold is with the other models of its brand.
    return cell.subject == Self.brand(of: model)
      && cell.destination == destination(of: row, among: cell.subject)
  }

  /// By itself where that is published, else with its region, else with the rest; nil where a subject
  /// publishes none of these.
  private func destination(
    of row: HouseRow, among subject: ReleaseSubject
  ) -> ReleaseDestination? {
    let published = cells[subject]?[row.service] ?? []
    var steps: [ReleaseDestination] = [.place(row.destination)]
    if case .country(let code) = row.destination.place, let region = WorldRegion(of: code) {
      steps.append(.otherCountries(region))
    }
    return (steps + [.elsewhere]).first(where: published.contains)
  }

  /// Models that had contributors enough and are not published.
  func unpublished(_ figures: MergedFigures) -> [String] {
    Dictionary(grouping: counted, by: \.contribution.model).compactMap { model, members in
      members.count >= figures.rule.fewest
        && members.count(where: \.isConfirmed) >= figures.rule.fewestConfirmed
        && !models.contains(.model(model))
        ? "\(model): \(members.count) contributors, and not published" : nil
    }
  }
}
