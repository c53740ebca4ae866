/// How far paired differences lie from a value named beforehand: p-values for any number of units, with
/// the Hodges-Lehmann estimate.
///
/// Up to `SignFlipTest.mostPairs` units all signs are counted; above, `draws` choices of signs are drawn
/// and the observed one counts as one of them (B. Phipson and G. K. Smyth, "Permutation p-values should
/// never be zero", Statistical Applications in Genetics and Molecular Biology 9 (2010) 39).
public struct PairedChange: Hashable, Sendable {
  /// The drawn choices of signs.
  public static let draws = 9999

  public let count: Int
  private let differences: Sample
  private let confidence: Double

  /// From one difference for each unit, of `HodgesLehmann.mostValues` at most.
  public init(
    of differences: Sample, confidence: Double = CensusStatistics.confidence
  ) throws(InvalidSample) {
    guard differences.count <= HodgesLehmann.mostValues else {
      throw .tooMany(count: differences.count, most: HodgesLehmann.mostValues)
    }
    self.differences = differences
    self.confidence = try InvalidSample.checked(confidence: confidence)
    count = differences.count
  }

  /// The estimate with its interval, computed anew at each call: of a thousand units from half a million pairs.
  public func centre() throws(InvalidSample) -> HodgesLehmann {
    try HodgesLehmann(of: differences, confidence: confidence)
  }

  /// P-value against "the differences lie above `value`".
  public func above(_ value: Double = 0) -> Double { Self.p(differences.values.map { $0 - value }) }

  /// P-value against "the differences lie below `value`".
  public func below(_ value: Double = 0) -> Double { Self.p(differences.values.map { value - $0 }) }

  /// The sample standard deviation; nil for a single unit.
  public var deviation: Double? {
    guard count > 1 else { return nil }
    let mean = differences.values.reduce(0, +) / Double(count)
    let squares = differences.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count - 1)).squareRoot()
  }

  private static func p(_ differences: [Double]) -> Double {
    guard differences.count > SignFlipTest.mostPairs else {
      return SignFlipTest.greaterP(of: differences)
    }
    // Drawn from the number of units alone, so that the same data have the same p.
    var generator = SplitMix64(seed: UInt64(differences.count))
    // Flipping takes twice the flipped sum away: the result is as large as the observed one where that sum is
    // at most 0, up to rounding.
    let rounding = differences.reduce(0) { $0 + $1.magnitude } * 0x1p-46
    let reached = (0..<draws).count { _ in flippedSum(of: differences, &generator) <= rounding }
    return Double(reached + 1) / Double(draws + 1)
  }

  /// The sum of those differences whose sign is drawn to be flipped; one drawn number serves 64 of them.
  private static func flippedSum(
    of differences: [Double], _ generator: inout SplitMix64
  ) -> Double {
    var sum = 0.0
    for begin in stride(from: 0, to: differences.count, by: 64) {
      let left = differences.count - begin
      var flipped = generator.next()
      if left < 64 { flipped &= (1 << UInt64(left)) - 1 }
      while flipped != 0 {
        sum += differences[begin + flipped.trailingZeroBitCount]
        flipped &= flipped - 1
      }
    }
    return sum
  }
}
