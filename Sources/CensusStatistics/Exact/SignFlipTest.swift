import Glibc

/// Whether paired differences tend to one side: the exact sign-flip permutation test.
///
/// R. A. Fisher, "The Design of Experiments" (1935); SciPy's `permutation_test` with the type `samples`
/// counts the same. If a condition changes nothing, every difference could as well have had the other sign:
/// the p-value is the share of the 2^n choices of signs whose sum is at least as far out as the observed
/// one. No distribution is assumed but symmetry, and p cannot fall below 2^−n.
public struct SignFlipTest: Hashable, Sendable {
  /// All choices of signs are counted up to this number of pairs.
  public static let mostPairs = 20

  private let differences: [Double]
  /// P-value against "the differences are above 0".
  public let greater: Double
  /// P-value against "the differences are below 0".
  public let less: Double

  /// Twice the smaller p-value, 1 at most.
  public var twoSided: Double { min(1, 2 * min(greater, less)) }

  /// From one difference for each unit, of `mostPairs` units at most.
  public init(of differences: Sample) throws(InvalidSample) {
    guard differences.count <= Self.mostPairs else {
      throw .tooMany(count: differences.count, most: Self.mostPairs)
    }
    self.differences = differences.values
    greater = Self.greaterP(of: differences.values)
    less = Self.greaterP(of: differences.values.map { -$0 })
  }

  /// Flipping a set of differences takes twice its sum away: the result is as large as the observed
  /// one where that sum is at most 0. Sums that differ by rounding alone are equal, which can only
  /// make p larger.
  static func greaterP(of differences: [Double]) -> Double {
    let rounding = differences.reduce(0) { $0 + $1.magnitude } * 0x1p-46
    let count = SubsetSums.count(of: differences, atMost: rounding)
    return Double(count) / exp2(Double(differences.count))
  }

  /// The shifts that the two-sided test does not reject: the exact interval for the centre of symmetry.
  ///
  /// J. A. Hartigan, "Using subsample values as typical values", JASA 64 (1969) 1303-1317: the means of
  /// the 2^n − 1 subsets cut the line into 2^n parts that hold the centre with equal probability. So the
  /// k-th from either end, with k = ⌊α/2 · 2^n⌋, bound it with probability 1 − 2k/2^n.
  ///
  /// Nil where the pairs are too few for this confidence: then no interval is bounded.
  public func interval(
    confidence: Double = CensusStatistics.confidence
  ) throws(InvalidSample) -> ExactInterval? {
    let confidence = try InvalidSample.checked(confidence: confidence)
    let parts = exp2(Double(differences.count))
    let rank = Int((1 - confidence) / 2 * parts)
    guard rank > 0 else { return nil }
    let means = SubsetSums.sortedMeans(of: differences)
    return ExactInterval(
      low: means[rank - 1], high: means[means.count - rank],
      coverage: 1 - 2 * Double(rank) / parts)
  }
}

/// An interval from an exact test.
public struct ExactInterval: Hashable, Sendable {
  public let low: Double
  public let high: Double
  /// The probability with which such an interval covers the truth: the confidence asked for, or more.
  public let coverage: Double
}
