/// Whether the values of one group tend to be larger than those of another: the rank-sum test.
///
/// H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is stochastically
/// larger than the other", Annals of Mathematical Statistics 18 (1947) 50-60. Without a difference each
/// choice of ranks for the first group is as likely. Ties have mean ranks, and their distribution is
/// counted as it is, up to `mostCounted` values; above, `draws` choices are drawn and the observed one counts
/// as one of them (B. Phipson and G. K. Smyth, "Permutation p-values should never be zero", Statistical
/// Applications in Genetics and Molecular Biology 9 (2010) 39).
public struct RankSumTest: Hashable, Sendable {
  /// All choices are counted up to this number of values in both groups together.
  public static let mostCounted = 100
  public static let mostValues = HodgesLehmann.mostValues
  /// The drawn choices.
  public static let draws = 9999

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
    let ranks = Self.doubledRanks(of: values)
    rankSum = Double(ranks.prefix(first.count).reduce(0, +)) / 2
    // The ranks of both groups have one sum: the smaller group says as much with less work.
    let isFirstSmaller = first.count <= second.count
    let smaller = isFirstSmaller ? ranks.prefix(first.count) : ranks.suffix(second.count)
    let observed = smaller.reduce(0, +)
    let tails =
      values.count <= Self.mostCounted
      ? Self.counted(ranks, size: smaller.count, observed: observed)
      : Self.drawn(ranks, size: smaller.count, observed: observed)
    (greater, less) = isFirstSmaller ? (tails.above, tails.below) : (tails.below, tails.above)
  }

  /// Twice the rank is a whole number, mean ranks too.
  private static func doubledRanks(of values: [Double]) -> [Int] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Int](repeating: 0, count: values.count)
    var begin = 0
    while begin < order.count {
      let end = order[begin...].firstIndex { values[$0] != values[order[begin]] } ?? order.count
      for place in begin..<end { ranks[order[place]] = begin + end + 1 }
      begin = end
    }
    return ranks
  }

  /// The shares of all choices of `size` ranks whose sum is at least, and at most, the observed one.
  private static func counted(
    _ ranks: [Int], size: Int, observed: Int
  ) -> (above: Double, below: Double) {
    let largest = ranks.sorted().suffix(size).reduce(0, +)
    // How many choices of so many ranks have each sum, row by row.
    let width = largest + 1
    var counts = [Double](repeating: 0, count: (size + 1) * width)
    counts[0] = 1
    for (seen, rank) in ranks.enumerated() where rank < width {
      for chosen in stride(from: min(size, seen + 1), to: 0, by: -1) {
        let (row, before) = (chosen * width, (chosen - 1) * width)
        for sum in rank..<width { counts[row + sum] += counts[before + sum - rank] }
      }
    }
    let choices = counts[(size * width)...]
    let all = choices.reduce(0, +)
    return (
      min(1, choices[(size * width + observed)...].reduce(0, +) / all),
      min(1, choices[...(size * width + observed)].reduce(0, +) / all)
    )
  }

  private static func drawn(
    _ ranks: [Int], size: Int, observed: Int
  ) -> (above: Double, below: Double) {
    // Drawn from the numbers of units alone, so that the same data have the same p.
    var generator = SplitMix64(seed: UInt64(ranks.count) << 32 | UInt64(size))
    var order = ranks
    var tally = (above: 1, below: 1)
    for _ in 0..<draws {
      var sum = 0
      for place in 0..<size {
        order.swapAt(place, Int.random(in: place..<order.count, using: &generator))
        sum += order[place]
      }
      tally.above += sum >= observed ? 1 : 0
      tally.below += sum <= observed ? 1 : 0
    }
    return (Double(tally.above) / Double(draws + 1), Double(tally.below) / Double(draws + 1))
  }
}
