/// Counts with noise that makes them differentially private: a contribution more or less changes the
/// chance of every release by little. Every cell of the fixed list has noise, those without any
/// contributor too; nothing in the release depends on a raw count.
///
/// The list: one total, every entry of the catalogue (the release names its revision), and every pair of
/// such an entry and a destination that a contribution can name. A cell that is not in the release
/// came out below the threshold.
public struct NoisyFigures: Hashable, Sendable {
  public let rule: NoiseRule
  public let guarantee: PrivacyGuarantee
  /// Contributors in all, with noise: may be below zero.
  public let total: Int64
  /// In ascending order of model.
  public let contributors: [NoisyContributorCell]
  /// In ascending order of model and destination.
  public let contacts: [NoisyContactCell]

  public init(
    rule: NoiseRule, guarantee: PrivacyGuarantee, total: Int64,
    contributors: [NoisyContributorCell], contacts: [NoisyContactCell]
  ) {
    self.rule = rule
    self.guarantee = guarantee
    self.total = total
    self.contributors = contributors
    self.contacts = contacts
  }
}

/// Contributors with a model, with noise.
public struct NoisyContributorCell: Hashable, Sendable {
  public let model: ModelIdentifier
  public let contributors: Int64

  public init(model: ModelIdentifier, contributors: Int64) {
    self.model = model
    self.contributors = contributors
  }
}

/// Contributors whose model exchanged something with a destination, by whatever service, with noise.
public struct NoisyContactCell: Hashable, Sendable {
  public let model: ModelIdentifier
  public let destination: HouseDestination
  public let contributors: Int64

  public init(model: ModelIdentifier, destination: HouseDestination, contributors: Int64) {
    self.model = model
    self.destination = destination
    self.contributors = contributors
  }
}

/// How noise is made. The unit that is protected is one contribution: one model of one household in one
/// epoch; neighbours differ by one contribution more or less.
public struct NoiseRule: Hashable, Sendable {
  /// σ² of the discrete Gaussian.
  public let variance: Fraction
  /// How many destinations of a contribution count: of those that have more, this many by uniform chance.
  public let destinations: Int
  /// A cell is published where its noisy count is at least this.
  public let threshold: Int64
  /// Below so many contributors in all, counted with noise, there is no noisy release.
  public let fewestInEpoch: Int64
  /// δ of the guarantee that the release states.
  public let delta: Fraction

  /// The variance's numerator and denominator are below this, so that no product of the sampler
  /// outgrows 128 bits.
  public static let largestTerm: UInt128 = 1 << 21

  /// ε = 2 at δ = 10^-6 for one release: σ² = 60 (σ = 7.7), 8 destinations, threshold 42, from 500
  /// contributors on.
  public static let standard: NoiseRule = {
    guard let delta = Fraction(1, over: 1_000_000),
      let rule = NoiseRule(
        variance: Fraction(60), destinations: 8, threshold: 42, fewestInEpoch: 500, delta: delta)
    else { preconditionFailure("the standard rule is valid") }
    return rule
  }()

  /// Nil where the variance is 0 or its terms are too large, where there are not 1 to 16 destinations,
  /// where the threshold is below 1 or the epoch's least is below 500, and where δ is not between 0 and 1.
  public init?(
    variance: Fraction, destinations: Int, threshold: Int64, fewestInEpoch: Int64, delta: Fraction
  ) {
    guard variance > .zero, variance.numerator < Self.largestTerm,
      variance.denominator < Self.largestTerm, HouseContribution.rowCounts.contains(destinations),
      (1...JSONValue.integers.upperBound).contains(threshold),
      (500...JSONValue.integers.upperBound).contains(fewestInEpoch),
      delta > .zero, delta < Fraction(1), delta.numerator < 1 << 64, delta.denominator < 1 << 64
    else { return nil }
    self.variance = variance
    self.destinations = destinations
    self.threshold = threshold
    self.fewestInEpoch = fewestInEpoch
    self.delta = delta
  }

  /// In how many cells a contribution counts at most: its destinations, its model, the total. Each
  /// changes by 1, so this is the square of the sensitivity in the Euclidean norm.
  public var cells: UInt64 { UInt64(destinations) + 2 }

  /// ρ of zero-concentrated differential privacy: Δ² / 2σ² (C. L. Canonne, G. Kamath and T. Steinke, "The
  /// Discrete Gaussian for Differential Privacy", 2020, theorem 4).
  public var concentration: Fraction {
    guard let half = Fraction(variance.denominator, over: 2 * variance.numerator),
      let rho = half.times(cells)
    else { preconditionFailure("terms below 2^21 cannot outgrow 128 bits") }
    return rho
  }
}

/// What the noise of a release guarantees, and what is left for later ones.
public struct PrivacyGuarantee: Hashable, Sendable {
  /// ε at the rule's δ for this release alone, in millionths, rounded up.
  public let epsilonMillionths: Int64
  /// The sum of ρ of this and all earlier noisy releases of this server.
  public let spent: Fraction
  /// ε at the rule's δ for all of them together, in millionths, rounded up.
  public let spentEpsilonMillionths: Int64
  /// The sum of ρ that the operator has set as the limit.
  public let limit: Fraction

  public init(
    epsilonMillionths: Int64, spent: Fraction, spentEpsilonMillionths: Int64, limit: Fraction
  ) {
    self.epsilonMillionths = epsilonMillionths
    self.spent = spent
    self.spentEpsilonMillionths = spentEpsilonMillionths
    self.limit = limit
  }
}
