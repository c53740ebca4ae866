import Foundation
import TestSupport
import Testing

@testable import CensusStatistics

@Suite("Clopper-Pearson interval")
struct ShareTests {
  /// The examples of R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of
  /// seven methods", Statistics in Medicine 17 (1998) 857-872, with the limits that `binom.test` of R 4.2.2
  /// prints.
  @Test(
    "agrees with R on published examples",
    arguments: [
      (81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0, 0.1684),
      (1, 29, 0.0009, 0.1776),
    ])
  func published(count: Int, total: Int, low: Double, high: Double) throws {
    let share = try #require(Share(count: count, of: total))
    #expect(abs(share.low - low) < 0.00005)
    #expect(abs(share.high - high) < 0.00005)
  }

  @Test("of one and of the other are mirror images", arguments: [1, 2, 7, 40, 1000])
  func symmetry(total: Int) throws {
    for count in stride(from: 0, through: total, by: max(1, total / 10)) {
      let share = try #require(Share(count: count, of: total))
      let mirror = try #require(Share(count: total - count, of: total))
      #expect(abs(share.low - (1 - mirror.high)) < 1e-12)
      #expect(share.low <= Double(count) / Double(total))
      #expect(share.high >= Double(count) / Double(total))
    }
  }

  /// The definition: at the lower limit, `count` or more of `total` come with probability 2.5 %.
  @Test("has the tails of its definition", arguments: [(1, 3), (2, 5), (9, 10), (30, 60)])
  func definition(count: Int, total: Int) throws {
    let share = try #require(Share(count: count, of: total))
    let probability = { (k: Int, p: Double) in
      (0..<k).reduce(1.0) { $0 * Double(total - $1) / Double($1 + 1) }
        * pow(p, Double(k)) * pow(1 - p, Double(total - k))
    }
    let upperTail = (count...total).map { probability($0, share.low) }.reduce(0, +)
    let lowerTail = (0...count).map { probability($0, share.high) }.reduce(0, +)
    #expect(abs(upperTail - 0.025) < 1e-12)
    #expect(abs(lowerTail - 0.025) < 1e-12)
  }

  @Test("of nothing is unknown")
  func nothing() {
    #expect(Share(count: 0, of: 0) == nil)
    #expect(Share(count: 4, of: 3) == nil)
    #expect(Share(count: -1, of: 3) == nil)
  }

  @Test("agrees with SciPy")
  func oracle() throws {
    let rows = try SciPy.rows(
      """
      from scipy.stats import beta
      for n in list(range(1, 40)) + [100, 999, 12345]:
          for k in sorted({0, 1, n // 3, n // 2, n - 1, n}):
              low = beta.ppf(.025, k, n - k + 1) if k > 0 else 0
              high = beta.ppf(.975, k + 1, n - k) if k < n else 1
              show(k, n, low, high)
      """)
    #expect(rows.count > 150)
    let wrong = try rows.filter { row in
      let share = try #require(Share(count: Int(row[0]), of: Int(row[1])))
      return abs(share.low - row[2]) > 1e-10 || abs(share.high - row[3]) > 1e-10
    }
    #expect(wrong.isEmpty)
  }

  @Test("agrees with statsmodels to 1e-9 at every confidence", arguments: [0.5, 0.9, 0.95, 0.999])
  func statsmodels(confidence: Double) throws {
    let rows = try SciPy.rows(
      """
      from statsmodels.stats.proportion import proportion_confint
      for n in list(range(1, 30)) + [263, 1000, 12345]:
          for k in sorted({0, 1, n // 3, n // 2, n - 1, n}):
              show(k, n, *proportion_confint(k, n, alpha=1 - \(confidence), method="beta"))
      """)
    #expect(rows.count > 100)
    for row in rows {
      let share = try #require(
        Share(count: Int(row[0]), of: Int(row[1]), confidence: confidence))
      // statsmodels says nan where the beta distribution degenerates, at 0 and at 1.
      #expect(agree(share.low, row[2].isNaN ? 0 : row[2]), "\(row)")
      #expect(agree(share.high, row[3].isNaN ? 1 : row[3]), "\(row)")
    }
  }
}
