import CensusProtocol

/// The noise of every cell of a release, drawn before anything is known of what it will hide: half a
/// million draws, which need no contribution and so no transaction of the store.
///
/// It is a value that is used up: noise that was in two releases would cancel out between them.
public struct DrawnNoise: ~Copyable, Sendable {
  let rule: NoiseRule
  fileprivate let catalogue: Catalogue
  fileprivate let total: Int64
  /// One for each entry of the catalogue.
  fileprivate let contributors: [Int64]
  /// One for each entry and each destination.
  fileprivate let contacts: [Int64]

  /// Draws for every cell that a release by `rule` over `catalogue` has.
  public init(
    _ rule: NoiseRule, catalogue: Catalogue, using generator: inout some RandomNumberGenerator
  ) {
    let noise = DiscreteGaussian(rule)
    self.rule = rule
    self.catalogue = catalogue
    total = noise.sample(using: &generator)
    contributors = catalogue.models.map { _ in noise.sample(using: &generator) }
    contacts = (0..<catalogue.models.count * NoisyTable.destinations.count).map { _ in
      noise.sample(using: &generator)
    }
  }
}

/// The counts of the fixed list of cells, each with its own noise.
///
/// Whether there are contributors enough is decided by the total with its noise, so that one
/// contribution more or less does not decide it.
struct NoisyTable {
  let rule: NoiseRule
  let total: Int64
  private let contributors: [NoisyContributorCell]
  private let contacts: [NoisyContactCell]

  /// Uses the noise up. The generator is for clipping.
  init(
    contributions: [HouseContribution], noise: consuming DrawnNoise,
    using generator: inout some RandomNumberGenerator
  ) {
    let rule = noise.rule
    let models = noise.catalogue.models
    let counts = ClippedCounts(
      contributions: contributions, destinations: rule.destinations, using: &generator)
    self.rule = rule
    total = Int64(contributions.count) + noise.total
    contributors = zip(models, noise.contributors).map { model, noise in
      NoisyContributorCell(
        model: model.identifier, contributors: (counts.models[model.identifier] ?? 0) + noise)
    }
    var contacts: [NoisyContactCell] = []
    for (row, model) in models.enumerated() {
      let counts = counts.contacts[model.identifier] ?? [:]
      for (column, destination) in Self.destinations.enumerated() {
        let noise = noise.contacts[row * Self.destinations.count + column]
        let noisy = (counts[destination] ?? 0) + noise
        // What does not reach the threshold is not kept: it would only be thrown away later.
        guard noisy >= rule.threshold else { continue }
        contacts.append(
          NoisyContactCell(
            model: model.identifier, destination: destination, contributors: noisy))
      }
    }
    self.contacts = contacts
  }

  /// Everything that a contribution can name, in order.
  static let destinations: [HouseDestination] =
    (CountryCode.listed.map { HouseDestination(.country($0)) }
    + [Place.lan, .multicast, .broadcast, .reserved, .unknown].map { HouseDestination($0) })
    .sorted()

  /// The cells that reach the threshold. What stands here follows from noisy counts alone.
  func figures(charged: PrivacyBudget) -> NoisyFigures {
    NoisyFigures(
      rule: rule, guarantee: PrivacyGuarantee(rule: rule, charged: charged), total: total,
      contributors: contributors.filter { $0.contributors >= rule.threshold }
        .sorted { $0.model < $1.model },
      contacts: contacts.sorted { ($0.model, $0.destination) < ($1.model, $1.destination) })
  }
}

/// Counts to which a contribution adds at most 1 in a bounded number of cells.
struct ClippedCounts {
  private(set) var models: [ModelIdentifier: Int64] = [:]
  private(set) var contacts: [ModelIdentifier: [HouseDestination: Int64]] = [:]

  /// Of a contribution with more than `destinations` destinations, so many count, by uniform chance.
  init(
    contributions: [HouseContribution], destinations: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    for contribution in contributions {
      models[contribution.model, default: 0] += 1
      var named = Set(contribution.rows.map(\.destination)).sorted()
      for _ in 0..<min(destinations, named.count) {
        let choice = Int(ExactChance.uniform(below: UInt128(named.count), using: &generator))
        contacts[contribution.model, default: [:]][named.remove(at: choice), default: 0] += 1
      }
    }
  }
}

extension PrivacyGuarantee {
  /// What a release by `rule` guarantees, after which `charged` has been spent.
  init(rule: NoiseRule, charged: PrivacyBudget) {
    let largest = JSONValue.integers.upperBound
    self.init(
      epsilonMillionths: PrivacyLoss.epsilonMillionths(
        rho: rule.concentration, delta: rule.delta) ?? largest,
      spent: charged.spent,
      spentEpsilonMillionths: PrivacyLoss.epsilonMillionths(
        rho: charged.spent, delta: rule.delta) ?? largest,
      limit: charged.limit)
  }
}
