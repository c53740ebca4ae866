/// Raw counts: cells with few contributors are merged into greater ones, and counts are rounded.
public struct MergedFigures: Hashable, Sendable {
  public let rule: MergeRule
  public let intake: IntakeCounts
  /// What was in no cell: contributions that are in no cell of `contributors`, and rows of contributions
  /// that are in no cell of `contacts`.
  public let droppedContributions: PublishedCount
  public let droppedRows: PublishedCount
  /// The editions of geo databases that at least k contributions named, in ascending order.
  public let geo: [GeoEdition]
  /// Contributions by how much their agents missed: each in one cell.
  public let loss: [LossCell]
  /// Contributions by subject: each in one cell, or dropped. In ascending order of subject.
  public let contributors: [ContributorCell]
  /// Rows of contributions by subject, destination and service: each in one cell, or dropped. In
  /// ascending order of subject, service and destination.
  public let contacts: [ContactCell]

  public init(
    rule: MergeRule, intake: IntakeCounts, droppedContributions: PublishedCount,
    droppedRows: PublishedCount, geo: [GeoEdition], loss: [LossCell],
    contributors: [ContributorCell], contacts: [ContactCell]
  ) {
    self.rule = rule
    self.intake = intake
    self.droppedContributions = droppedContributions
    self.droppedRows = droppedRows
    self.geo = geo
    self.loss = loss
    self.contributors = contributors
    self.contacts = contacts
  }
}

/// Contributors of a subject: distinct pseudonyms, each with one contribution of the epoch.
public struct ContributorCell: Hashable, Sendable {
  public let subject: ReleaseSubject
  public let contributors: PublishedCount

  public init(subject: ReleaseSubject, contributors: PublishedCount) {
    self.subject = subject
    self.contributors = contributors
  }
}

/// Contributions whose agents reported one of these classes of loss.
public struct LossCell: Hashable, Sendable {
  /// In the order of `LossClass.allCases`.
  public let classes: [LossClass]
  public let contributors: PublishedCount

  public init(classes: [LossClass], contributors: PublishedCount) {
    self.classes = classes
    self.contributors = contributors
  }
}

/// The contributors of whom at least one row lies in the cell, each counted once.
public struct ContactCell: Hashable, Sendable {
  public let subject: ReleaseSubject
  public let service: ServiceClass
  public let destination: ReleaseDestination
  public let contributors: PublishedCount
  /// Nil where fewer than 2k contributors are in the cell.
  public let buckets: BucketQuartiles?

  public init(
    subject: ReleaseSubject, service: ServiceClass, destination: ReleaseDestination,
    contributors: PublishedCount, buckets: BucketQuartiles?
  ) {
    self.subject = subject
    self.service = service
    self.destination = destination
    self.contributors = contributors
    self.buckets = buckets
  }

  /// The order of cells.
  public static func isOrderedBefore(_ left: ContactCell, _ right: ContactCell) -> Bool {
    (left.subject, left.service.rawValue, left.destination)
      < (right.subject, right.service.rawValue, right.destination)
  }
}

/// The quartiles of what a cell's contributors exchanged with it. A contributor with several rows in
/// the cell counts with the largest bucket of them.
public struct BucketQuartiles: Hashable, Sendable {
  public let up: Quartiles<ByteBucket>
  public let down: Quartiles<ByteBucket>
  public let activeHours: Quartiles<ActiveHours>

  public init(
    up: Quartiles<ByteBucket>, down: Quartiles<ByteBucket>, activeHours: Quartiles<ActiveHours>
  ) {
    self.up = up
    self.down = down
    self.activeHours = activeHours
  }
}

/// The values below which a quarter, a half and three quarters of a sample lie: its ⌈n/4⌉th,
/// ⌈n/2⌉th and ⌈3n/4⌉th smallest values (the inverse of the empirical distribution; definition 1 of
/// R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50,
/// 1996). They are values of the sample, never something between two.
public struct Quartiles<Value: Hashable & Sendable>: Hashable, Sendable {
  public let lower: Value
  public let median: Value
  public let upper: Value

  public init(lower: Value, median: Value, upper: Value) {
    self.lower = lower
    self.median = median
    self.upper = upper
  }

  /// Nil for an empty sample.
  public init?(sorted sample: [Value]) {
    guard !sample.isEmpty else { return nil }
    let rank = { (quarters: Int) in (quarters * sample.count + 3) / 4 - 1 }
    self.init(lower: sample[rank(1)], median: sample[rank(2)], upper: sample[rank(3)])
  }
}

/// What became of uploads and tokens of the epoch beside the contributions that count.
public struct IntakeCounts: Hashable, Sendable {
  /// Uploads that came after the epoch's days of grace, and were dropped.
  public let late: PublishedCount
  /// Contributions that were taken back.
  public let withdrawn: PublishedCount
  /// Tokens that were issued, of every tier: the crowd among which a contributor of the tier hides.
  public let tokens: [ContributorTier: PublishedCount]

  public init(
    late: PublishedCount, withdrawn: PublishedCount, tokens: [ContributorTier: PublishedCount]
  ) {
    self.late = late
    self.withdrawn = withdrawn
    self.tokens = Dictionary(
      uniqueKeysWithValues: ContributorTier.allCases.map { ($0, tokens[$0] ?? .none) })
  }
}
