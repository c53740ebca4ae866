import CensusProtocol

/// A published cell of a release: how many households' devices spoke with one destination.
struct ReleasedCell: Sendable, Equatable {
  let subject: ReleaseSubject
  let destination: ReleaseDestination
  /// Nil in a noisy release, which counts by destination alone.
  let service: ServiceClass?
  let contributors: ReleasedCount
  /// Contributors with the subject, whatever they spoke with; nil where that is not published.
  let ofSubject: ReleasedCount?
  let buckets: BucketQuartiles?

  /// Between what shares of the subject's contributors the cell's lie; nil without a denominator.
  var share: ClosedRange<Double>? {
    guard let all = ofSubject, all.range.upperBound > 0 else { return nil }
    let low = Double(max(0, contributors.range.lowerBound)) / Double(all.range.upperBound)
    let most = Double(max(0, contributors.range.upperBound))
    let high = all.range.lowerBound > 0 ? min(1, most / Double(all.range.lowerBound)) : 1
    return min(low, high)...high
  }
}

/// A count as it is published, and what the true one can be.
struct ReleasedCount: Sendable, Equatable {
  let number: Int64
  /// All counts that are published as this number; with noise, where the true one lies in 95 of 100.
  let range: ClosedRange<Int64>

  init(_ shown: PublishedCount, by rule: MergeRule) {
    number = Int64(shown.number)
    let counts = rule.counts(shownAs: shown) ?? shown.number...shown.number
    range = Int64(counts.lowerBound)...Int64(counts.upperBound)
  }

  /// The discrete Gaussian has lighter tails than the normal distribution of its σ (Canonne, Kamath and
  /// Steinke, 2020), so 1.96 σ, rounded up, covers at least 95 %.
  init(_ noisy: Int64, by rule: NoiseRule) {
    let variance = Double(rule.variance.numerator) / Double(rule.variance.denominator)
    let error = Int64((1.96 * variance.squareRoot()).rounded(.up))
    number = noisy
    range = (noisy - error)...(noisy + error)
  }
}

/// Which cells of a release are asked for; nil is all.
struct CellSelection: Sendable {
  var model: ModelIdentifier?
  var destination: ReleaseDestination?
  var service: ServiceClass?

  func contains(_ cell: ReleasedCell) -> Bool {
    (model == nil || cell.subject == model.map { .model($0) })
      && (destination == nil || cell.destination == destination)
      && (service == nil || cell.service == service)
  }
}

extension HouseRelease {
  /// Every published cell, in the order of the release.
  var cells: [ReleasedCell] {
    switch figures {
    case .merged(let figures):
      let all = Dictionary(
        figures.contributors.map { ($0.subject, ReleasedCount($0.contributors, by: figures.rule)) },
        uniquingKeysWith: { first, _ in first })
      return figures.contacts.map { cell in
        ReleasedCell(
          subject: cell.subject, destination: cell.destination, service: cell.service,
          contributors: ReleasedCount(cell.contributors, by: figures.rule),
          ofSubject: all[cell.subject], buckets: cell.buckets)
      }
    case .noisy(let figures):
      let all = Dictionary(
        figures.contributors.map { ($0.model, ReleasedCount($0.contributors, by: figures.rule)) },
        uniquingKeysWith: { first, _ in first })
      return figures.contacts.map { cell in
        ReleasedCell(
          subject: .model(cell.model), destination: .place(cell.destination), service: nil,
          contributors: ReleasedCount(cell.contributors, by: figures.rule),
          ofSubject: all[cell.model], buckets: nil)
      }
    case .withheld: return []
    }
  }
}

extension ReleaseSubject {
  /// Brand and name of the catalogue, or what was gathered.
  func title(in catalogue: Catalogue) -> String {
    switch self {
    case .model(let model): catalogue.model(model)?.title ?? model.description
    case .otherModels(let brand): "\(brand): other models"
    }
  }
}
