public import CensusProtocol

/// A contribution that counts in a release, and how long its contributor has been known.
public struct CountedContribution: Hashable, Sendable {
  public let contribution: HouseContribution
  public let tier: ContributorTier

  public init(contribution: HouseContribution, tier: ContributorTier) {
    self.contribution = contribution
    self.tier = tier
  }

  /// Whether the contributor counts among the confirmed ones of `MergeRule`.
  var isConfirmed: Bool { tier != .new }
}

/// Everything of one epoch that a release is made from. Each contribution is of another pseudonym: the
/// intake keeps one for each.
public struct EpochIntake: Sendable {
  public let epoch: Epoch
  public let contributions: [CountedContribution]
  /// Uploads that came after the days of grace.
  public let late: Int
  /// Contributions that were taken back.
  public let withdrawn: Int
  /// Tokens issued for the epoch.
  public let tokens: [ContributorTier: Int]

  public init(
    epoch: Epoch, contributions: [CountedContribution], late: Int, withdrawn: Int,
    tokens: [ContributorTier: Int]
  ) {
    self.epoch = epoch
    self.contributions = contributions
    self.late = late
    self.withdrawn = withdrawn
    self.tokens = tokens
  }
}
