import Foundation
import Testing

@testable import CensusStatistics

@Suite("Exact tests of shares, groups and doses")
struct ExactGroupTests {
  @Test("the binomial test is SciPy's")
  func binomial() throws {
    let rows = try SciPy.rows(
      """
      from scipy.stats import binomtest
      for n in [1, 2, 5, 6, 17, 59, 400]:
          for k in sorted({0, 1, n // 3, n // 2, n - 1, n}):
              for p in [0.05, 0.5, 0.9]:
                  show(n, k, p, binomtest(k, n, p, alternative="greater").pvalue,
                       binomtest(k, n, p, alternative="less").pvalue)
      """)
    #expect(rows.count > 90)
    for row in rows {
      let test = try BinomialTest(count: Int(row[1]), of: Int(row[0]), against: row[2])
      #expect(agree(test.greater, row[3]), "\(row)")
      #expect(agree(test.less, row[4]), "\(row)")
    }
  }

  @Test("Fisher's exact test is SciPy's")
  func fisher() throws {
    let rows = try SciPy.rows(
      """
      from scipy.stats import fisher_exact
      for m, n in [(1, 1), (2, 6), (3, 6), (10, 15), (40, 7)]:
          for a in range(0, m + 1, max(1, m // 5)):
              for b in range(0, n + 1, max(1, n // 5)):
                  table = [[a, m - a], [b, n - b]]
                  show(m, a, n, b, *(fisher_exact(table, alternative=side)[1]
                                     for side in ["greater", "less", "two-sided"]))
      """)
    #expect(rows.count > 90)
    for row in rows {
      let test = try FisherExactTest(
        first: Int(row[1]), of: Int(row[0]), second: Int(row[3]), of: Int(row[2]))
      for (ours, theirs) in zip([test.greater, test.less, test.twoSided], row[4...]) {
        #expect(agree(ours, theirs), "\(row)")
      }
    }
  }

  @Test("Fisher's tea tasting: 4 of 4 against 0 of 4 is 1/70")
  func tea() throws {
    let test = try FisherExactTest(first: 4, of: 4, second: 0, of: 4)
    #expect(abs(test.greater - 1.0 / 70) < 1e-15)
  }

  @Test("the rank-sum test is the count of all choices, and SciPy's where there are no ties")
  func rankSum() throws {
    let cases = samples(sizes: 2...6, perSize: 4, seed: 11)
    let others = samples(sizes: 3...7, perSize: 4, seed: 12)
    let pairs = zip(cases, others).map { $0 + [99_999] + $1 }
    let rows = try SciPy.rows(
      """
      from scipy.stats import mannwhitneyu, rankdata
      for case in cases:
          cut = list(case).index(99999)
          first, second = case[:cut], case[cut + 1:]
          ranks = rankdata(np.concatenate([first, second]))
          observed = ranks[:cut].sum()
          sums = [sum(choice) for choice in itertools.combinations(ranks, cut)]
          greater = sum(s >= observed - 1e-9 for s in sums) / len(sums)
          less = sum(s <= observed + 1e-9 for s in sums) / len(sums)
          if len(set(ranks)) == len(ranks):
              assert abs(greater - mannwhitneyu(first, second, alternative="greater",
                                                method="exact").pvalue) < 1e-12
          show(observed, greater, less)
      """, cases: pairs)
    #expect(rows.count == pairs.count)
    for (row, pair) in zip(rows, zip(cases, others)) {
      let test = try RankSumTest(first: try Sample(pair.0), second: try Sample(pair.1))
      #expect(test.rankSum == row[0])
      #expect(agree(test.greater, row[1]))
      #expect(agree(test.less, row[2]))
    }
  }

  /// Both sides of the number from which choices are drawn, the first group smaller and larger.
  @Test("the rank-sum test of many is SciPy's, to four standard errors where choices are drawn")
  func rankSumOfMany() throws {
    var generator = SplitMix64(seed: 21)
    let sizes = [(20, 80), (70, 30), (50, 50), (20, 81), (150, 30), (6, 900)]
    let groups = sizes.map { first, second in
      (
        (0..<first).map { _ in generator.nextNormal() + 0.3 },
        (0..<second).map { _ in generator.nextNormal() }
      )
    }
    let rows = try SciPy.rows(
      """
      from scipy.stats import mannwhitneyu
      for case in cases:
          cut = list(case).index(99999)
          show(*(mannwhitneyu(case[:cut], case[cut + 1:], alternative=side, method="exact").pvalue
                 for side in ["greater", "less"]))
      """, cases: groups.map { $0.0 + [99_999] + $0.1 })
    #expect(rows.count == groups.count)
    for (row, group) in zip(rows, groups) {
      let test = try RankSumTest(first: try Sample(group.0), second: try Sample(group.1))
      if group.0.count + group.1.count <= RankSumTest.mostCounted {
        #expect(agree(test.greater, row[0]) && agree(test.less, row[1]))
      } else {
        for (ours, theirs) in zip([test.greater, test.less], row) {
          let error = (theirs * (1 - theirs) / Double(RankSumTest.draws)).squareRoot()
          #expect(abs(ours - theirs) <= 4 * error + 1e-4, "\(ours) \(theirs)")
        }
      }
    }
    let far = try RankSumTest(
      first: try Sample(Array(repeating: 9, count: 60)),
      second: try Sample((0..<60).map { Double($0) / 60 }))
    #expect((far.greater, far.less) == (1e-4, 1))
  }

  @Test("slope and test over units are those of all orders within units, counted in Python")
  func stratified() throws {
    let responses = samples(sizes: 3...3, perSize: 24, seed: 5)
    let doses: [Double] = [0, 50, 200]
    let cases = stride(from: 0, to: 24, by: 4).map { Array(responses[$0..<$0 + 4].joined()) }
    let script = """
      def sign(x): return int(x > 1e-9) - int(x < -1e-9)
      def s(x, y): return sum(sign(x[j] - x[i]) * sign(y[j] - y[i])
                              for i in range(len(x)) for j in range(i + 1, len(x)))
      doses = [0, 50, 200]
      for case in cases:
          units = case.reshape(-1, 3)
          slopes = [(y[j] - y[i]) / (doses[j] - doses[i]) for y in units
                    for i in range(3) for j in range(i + 1, 3)]
          for b in [0, 0.01]:
              rest = [[y - b * x for x, y in zip(doses, unit)] for unit in units]
              observed = sum(s(doses, unit) for unit in rest)
              lists = [[s(doses, order) for order in itertools.permutations(unit)] for unit in rest]
              sums = [sum(choice) for choice in itertools.product(*lists)]
              show(np.median(slopes), observed, sum(x >= observed for x in sums) / len(sums),
                   sum(x <= observed for x in sums) / len(sums))
      """
    let rows = try SciPy.rows(script, cases: cases)
    #expect(rows.count == cases.count * 2)
    for (number, row) in rows.enumerated() {
      let values = cases[number / 2]
      let strata = try stride(from: 0, to: values.count, by: 3).map {
        try StratifiedTrend.Stratum(
          doses: try Sample(doses), responses: try Sample(Array(values[$0..<$0 + 3])))
      }
      let trend = try StratifiedTrend(of: strata)
      let test = try trend.test(against: number % 2 == 0 ? 0 : 0.01)
      #expect(agree(trend.slope, row[0]))
      #expect(test.s == Int(row[1]))
      #expect(agree(test.greater, row[2]))
      #expect(agree(test.less, row[3]))
    }
  }

  @Test("one unit's trend is Theil-Sen's")
  func oneStratum() throws {
    let doses = try Sample([0, 1, 2, 3])
    let responses = try Sample([1, 4, 2, 8])
    let trend = try StratifiedTrend(of: [try .init(doses: doses, responses: responses)])
    let single = try TheilSen(doses: doses, responses: responses)
    var generator = SplitMix64(seed: 1)
    let test = try single.test(using: &generator)
    #expect(trend.slope == single.slope)
    #expect(try trend.test().greater == test.greater)
    #expect(try trend.test().s == test.s)
  }

  @Test("quantiles of the normal distribution are SciPy's")
  func normal() throws {
    let rows = try SciPy.rows(
      "from scipy.stats import norm\nfor p in [0.55, 0.8, 0.95, 0.9833, 0.999]: show(p, norm.ppf(p))"
    )
    for row in rows { #expect(agree(Normal.quantile(row[0]), row[1])) }
  }

  @Test("paired changes of few units are the sign-flip test; of many, drawn and never zero")
  func pairedChange() throws {
    for sample in samples(sizes: 3...9, perSize: 3, seed: 3) {
      let change = try PairedChange(of: try Sample(sample))
      let test = try SignFlipTest(of: try Sample(sample))
      #expect(change.above() == test.greater)
      #expect(change.below() == test.less)
    }
    let many = try PairedChange(of: try Sample((1...40).map(Double.init)))
    #expect(many.above() == 1.0 / 10_000)
    #expect(many.below() == 1)
    #expect(
      (0.4...0.6).contains(
        try PairedChange(of: try Sample((1...40).map { $0 % 2 == 0 ? 1 : -1 })).above()))
  }

  @Test(
    "counts that cannot be are refused",
    arguments: [(-1, 3), (4, 3), (0, 200_000_000)])
  func hostile(count: Int, total: Int) {
    #expect(throws: InvalidSample.self) { _ = try BinomialTest(count: count, of: total) }
    #expect(throws: InvalidSample.self) {
      _ = try FisherExactTest(first: count, of: total, second: 0, of: 1)
    }
  }
}
