/// Whether the values of one group tend to be larger than those of another: the exact rank-sum test.
///
/// H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is stochastically
/// larger than the other", Annals of Mathematical Statistics 18 (1947) 50-60. Without a difference each
/// choice of ranks for the first group is as likely. Ties have mean ranks, and their distribution is
/// counted as it is.
public struct RankSumTest: Hashable, Sendable {
  /// The number of sums grows with the square of the values.
  public static let mostValues = 300

  /// The ranks of the first group, summed.
  public let rankSum: Double
  /// P-value against "the first group is larger".
  public let greater: Double
  /// P-value against "the first group is smaller".
  public let less: Double

  /// Twice the smaller p-value, 1 at most.
  public var twoSided: Double { min(1, 2 * min(greater, less)) }

  /// From one value for each unit, of `mostValues` units in both groups together at most.
  public init(first: Sample, second: Sample) throws(InvalidSample) {
    let values = first.values + second.values
    guard values.count <= Self.mostValues else {
      throw .tooMany(count: values.count, most: Self.mostValues)
    }
    // Twice the rank is a whole number, mean ranks too.
    let ranks = values.map { value in
      values.reduce(1) { $0 + ($1 < value ? 2 : $1 == value ? 1 : 0) }
    }
    let observed = ranks.prefix(first.count).reduce(0, +)
    let counts = Self.choices(of: ranks, size: first.count)
    let all = counts.values.reduce(0, +)
    let ascending = counts.sorted { $0.key < $1.key }
    rankSum = Double(observed) / 2
    greater = min(1, ascending.filter { $0.key >= observed }.reduce(0) { $0 + $1.value } / all)
    less = min(1, ascending.filter { $0.key <= observed }.reduce(0) { $0 + $1.value } / all)
  }

  /// How many choices of `size` ranks have each sum.
  private static func choices(of ranks: [Int], size: Int) -> [Int: Double] {
    var counts = [[Int: Double]](repeating: [:], count: size + 1)
    counts[0] = [0: 1]
    for rank in ranks {
      for chosen in stride(from: size, to: 0, by: -1) {
        for (sum, count) in counts[chosen - 1] {
          counts[chosen][sum + rank, default: 0] += count
        }
      }
    }
    return counts[size]
  }
}
