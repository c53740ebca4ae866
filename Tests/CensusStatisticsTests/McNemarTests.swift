import Testing

@testable import CensusStatistics

@Suite("McNemar's test")
struct McNemarTests {
  /// Sums of binomial coefficients, such as 1 + 10 + 45 of 2^10: so many tosses have at most so few heads.
  @Test(
    "counts tosses of a coin",
    arguments: [(0, 5, 1), (1, 10, 11), (2, 10, 56), (3, 15, 576), (7, 25, 726_206)])
  func counted(fewer: Int, total: Int, tosses: Double) throws {
    let test = try McNemarTest(onlyFirst: total - fewer, onlySecond: fewer)
    #expect(agree(test.firstMoreOften, tosses / Double(1 << total)))
  }

  @Test("agrees with SciPy's binomial test")
  func oracle() throws {
    let rows = try SciPy.rows(
      """
      from scipy.stats import binomtest
      for n in [1, 2, 3, 7, 20, 59, 400]:
          for b in sorted({0, 1, n // 3, n // 2, n}):
              test = lambda side: binomtest(b, n, 0.5, side).pvalue
              show(b, n - b, test('greater'), test('less'), test('two-sided'))
      """)
    #expect(rows.count > 25)
    for row in rows {
      let test = try McNemarTest(onlyFirst: Int(row[0]), onlySecond: Int(row[1]))
      #expect(agree(test.firstMoreOften, row[2]), "\(row)")
      #expect(agree(test.secondMoreOften, row[3]), "\(row)")
      #expect(agree(test.twoSided, row[4]), "\(row)")
    }
  }

  @Test("agrees with statsmodels' exact test")
  func statsmodels() throws {
    let rows = try SciPy.rows(
      """
      from statsmodels.stats.contingency_tables import mcnemar
      for b in range(0, 12):
          for c in [0, 1, 3, 6, 11, 200]:
              if b + c: show(b, c, mcnemar([[5, b], [c, 7]], exact=True).pvalue)
      """)
    #expect(rows.count == 71)
    for row in rows {
      let test = try McNemarTest(onlyFirst: Int(row[0]), onlySecond: Int(row[1]))
      #expect(agree(test.twoSided, row[2]), "\(row)")
    }
  }

  @Test("counts only units that differ, and mirrors its sides")
  func pairs() throws {
    let first = [true, true, true, false, false, true]
    let second = [true, false, false, false, true, false]
    let test = try McNemarTest(first: first, second: second)
    #expect((test.onlyFirst, test.onlySecond) == (3, 1))
    let mirror = try McNemarTest(first: second, second: first)
    #expect(mirror.secondMoreOften == test.firstMoreOften)
    #expect(mirror.twoSided == test.twoSided)
    #expect(try McNemarTest(onlyFirst: 0, onlySecond: 0).twoSided == 1)
  }

  @Test("keeps its level whatever the number of differing units", arguments: 1...14)
  func level(total: Int) throws {
    for level in [0.01, 0.05, 0.2] {
      let rejected = try (0..<(1 << total)).count { choice in
        let heads = choice.nonzeroBitCount
        return try McNemarTest(onlyFirst: heads, onlySecond: total - heads).twoSided <= level
      }
      #expect(Double(rejected) <= level * Double(1 << total))
    }
  }

  @Test("refuses counts that cannot be")
  func refusals() {
    #expect(throws: InvalidSample.self) { try McNemarTest(onlyFirst: -1, onlySecond: 2) }
    #expect(throws: InvalidSample.self) { try McNemarTest(onlyFirst: .max, onlySecond: .max) }
    #expect(throws: InvalidSample.lengthsDiffer(1, 0)) {
      try McNemarTest(first: [true], second: [])
    }
  }
}
