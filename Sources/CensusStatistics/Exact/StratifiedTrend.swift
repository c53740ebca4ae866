/// How a response follows a dose within each of several units: one slope, and one exact test.
///
/// R. M. Hirsch, J. R. Slack and R. A. Smith, "Techniques of trend analysis for monthly water quality
/// data", Water Resources Research 18 (1982) 107-121: the slope is the median of all pairs' slopes
/// within units (Theil-Sen for strata), and Kendall's S is summed over units. So what a unit sends
/// anyway is not mistaken for an answer to the dose. Without effect each order of a unit's responses
/// is as likely, whatever the other units do: the distribution of the sum is the convolution of the
/// units' distributions, counted in full.
public struct StratifiedTrend: Hashable, Sendable {
  /// The doses of one unit, with what it answered to each.
  public struct Stratum: Hashable, Sendable {
    public let doses: Sample
    public let responses: Sample

    /// 2 to `SlopePermutation.mostEnumerated` points, of two different doses at least.
    public init(doses: Sample, responses: Sample) throws(InvalidSample) {
      guard doses.count == responses.count else {
        throw .lengthsDiffer(doses.count, responses.count)
      }
      guard doses.count <= SlopePermutation.mostEnumerated else {
        throw .tooMany(count: doses.count, most: SlopePermutation.mostEnumerated)
      }
      guard Set(doses.values).count > 1 else {
        throw .undefined("a slope needs two different doses")
      }
      self.doses = doses
      self.responses = responses
    }
  }

  /// What the test says against one slope.
  public struct Test: Hashable, Sendable {
    public let s: Int
    /// P-value against "the slope is larger".
    public let greater: Double
    /// P-value against "the slope is smaller".
    public let less: Double
  }

  /// Sums of S stay small: 28 for each unit.
  public static let mostStrata = 1000

  public let strata: [Stratum]
  /// The median of (y₂ − y₁)/(x₂ − x₁) over all pairs of one unit with different doses.
  public let slope: Double

  public init(of strata: [Stratum]) throws(InvalidSample) {
    guard !strata.isEmpty else { throw .tooFew(count: 0, least: 1) }
    guard strata.count <= Self.mostStrata else {
      throw .tooMany(count: strata.count, most: Self.mostStrata)
    }
    self.strata = strata
    slope = try InvalidSample.checked(
      result: Quantile.median(of: strata.flatMap(\.slopes)), of: "slope")
  }

  /// Whether the slope is `slope`.
  public func test(against slope: Double = 0) throws(InvalidSample) -> Test {
    var observed = 0
    var distribution = [0: 1.0]
    for stratum in strata {
      let scores = try stratum.scores(against: slope)
      observed += scores.observed
      var next: [Int: Double] = [:]
      for (sum, probability) in distribution {
        for (score, share) in scores.distribution {
          next[sum + score, default: 0] += probability * share
        }
      }
      distribution = next
    }
    // Added up in one order, so that equal data give equal bits.
    let ascending = distribution.sorted { $0.key < $1.key }
    return Test(
      s: observed,
      greater: min(1, ascending.filter { $0.key >= observed }.reduce(0) { $0 + $1.value }),
      less: min(1, ascending.filter { $0.key <= observed }.reduce(0) { $0 + $1.value }))
  }
}

extension StratifiedTrend.Stratum {
  fileprivate var slopes: [Double] {
    let (x, y) = (doses.values, responses.values)
    return x.indices.flatMap { first in
      (0..<first).filter { x[$0] != x[first] }.map { (y[first] - y[$0]) / (x[first] - x[$0]) }
    }
  }

  /// Kendall's S of what `slope` leaves over, and the probability of each S over all orders.
  fileprivate func scores(
    against slope: Double
  ) throws(InvalidSample) -> (observed: Int, distribution: [Int: Double]) {
    let (x, y) = (doses.values, responses.values)
    let rest = try Sample(zip(x, y).map { $1 - slope * $0 }).values
    let largest = zip(x, y).map { abs(slope * $0) + abs($1) }.max() ?? 0
    // What a slope leaves over is rounded; responses themselves are compared as they are.
    let rounding = slope == 0 ? 0 : largest * 0x1p-46
    var counts: [Int: Int] = [:]
    SlopePermutation.forEachOrder(of: rest) { order in
      counts[SlopePermutation.score(x, order, rounding: rounding), default: 0] += 1
    }
    let orders = Double(counts.values.reduce(0, +))
    return (
      SlopePermutation.score(x, rest, rounding: rounding), counts.mapValues { Double($0) / orders }
    )
  }
}
