/// What somebody who plans a test wants to know: how many units, blocks and sites a claim needs.
public struct PowerQuestion: Hashable, Sendable {
  /// The factors by which a condition may change the traffic.
  public var factors = [1.5, 2, 4]
  /// The numbers of units whose power is asked for.
  public var units = [6, 8]
  /// The numbers of blocks under each condition.
  public var blocks = [1, 3]
  /// The number of sites that share the units.
  public var sites = SitePooling.leastSites
  /// The number of claims that the same test is to decide.
  public var claims = 3
  /// The level of the one-sided tests.
  public var level = 0.05
  /// The power that is enough.
  public var target = 0.8
  /// The mean spacing of the rarest event that is to be seen, in hours.
  public var spacing = 24.0
  /// The share of units of which it is to be said that not more do it.
  public var share = 0.05
  public var confidence = CensusStatistics.confidence
  public var withinBlock = PairedDesign.assumedWithinBlock
  public var betweenUnits = PairedDesign.assumedBetweenUnits
  /// How far the logarithms of the sites' factors scatter.
  public var betweenSites = PooledDesign.assumedBetweenSites
  /// The shares of units that do it, for the power of presence.
  public var unitsDoing = [1, 0.8]
  /// The bytes sent for each byte kept, for the power of a dose.
  public var sentParts = [0.001, 0.01, 0.1]
  public var runs = 1000
  public var seed: UInt64 = 1

  /// The defaults of the test protocol.
  public init() {}

  /// Whether all is in range, without simulating anything.
  public func check() throws(InvalidSample) {
    _ = try bounds()
    for factor in factors {
      for blocks in blocks {
        for units in units { _ = try design(factor, units: units, blocks: blocks) }
      }
    }
    guard !factors.isEmpty, !units.isEmpty, !blocks.isEmpty else {
      throw .tooFew(count: 0, least: 1)
    }
    guard factors.allSatisfy({ $0 > 1 }) else {
      throw .outOfRange("the factor 1", expected: "more than 1: without effect there is no power")
    }
    guard (1...1000).contains(sites) else {
      throw .outOfRange("\(sites) sites", expected: "1 to 1000")
    }
    for share in unitsDoing {
      _ = try PresenceDesign(units: 1, blocks: 1, share: share, spacing: spacing)
    }
    for part in sentParts { _ = try DoseDesign(units: 1, sentPart: part) }
    guard (0...100).contains(betweenSites) else {
      throw .outOfRange("the standard deviation \(betweenSites)", expected: "0 to 100")
    }
    guard target > 0, target < 1 else {
      throw .outOfRange("power \(target)", expected: "a number between 0 and 1")
    }
    guard (100...100_000).contains(runs) else {
      throw .outOfRange("\(runs) runs", expected: "100 to 100000")
    }
  }

  func design(
    _ factor: Double, units: Int, blocks: Int
  ) throws(InvalidSample) -> PairedDesign {
    try PairedDesign(
      factor: factor, units: units, blocks: blocks, withinBlock: withinBlock,
      betweenUnits: betweenUnits)
  }

  func bounds() throws(InvalidSample) -> [PowerPlan.Bound] {
    var bounds = [
      PowerPlan.Bound(
        .pairs, value: Double(try DesignBounds.smallestPairs(level: level, claims: claims))),
      PowerPlan.Bound(
        .groups, value: Double(try DesignBounds.smallestGroups(level: level, claims: claims))),
    ]
    for units in units {
      let share = try DesignBounds.shareStillPossible(units: units, confidence: confidence)
      bounds.append(PowerPlan.Bound(.shareStillPossible(units: units), value: share))
    }
    let hours = try DesignBounds.hours(spacing: spacing, probability: confidence)
    bounds += [
      PowerPlan.Bound(
        .unitsToExclude,
        value: Double(try DesignBounds.unitsToExclude(share: share, confidence: confidence))),
      PowerPlan.Bound(.hours, value: hours),
      PowerPlan.Bound(.blocks, value: (hours / 24).rounded(.up)),
      PowerPlan.Bound(.sites, value: Double(SitePooling.leastSites)),
    ]
    return bounds
  }
}
