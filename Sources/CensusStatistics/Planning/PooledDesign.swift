import Glibc

/// A paired test at several sites whose truths differ, and an assumed world to find its power in.
///
/// As in `PairedDesign`, with a deviation of the site besides (standard deviation `betweenSites`). Two
/// decisions are simulated: the sign-flip test over all units, which takes units for independent, and
/// random effects over sites (`SitePooling`), which does not, and can say more than what these sites
/// have in common.
public struct PooledDesign: Hashable, Sendable {
  /// How far the logarithms of the sites' factors scatter, if nobody has measured it: assumed.
  public static let assumedBetweenSites = 0.2

  public let design: PairedDesign
  public let sites: Int
  public let betweenSites: Double

  /// `design.units` are those of each site.
  public init(
    _ design: PairedDesign, sites: Int, betweenSites: Double = assumedBetweenSites
  ) throws(InvalidSample) {
    guard (SitePooling.leastSites...100).contains(sites) else {
      throw .outOfRange("\(sites) sites", expected: "\(SitePooling.leastSites) to 100")
    }
    guard (0...100).contains(betweenSites) else {
      throw .outOfRange("the standard deviation \(betweenSites)", expected: "0 to 100")
    }
    self.design = design
    self.sites = sites
    self.betweenSites = betweenSites
  }

  /// How often each of the two decides at `level` in `runs` made-up tests, 1 to 100,000; with a factor
  /// of 1 it is the level that they keep.
  public func power(
    atLevel level: Double, runs: Int, using generator: inout some RandomNumberGenerator
  ) throws(InvalidSample) -> (units: Share, sites: Share) {
    guard (1...100_000).contains(runs) else {
      throw .outOfRange("\(runs) runs", expected: "1 to 100000")
    }
    var successes = (units: 0, sites: 0)
    for _ in 0..<runs {
      var all: [Double] = []
      var samples: [Sample] = []
      for _ in 0..<sites {
        let site = betweenSites * generator.nextNormal()
        let ratios = design.logRatios(using: &generator).map { $0 + site }
        samples.append(try Sample(ratios))
        all += ratios
      }
      successes.units += try PairedChange(of: try Sample(all)).above() <= level ? 1 : 0
      // One-sided: the interval that leaves the level at either end.
      let pooling = try SitePooling(of: samples, confidence: 1 - 2 * level)
      successes.sites += (pooling?.interval.lowerBound ?? -1) > 0 ? 1 : 0
    }
    guard let units = Share(count: successes.units, of: runs),
      let sites = Share(count: successes.sites, of: runs)
    else { throw .undefined("no runs were made") }
    return (units, sites)
  }
}
