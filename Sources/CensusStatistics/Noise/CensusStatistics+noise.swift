public import CensusProtocol

/// How an epoch is released.
public enum ReleasePolicy: Hashable, Sendable {
  /// By the rule of merging.
  case merging(MergeRule)
  /// With noise; where the epoch has too few contributors for that, by the rule of merging.
  case noise(NoiseRule, below: MergeRule)
}

/// A policy with all the noise that it needs, made before any contribution is looked at.
public enum PreparedPolicy: ~Copyable, Sendable {
  case merging(MergeRule)
  case noise(DrawnNoise, below: MergeRule)
  /// Too few contributions for noise to matter, so none was drawn.
  case few(NoiseRule, below: MergeRule)
  /// The budget does not pay for the noise of this rule, so none was drawn.
  case spent(NoiseRule)

  /// Draws the noise of a release over `catalogue`, if `policy` is with noise, `budget` pays for it, and so many
  /// contributions can reach what the rule asks of an epoch.
  public init(
    _ policy: ReleasePolicy, catalogue: Catalogue, budget: PrivacyBudget, contributions: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    switch policy {
    case .merging(let rule):
      self = .merging(rule)
    case .noise(let rule, let below):
      if !budget.pays(for: rule.concentration) {
        self = .spent(rule)
      } else if rule.isOutOfReach(of: contributions) {
        self = .few(rule, below: below)
      } else {
        self = .noise(DrawnNoise(rule, catalogue: catalogue, using: &generator), below: below)
      }
    }
  }
}

extension NoiseRule {
  /// Whether noise would have to be forty standard deviations or more for so many contributions to reach
  /// `fewestInEpoch`: that has a probability below e^-800 (the tail of a discrete Gaussian is below
  /// e^(-x²/2σ²); Canonne, Kamath and Steinke 2020, proposition 25).
  fileprivate func isOutOfReach(of contributions: Int) -> Bool {
    guard let gap = UInt32(exactly: fewestInEpoch - Int64(contributions)) else {
      return contributions < fewestInEpoch
    }
    let square = UInt128(gap) * UInt128(gap)
    return square * variance.denominator > 1600 * variance.numerator
  }
}

/// A release, and the privacy budget after it: they are stored together or not at all.
public struct ReleaseOutcome: Hashable, Sendable {
  public let release: HouseRelease
  public let budget: PrivacyBudget
}

extension CensusStatistics {
  /// The release of an epoch by a policy that was prepared over the same catalogue. The generator is the
  /// system's in every server; tests bring their own.
  ///
  /// Where `budget` does not pay for noise the release has no table, however few contributors there are:
  /// nothing is counted then, with noise or without. `budget` may be smaller than the one by which the
  /// policy was prepared, as another process may have spent meanwhile.
  public static func release(
    of intake: EpochIntake, catalogue: Catalogue, prepared: consuming PreparedPolicy,
    budget: PrivacyBudget, using generator: inout some RandomNumberGenerator
  ) -> ReleaseOutcome {
    switch consume prepared {
    case .merging(let rule):
      return ReleaseOutcome(
        release: release(of: intake, catalogue: catalogue, rule: rule), budget: budget)
    case .few(let rule, let below):
      guard budget.pays(for: rule.concentration) else {
        return withheld(intake.epoch, catalogue, rule, budget)
      }
      return ReleaseOutcome(
        release: release(of: intake, catalogue: catalogue, rule: below), budget: budget)
    case .spent(let rule):
      return withheld(intake.epoch, catalogue, rule, budget)
    case .noise(let noise, let below):
      let rule = noise.rule
      guard let charged = try? budget.charging(rule.concentration) else {
        return withheld(intake.epoch, catalogue, rule, budget)
      }
      let table = NoisyTable(
        contributions: intake.contributions.map(\.contribution), noise: noise, using: &generator)
      guard table.total >= rule.fewestInEpoch else {
        return ReleaseOutcome(
          release: release(of: intake, catalogue: catalogue, rule: below), budget: budget)
      }
      let release = HouseRelease(
        epoch: intake.epoch, catalogue: catalogue.revision,
        figures: .noisy(table.figures(charged: charged)))
      return ReleaseOutcome(release: release, budget: charged)
    }
  }

  private static func withheld(
    _ epoch: Epoch, _ catalogue: Catalogue, _ rule: NoiseRule, _ budget: PrivacyBudget
  ) -> ReleaseOutcome {
    let figures = WithheldFigures(
      cost: rule.concentration, spent: budget.spent, limit: budget.limit)
    guard let figures else { preconditionFailure("what was spent never becomes less") }
    return ReleaseOutcome(
      release: HouseRelease(
        epoch: epoch, catalogue: catalogue.revision, figures: .withheld(figures)), budget: budget)
  }
}
