import Foundation
import Testing

@testable import CensusStatistics

@Suite("Hodges-Lehmann estimate")
struct HodgesLehmannTests {
  /// The depression scale of nine patients, from M. Hollander and D. A. Wolfe, "Nonparametric Statistical
  /// Methods" (1973), as the examples of R's `wilcox.test` have it; R 4.2.2 gives the estimate −0.46 and the
  /// exact interval from −0.786 to −0.010. Its coverage is 1 − 2 · 10/512.
  @Test("agrees with R on a published example")
  func published() throws {
    let before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
    let after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    let result = try HodgesLehmann(of: Sample(zip(after, before).map { $0 - $1 }))
    #expect(agree(result.estimate, -0.46))
    let interval = try #require(result.interval)
    #expect(agree(interval.low, -0.786))
    #expect(agree(interval.high, -0.010))
    #expect(agree(interval.coverage, 1 - 20.0 / 512))
  }

  /// SciPy's exact signed-rank test rejects every shift outside the interval, and none inside.
  @Test("has the interval that SciPy's exact test gives by inversion")
  func oracle() throws {
    let cases = samples(sizes: 6...14, perSize: 2, seed: 4).enumerated()
      .filter { $0.offset % 2 == 0 }.map(\.element)
    let results = try cases.map { try HodgesLehmann(of: Sample($0)) }
    let inputs = try zip(cases, results).map { values, result in
      let interval = try #require(result.interval)
      return [interval.low, interval.high] + values
    }
    let rows = try SciPy.rows(
      """
      from scipy.stats import wilcoxon
      for low, high, *d in cases:
          d = np.array(d)
          n = len(d)
          walsh = [(d[i] + d[j]) / 2 for i in range(n) for j in range(i, n)]
          p = lambda shift: wilcoxon(d - shift, mode='exact').pvalue
          show(np.median(walsh), p(low - 1e-7), p(low + 1e-7), p(high - 1e-7), p(high + 1e-7))
      """, cases: inputs)
    #expect(rows.count == cases.count)
    for (result, row) in zip(results, rows) {
      #expect(agree(result.estimate, row[0]))
      #expect(row[1] <= 0.05 && row[2] > 0.05 && row[3] > 0.05 && row[4] <= 0.05, "\(row)")
      #expect(agree(try #require(result.interval).coverage, 1 - row[1]))
    }
  }

  /// All signs of the ranks, one by one, instead of a recursion over the ranks.
  @Test("has the interval and the coverage that NumPy finds by listing every choice of signs")
  func enumeration() throws {
    let cases = samples(sizes: 6...13, perSize: 3, seed: 15)
    let rows = try SciPy.rows(
      """
      for d in cases:
          n = len(d)
          signs = np.array(list(itertools.product([0, 1], repeat=n)))
          sums = signs @ np.arange(1, n + 1)
          for confidence in [0.8, 0.9, 0.95]:
              c = max(k for k in range(1, n * n) if np.mean(sums < k) <= (1 - confidence) / 2 + 1e-15)
              walsh = sorted((d[i] + d[j]) / 2 for i in range(n) for j in range(i, n))
              show(confidence, np.median(walsh), walsh[c - 1], walsh[-c], 1 - 2 * np.mean(sums < c))
      """, cases: cases)
    #expect(rows.count == cases.count * 3)
    for (index, row) in rows.enumerated() {
      let result = try HodgesLehmann(of: Sample(cases[index / 3]), confidence: row[0])
      let interval = try #require(result.interval)
      let ours = [result.estimate, interval.low, interval.high, interval.coverage]
      #expect(zip(ours, row[1...]).allSatisfy(agree), "\(ours) \(row)")
    }
  }

  @Test("covers exactly as it says", arguments: [0.8, 0.9, 0.95])
  func coverage(confidence: Double) throws {
    let magnitudes = [1.3, 0.2, 2.9, 0.71, 1.77, 4.03, 0.58, 3.01]
    let intervals = try allSigns(of: magnitudes).map { world in
      try #require(try HodgesLehmann(of: Sample(world), confidence: confidence).interval)
    }
    let covered = intervals.count { ($0.low...$0.high).contains(0) }
    #expect(Double(covered) / Double(intervals.count) == intervals[0].coverage)
    #expect(intervals[0].coverage >= confidence)
  }

  @Test("moves with its values, and turns with their signs")
  func equivariance() throws {
    for values in samples(sizes: 1...9, perSize: 2, seed: 5) {
      let estimate = try HodgesLehmann(of: Sample(values)).estimate
      #expect(agree(try HodgesLehmann(of: Sample(values.map { $0 + 10 })).estimate, estimate + 10))
      #expect(agree(try HodgesLehmann(of: Sample(values.map { -$0 })).estimate, -estimate))
    }
  }

  @Test("has no interval from five values, and refuses too many")
  func limits() throws {
    #expect(try HodgesLehmann(of: Sample([1, 2, 3, 4, 5])).interval == nil)
    let many = try Sample([Double](repeating: 1, count: 1001))
    #expect(throws: InvalidSample.tooMany(count: 1001, most: 1000)) {
      try HodgesLehmann(of: many)
    }
  }
}
