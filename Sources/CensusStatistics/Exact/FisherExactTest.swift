import Glibc

/// Whether two groups of units show a thing equally often: Fisher's exact test.
///
/// R. A. Fisher, "The logic of inductive inference", Journal of the Royal Statistical Society 98 (1935)
/// 39-82. Given the margins, the count of the first group has a hypergeometric distribution if the group
/// does not matter. Two-sided: the probability of all tables that are no more probable than the observed
/// one, as `fisher.test` of R and `fisher_exact` of SciPy have it.
public struct FisherExactTest: Hashable, Sendable {
  /// P-value against "the first group shows it more often".
  public let greater: Double
  /// P-value against "the first group shows it less often".
  public let less: Double
  public let twoSided: Double

  /// `first` of `firstTotal` and `second` of `secondTotal` show it; at most a million units in all.
  public init(
    first: Int, of firstTotal: Int, second: Int, of secondTotal: Int
  ) throws(InvalidSample) {
    let range = 0...500_000
    for (count, total) in [(first, firstTotal), (second, secondTotal)]
    where !range.contains(total) || !(0...total).contains(count) {
      throw .outOfRange("\(count) of \(total)", expected: "a count up to a total of 500000")
    }
    let showing = first + second
    let smallest = max(0, showing - secondTotal)
    let all = Self.logChoose(firstTotal + secondTotal, showing)
    let probabilities = (smallest...min(firstTotal, showing)).map { count in
      exp(
        Self.logChoose(firstTotal, count) + Self.logChoose(secondTotal, showing - count) - all)
    }
    let observed = first - smallest
    // Tables that differ by rounding alone are equally probable.
    let limit = probabilities[observed] * (1 + 1e-7)
    greater = min(1, probabilities[observed...].reduce(0, +))
    less = min(1, probabilities[...observed].reduce(0, +))
    twoSided = min(1, probabilities.filter { $0 <= limit }.reduce(0, +))
  }

  /// ln C(n, k)
  private static func logChoose(_ n: Int, _ k: Int) -> Double {
    lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
  }
}
