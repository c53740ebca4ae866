/// The centre of paired differences: the Hodges-Lehmann estimate and its exact interval.
///
/// J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical
/// Statistics 34 (1963) 598-611: the median of the means of all pairs of values, each value paired with
/// itself as well. Interval by inversion of the signed-rank test of F. Wilcoxon, "Individual comparisons by
/// ranking methods", Biometrics Bulletin 1 (1945) 80-83, as `wilcox.test` of R has it.
///
/// Of log ratios it is the logarithm of a factor.
public struct HodgesLehmann: Hashable, Sendable {
  /// The number of pairs of values grows with the square: this many values are half a million pairs.
  public static let mostValues = 1000

  public let estimate: Double
  /// Nil where the values are too few for the confidence: no interval is bounded then. The coverage
  /// is exact for differences without ties, symmetric about their centre.
  public let interval: ExactInterval?

  /// From one difference for each unit, of `mostValues` units at most.
  public init(
    of differences: Sample, confidence: Double = CensusStatistics.confidence
  ) throws(InvalidSample) {
    let confidence = try InvalidSample.checked(confidence: confidence)
    guard differences.count <= Self.mostValues else {
      throw .tooMany(count: differences.count, most: Self.mostValues)
    }
    let values = differences.values
    let averages = values.indices.flatMap { first in
      values[first...].map { values[first] + ($0 - values[first]) / 2 }
    }
    .sorted()
    estimate = Quantile.value(0.5, ofSorted: averages)
    interval = SignedRank(count: values.count).rank(tail: (1 - confidence) / 2).map { rank, tail in
      ExactInterval(
        low: averages[rank - 1], high: averages[averages.count - rank], coverage: 1 - 2 * tail)
    }
  }
}

/// The lower half of the distribution of Wilcoxon's signed-rank statistic, the sum of those of the ranks 1 to n that fair
/// coins choose: each rank is in the sum or not, with probability 1/2.
struct SignedRank {
  /// The probability of each sum, from 0 to the middle: no tail below 1/2 reaches further.
  private let probabilities: [Double]

  init(count: Int) {
    let middle = count * (count + 1) / 4 + 1
    var probabilities = [Double](repeating: 0, count: middle + 1)
    probabilities[0] = 1
    for step in stride(from: 1, through: count, by: 1) {
      let largest = min(middle, step * (step + 1) / 2)
      for sum in stride(from: largest, through: 0, by: -1) {
        let smaller = sum < step ? 0 : probabilities[sum - step]
        probabilities[sum] = (probabilities[sum] + smaller) / 2
      }
    }
    self.probabilities = probabilities
  }

  /// The largest c for which a sum below c has at most the probability `tail`, below 1/2, with that
  /// probability; nil where this is so for 0 alone.
  func rank(tail: Double) -> (rank: Int, tail: Double)? {
    var cumulative = 0.0
    for (sum, probability) in probabilities.enumerated() {
      guard cumulative + probability <= tail else {
        return sum == 0 ? nil : (sum, cumulative)
      }
      cumulative += probability
    }
    return nil
  }
}
