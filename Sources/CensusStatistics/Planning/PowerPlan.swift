/// The answer to a `PowerQuestion`: exact bounds, and simulated power in an assumed world.
public struct PowerPlan: Sendable {
  public let question: PowerQuestion
  /// The level that the smallest p-value of all claims must reach.
  public let strictestLevel: Double
  public let bounds: [Bound]
  /// For each factor and number of blocks the power of each number of units.
  public let powers: [Power]
  /// For each factor and number of blocks the units that are needed.
  public let needs: [Need]
  /// For each share, number of blocks and number of units the power of presence, exact.
  public let presence: [Presence]
  /// For each part that is sent and number of units the power of the dose's test.
  public let doses: [Dose]
  /// For each factor, 1 too, what units and sites that share them decide; none for fewer than
  /// `SitePooling.leastSites` sites.
  public let pooled: [Pooled]

  /// A limit that holds whatever the sizes are.
  public struct Bound: Hashable, Sendable {
    public let kind: Kind
    public let value: Double

    init(_ kind: Kind, value: Double) {
      self.kind = kind
      self.value = value
    }
  }

  /// What a bound is about.
  public enum Kind: Hashable, Sendable {
    /// The smallest number of paired units with which all claims can be decided.
    case pairs
    /// The smallest number of units in each of two groups, where units are not paired.
    case groups
    /// The share of all units that may do it though none of `units` did.
    case shareStillPossible(units: Int)
    /// The number of units of which none may do it.
    case unitsToExclude
    /// The hours of observation.
    case hours
    /// The blocks of 24 hours that hold these hours.
    case blocks
    /// The smallest number of sites that are pooled.
    case sites
  }

  /// The simulated power of a design.
  public struct Power: Hashable, Sendable {
    public let design: PairedDesign
    /// Of a single claim.
    public let alone: Share
    /// At the strictest step of Holm over all claims.
    public let strictest: Share
  }

  /// The smallest number of units whose simulated power reaches the target; nil where
  /// `SignFlipTest.mostPairs` do not.
  public struct Need: Hashable, Sendable {
    public let factor: Double
    public let blocks: Int
    /// For a single claim.
    public let alone: Int?
    /// At the strictest step of Holm over all claims.
    public let strictest: Int?
  }

  /// Computes the answer; equal questions have equal answers.
  public init(answering question: PowerQuestion) throws(InvalidSample) {
    try question.check()
    self.question = question
    strictestLevel = try DesignBounds.strictestLevel(question.level, claims: question.claims)
    bounds = try question.bounds()
    var powers: [Power] = []
    var needs: [Need] = []
    for factor in question.factors {
      for blocks in question.blocks {
        var curve = PowerCurve(
          question: question, strictestLevel: strictestLevel, factor: factor, blocks: blocks)
        for units in question.units { powers.append(try curve.power(units)) }
        needs.append(
          Need(
            factor: factor, blocks: blocks, alone: try curve.smallestUnits(\.alone),
            strictest: try curve.smallestUnits(\.strictest)))
      }
    }
    self.powers = powers
    self.needs = needs
    presence = try question.presence(strictestLevel: strictestLevel)
    doses = try question.doses(strictestLevel: strictestLevel)
    pooled = try question.pooled()
  }
}

/// The power of one effect and number of blocks by the number of units, simulated once for each number.
private struct PowerCurve {
  let question: PowerQuestion
  let strictestLevel: Double
  let factor: Double
  let blocks: Int
  private var known: [Int: PowerPlan.Power] = [:]

  init(question: PowerQuestion, strictestLevel: Double, factor: Double, blocks: Int) {
    self.question = question
    self.strictestLevel = strictestLevel
    self.factor = factor
    self.blocks = blocks
  }

  mutating func power(_ units: Int) throws(InvalidSample) -> PowerPlan.Power {
    if let power = known[units] { return power }
    let design = try question.design(factor, units: units, blocks: blocks)
    // Each design has the draws of the seed: a row does not depend on what else is asked.
    var generator = SplitMix64(seed: question.seed)
    let shares = try design.power(
      atLevels: [question.level, strictestLevel], runs: question.runs, using: &generator)
    guard let alone = shares.first, let strictest = shares.last else {
      throw .undefined("no runs were made")
    }
    let power = PowerPlan.Power(design: design, alone: alone, strictest: strictest)
    known[units] = power
    return power
  }

  /// By halving: power rises with the units, since the largest p ≤ α that n pairs can give, ⌊α2^n⌋/2^n,
  /// never falls as n grows.
  mutating func smallestUnits(
    _ share: KeyPath<PowerPlan.Power, Share>
  ) throws(InvalidSample) -> Int? {
    var low = 1
    var high = SignFlipTest.mostPairs + 1
    while low < high {
      let middle = (low + high) / 2
      let reached = try power(middle)[keyPath: share]
      let isEnough = Double(reached.count) >= question.target * Double(reached.total)
      if isEnough { high = middle } else { low = middle + 1 }
    }
    return low > SignFlipTest.mostPairs ? nil : low
  }
}
