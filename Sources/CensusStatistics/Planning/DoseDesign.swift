import Glibc

/// A test of dose: units that each get the same doses, one block for each, and an assumed world to find
/// its power in. Decides by `StratifiedTrend`, one-sided.
public struct DoseDesign: Hashable, Sendable {
  public let units: Int
  /// In bytes.
  public let doses: [Double]
  /// Bytes sent for each byte kept.
  public let sentPart: Double
  /// What a typical unit sends in a block anyway, in bytes.
  public let typicalBytes: Double
  /// How far the logarithms of such blocks scatter.
  public let withinBlock: Double

  /// The doses of the plan `content-dose`: 0, 50 and 200 MB.
  public static let planned: [Double] = [0, 50_000_000, 200_000_000]

  public init(
    units: Int, doses: [Double] = planned, sentPart: Double, typicalBytes: Double = 100_000,
    withinBlock: Double = PairedDesign.assumedWithinBlock
  ) throws(InvalidSample) {
    guard (1...100).contains(units) else {
      throw .outOfRange("\(units) units", expected: "1 to 100")
    }
    guard (0...10).contains(sentPart) else {
      throw .outOfRange("the part \(sentPart)", expected: "0 to 10 bytes for each byte")
    }
    guard (0...1e12).contains(typicalBytes), (0...100).contains(withinBlock) else {
      throw .outOfRange("\(typicalBytes) bytes", expected: "0 to 1e12, scattering by 0 to 100")
    }
    _ = try StratifiedTrend.Stratum(doses: try Sample(doses), responses: try Sample(doses))
    self.units = units
    self.doses = doses
    self.sentPart = sentPart
    self.typicalBytes = typicalBytes
    self.withinBlock = withinBlock
  }

  /// In how many of `runs` made-up tests, 1 to 1,000,000, p is at most each of `levels`.
  public func power(
    atLevels levels: [Double], runs: Int, using generator: inout some RandomNumberGenerator
  ) throws(InvalidSample) -> [Share] {
    guard (1...1_000_000).contains(runs) else {
      throw .outOfRange("\(runs) runs", expected: "1 to 1000000")
    }
    var successes = levels.map { _ in 0 }
    let sample = try Sample(doses)
    for _ in 0..<runs {
      var strata: [StratifiedTrend.Stratum] = []
      for _ in 0..<units {
        let responses = doses.map {
          typicalBytes * exp(withinBlock * generator.nextNormal()) + sentPart * $0
        }
        strata.append(try .init(doses: sample, responses: try Sample(responses)))
      }
      let p = try StratifiedTrend(of: strata).test().greater
      for (index, level) in levels.enumerated() where p <= level { successes[index] += 1 }
    }
    return successes.compactMap { Share(count: $0, of: runs) }
  }
}
