public import CensusProtocol

/// How an epoch is released.
public enum ReleasePolicy: Hashable, Sendable {
  /// By the rule of merging.
  case merging(MergeRule)
  /// With noise; where the epoch has too few contributors for that, by the rule of merging.
  case noise(NoiseRule, below: MergeRule)
}

/// A release, and the privacy budget after it: they are stored together or not at all.
public struct ReleaseOutcome: Hashable, Sendable {
  public let release: HouseRelease
  public let budget: PrivacyBudget
}

extension CensusStatistics {
  /// The release of an epoch by `policy`. The generator is the system's in every server; tests bring
  /// their own. Throws where a noisy release would cost more than `budget` has left: nothing is released
  /// then.
  public static func release(
    of intake: EpochIntake, catalogue: Catalogue, policy: ReleasePolicy, budget: PrivacyBudget,
    using generator: inout some RandomNumberGenerator
  ) throws(PrivacyBudgetExhausted) -> ReleaseOutcome {
    switch policy {
    case .merging(let rule):
      return ReleaseOutcome(
        release: release(of: intake, catalogue: catalogue, rule: rule), budget: budget)
    case .noise(let rule, let below):
      let table = NoisyTable(
        contributions: intake.contributions.map(\.contribution), catalogue: catalogue, rule: rule,
        using: &generator)
      guard table.total >= rule.fewestInEpoch else {
        return ReleaseOutcome(
          release: release(of: intake, catalogue: catalogue, rule: below), budget: budget)
      }
      let charged = try budget.charging(rule.concentration)
      let release = HouseRelease(
        epoch: intake.epoch, catalogue: catalogue.revision,
        figures: .noisy(table.figures(rule: rule, charged: charged)))
      return ReleaseOutcome(release: release, budget: charged)
    }
  }
}
