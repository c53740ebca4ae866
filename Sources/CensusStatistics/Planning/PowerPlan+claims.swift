extension PowerPlan {
  /// The exact power of a test of presence.
  public struct Presence: Hashable, Sendable {
    public let design: PresenceDesign
    /// Of a single claim.
    public let alone: Double
    /// At the strictest step of Holm over all claims.
    public let strictest: Double
    /// Whether silence of all these units would contradict the claim, at the strictest step.
    public let canExclude: Bool
  }

  /// The simulated power of a test of dose.
  public struct Dose: Hashable, Sendable {
    public let design: DoseDesign
    /// Of a single claim.
    public let alone: Share
    /// At the strictest step of Holm over all claims.
    public let strictest: Share
  }

  /// What the sign-flip test over all units and random effects over sites decide, in simulated worlds
  /// whose sites differ.
  public struct Pooled: Hashable, Sendable {
    public let design: PooledDesign
    /// How often the test over units decides at the level alone: with a factor of 1, wrongly.
    public let units: Share
    /// How often the pooled interval of the sites excludes a factor of 1 upwards.
    public let sites: Share
  }
}

extension PowerQuestion {
  func presence(strictestLevel: Double) throws(InvalidSample) -> [PowerPlan.Presence] {
    var presence: [PowerPlan.Presence] = []
    for share in unitsDoing {
      for blocks in blocks {
        for units in units {
          let design = try PresenceDesign(
            units: units, blocks: blocks, share: share, spacing: spacing)
          presence.append(
            PowerPlan.Presence(
              design: design, alone: try design.power(atLevel: level),
              strictest: try design.power(atLevel: strictestLevel),
              canExclude: try design.absence(atLevel: strictestLevel) == 1))
        }
      }
    }
    return presence
  }

  func doses(strictestLevel: Double) throws(InvalidSample) -> [PowerPlan.Dose] {
    var doses: [PowerPlan.Dose] = []
    for part in sentParts {
      for units in units {
        let design = try DoseDesign(units: units, sentPart: part, withinBlock: withinBlock)
        var generator = SplitMix64(seed: seed)
        let shares = try design.power(
          atLevels: [level, strictestLevel], runs: runs, using: &generator)
        guard let alone = shares.first, let strictest = shares.last else { continue }
        doses.append(PowerPlan.Dose(design: design, alone: alone, strictest: strictest))
      }
    }
    return doses
  }

  /// The largest number of units is shared by the sites, one at each at least.
  func pooled() throws(InvalidSample) -> [PowerPlan.Pooled] {
    guard (SitePooling.leastSites...100).contains(sites), let most = units.max(),
      let blocks = blocks.max()
    else { return [] }
    let each = max(1, (most + sites - 1) / sites)
    guard each <= SignFlipTest.mostPairs else { return [] }
    var pooled: [PowerPlan.Pooled] = []
    for factor in [1] + factors {
      let design = try PooledDesign(
        try self.design(factor, units: each, blocks: blocks), sites: sites,
        betweenSites: betweenSites)
      var generator = SplitMix64(seed: seed)
      let power = try design.power(atLevel: level, runs: runs, using: &generator)
      pooled.append(PowerPlan.Pooled(design: design, units: power.units, sites: power.sites))
    }
    return pooled
  }
}
