import CensusProtocol
import Testing

@testable import CensusStatistics

/// Contributions for tests, written shortly.
enum Made {
  /// A release as a server makes it: prepared, then computed.
  static func release(
    _ contributions: [CountedContribution], policy: ReleasePolicy, budget: PrivacyBudget,
    spentMeanwhile: PrivacyBudget? = nil, using generator: inout some RandomNumberGenerator
  ) throws -> ReleaseOutcome {
    let catalogue = try Made.catalogue()
    let prepared = PreparedPolicy(
      policy, catalogue: catalogue, budget: budget, contributions: contributions.count,
      using: &generator)
    return CensusStatistics.release(
      of: try intake(contributions), catalogue: catalogue, prepared: prepared,
      budget: spentMeanwhile ?? budget, using: &generator)
  }

  static func epoch() throws -> Epoch { try #require(Epoch("2026-W47")) }
  static func catalogue() throws -> Catalogue { try Catalogue(text: catalogueText) }

  /// Three brands; `lone-only` is the only model of its brand.
  private static let catalogueText = """
    # revision 7
    acme-a\tmodel\tAcme\tA\tsmartphone\t-\t-\tandroid\t-\t-\t-
    acme-b\tmodel\tAcme\tB\tsmartphone\t-\t-\tandroid\t-\t-\t-
    acme-c\tmodel\tAcme\tC\tsmartphone\t-\t-\tandroid\t-\t-\t-
    acme-d\tmodel\tAcme\tD\tsmartphone\t-\t-\tandroid\t-\t-\t-
    any-phone\tclass\tAny\tphone\tsmartphone\t-\t-\t-\t-\t-\t-
    lone-only\tmodel\tLone\tOnly\tsmartphone\t-\t-\tandroid\t-\t-\t-
    zeta-x\tmodel\tZeta\tX\tsmartphone\t-\t-\tandroid\t-\t-\t-
    zeta-y\tmodel\tZeta\tY\tsmartphone\t-\t-\tandroid\t-\t-\t-
    zeta-z\tmodel\tZeta\tZ\tsmartphone\t-\t-\tandroid\t-\t-\t-

    """

  /// One contribution; `contacts` like `CN/tls`, or `CN/tls/20` with the bucket of the bytes up.
  static func contribution(
    _ model: String, _ contacts: [String], tier: ContributorTier = .established,
    loss: LossClass = .none
  ) throws -> CountedContribution {
    CountedContribution(
      contribution: try HouseContribution(
        epoch: epoch(), model: try #require(ModelIdentifier(model)), level: .model, catalogue: 7,
        geo: GeoEdition(source: .ipfire, month: try #require(CalendarMonth("2026-06"))),
        loss: loss, rows: contacts.map(row)),
      tier: tier)
  }

  private static func row(_ contact: String) throws -> HouseRow {
    let parts = contact.split(separator: "/").map(String.init)
    let destination = try #require(HouseDestination(parts[0]))
    let service = try #require(ServiceClass(rawValue: parts[1]))
    let exponent = parts.count > 2 ? try #require(Int(parts[2])) : 12
    let up = try #require(ByteBucket(exponent: exponent))
    let row = HouseRow(
      destination: destination, service: service, up: up, down: ByteBucket(bytes: 20_000),
      activeHours: .few)
    return try #require(row)
  }

  /// The same contribution from `count` contributors.
  static func contributions(
    _ count: Int, _ model: String, _ contacts: String..., tier: ContributorTier = .established
  ) throws -> [CountedContribution] {
    try (0..<count).map { _ in try contribution(model, contacts, tier: tier) }
  }

  static func intake(_ contributions: [CountedContribution]) throws -> EpochIntake {
    EpochIntake(
      epoch: try epoch(), contributions: contributions, late: 3, withdrawn: 12,
      tokens: [.new: 8, .established: 64, .organisation: 0])
  }

  static func figures(
    of contributions: [CountedContribution], rule: MergeRule = .standard
  ) throws -> MergedFigures {
    let release = CensusStatistics.release(
      of: try intake(contributions), catalogue: try catalogue(), rule: rule)
    guard case .merged(let figures) = release.figures else { throw Failure() }
    return figures
  }

  struct Failure: Error {}
}

extension MergedFigures {
  /// The cells as lines, such as `acme-a tls CN 15`.
  var lines: [String] {
    contacts.map { cell in
      let subject =
        switch cell.subject {
        case .model(let model): model.description
        case .otherModels(let brand): "others-of-\(brand)"
        }
      return "\(subject) \(cell.service.rawValue) \(cell.destination) \(cell.contributors)"
    }
  }
}
