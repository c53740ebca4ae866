import CensusProtocol

/// The counts of the fixed list of cells, each with its own noise.
///
/// Whether there are contributors enough is decided by the total with its noise, so that one
/// contribution more or less does not decide it.
struct NoisyTable {
  let total: Int64
  private let contributors: [NoisyContributorCell]
  private let contacts: [NoisyContactCell]

  /// All noise is drawn before anything is looked at.
  init(
    contributions: [HouseContribution], catalogue: Catalogue, rule: NoiseRule,
    using generator: inout some RandomNumberGenerator
  ) {
    let counts = ClippedCounts(
      contributions: contributions, destinations: rule.destinations, using: &generator)
    let noise = DiscreteGaussian(rule)
    total = Int64(contributions.count) + noise.sample(using: &generator)
    contributors = catalogue.models.map { model in
      let count = counts.models[model.identifier] ?? 0
      return NoisyContributorCell(
        model: model.identifier, contributors: count + noise.sample(using: &generator))
    }
    contacts = catalogue.models.flatMap { model in
      let counts = counts.contacts[model.identifier] ?? [:]
      return Self.destinations.map { destination in
        NoisyContactCell(
          model: model.identifier, destination: destination,
          contributors: (counts[destination] ?? 0) + noise.sample(using: &generator))
      }
    }
  }

  /// Everything that a contribution can name, in order.
  static let destinations: [HouseDestination] =
    (CountryCode.listed.map { HouseDestination(.country($0)) }
    + [Place.lan, .multicast, .broadcast, .reserved, .unknown].map { HouseDestination($0) })
    .sorted()

  /// The cells that reach the threshold. What stands here follows from noisy counts alone.
  func figures(rule: NoiseRule, charged: PrivacyBudget) -> NoisyFigures {
    NoisyFigures(
      rule: rule, guarantee: PrivacyGuarantee(rule: rule, charged: charged), total: total,
      contributors: contributors.filter { $0.contributors >= rule.threshold }
        .sorted { $0.model < $1.model },
      contacts: contacts.filter { $0.contributors >= rule.threshold }
        .sorted { ($0.model, $0.destination) < ($1.model, $1.destination) })
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
