import Glibc

/// A test that measures each unit under two conditions, in so many blocks under each, and an assumed
/// world to find its power in.
///
/// The log ratio of a unit is ln(factor) + a deviation of the unit (standard deviation `betweenUnits`)
/// + the difference of two means of `blocks` blocks, each with the standard deviation `withinBlock`. All
/// three are normal. The test decides by `SignFlipTest`, one-sided.
public struct PairedDesign: Hashable, Sendable {
  /// How far the logarithms of two blocks of one unit scatter, if nobody has measured it: assumed.
  public static let assumedWithinBlock = 0.9
  /// How far the logarithms of the units' factors scatter, if nobody has measured it: assumed.
  public static let assumedBetweenUnits = 0.3

  public let factor: Double
  public let units: Int
  public let blocks: Int
  public let withinBlock: Double
  public let betweenUnits: Double

  /// A factor from 1 (no effect) to 1,000; 1 to `SignFlipTest.mostPairs` units; 1 to 1,000 blocks a
  /// condition; standard deviations of natural logarithms from 0 to 100.
  public init(
    factor: Double, units: Int, blocks: Int, withinBlock: Double = assumedWithinBlock,
    betweenUnits: Double = assumedBetweenUnits
  ) throws(InvalidSample) {
    guard (1...1000).contains(factor) else {
      throw .outOfRange("the factor \(factor)", expected: "1 to 1000")
    }
    guard (1...SignFlipTest.mostPairs).contains(units) else {
      throw .outOfRange("\(units) units", expected: "1 to \(SignFlipTest.mostPairs)")
    }
    guard (1...1000).contains(blocks) else {
      throw .outOfRange("\(blocks) blocks", expected: "1 to 1000")
    }
    for deviation in [withinBlock, betweenUnits] where !(0...100).contains(deviation) {
      throw .outOfRange("the standard deviation \(deviation)", expected: "0 to 100")
    }
    self.factor = factor
    self.units = units
    self.blocks = blocks
    self.withinBlock = withinBlock
    self.betweenUnits = betweenUnits
  }

  /// In how many of `runs` made-up tests, 1 to 1,000,000, p is at most each of `levels`: the power, with
  /// the Clopper-Pearson interval for what endless runs would give.
  public func power(
    atLevels levels: [Double], runs: Int, using generator: inout some RandomNumberGenerator
  ) throws(InvalidSample) -> [Share] {
    guard (1...1_000_000).contains(runs) else {
      throw .outOfRange("\(runs) runs", expected: "1 to 1000000")
    }
    var successes = levels.map { _ in 0 }
    for _ in 0..<runs {
      let p = SignFlipTest.greaterP(of: logRatios(using: &generator))
      for (index, level) in levels.enumerated() where p <= level { successes[index] += 1 }
    }
    return successes.compactMap { Share(count: $0, of: runs) }
  }

  /// The log ratio of each unit of one made-up test.
  func logRatios(using generator: inout some RandomNumberGenerator) -> [Double] {
    // A sum of independent normal deviates is one: their variances add up.
    let variance = betweenUnits * betweenUnits + 2 * withinBlock * withinBlock / Double(blocks)
    let (effect, deviation) = (log(factor), variance.squareRoot())
    return (0..<units).map { _ in effect + deviation * generator.nextNormal() }
  }
}
