import Foundation
import TestSupport
import Testing

@testable import CensusStatistics

@Suite("Theil-Sen slope")
struct TheilSenTests {
  private func result(_ doses: [Double], _ responses: [Double]) throws -> TheilSen {
    try TheilSen(doses: Sample(doses), responses: Sample(responses))
  }

  /// The data of example 9.1 (cloud seeding) of M. Hollander, D. A. Wolfe and E. Chicken, "Nonparametric
  /// Statistical Methods", as the R package NSM3 has them in `theil`. The slope is the median of ten, p that of
  /// `cor.test(method = "kendall")` of R 4.2.2: 14 of 120 orders.
  @Test("agrees with R on a published example")
  func published() throws {
    let slope = try result([1, 2, 3, 4, 5], [1.26, 1.27, 1.12, 1.16, 1.03])
    #expect(agree(slope.slope, -0.05625))
    var generator = SeededGenerator(seed: 1)
    let test = try slope.test(using: &generator)
    #expect(test.s == -6)
    #expect(agree(test.less, 14.0 / 120))
    #expect(test.draws == nil)
  }

  @Test("agrees with SciPy, doses given more than once included")
  func oracle() throws {
    let cases = samples(sizes: 3...12, perSize: 4, seed: 7)
    let rows = try SciPy.rows(
      """
      from scipy.stats import theilslopes
      for y in cases:
          x = [(0, 50, 200, 800)[i % 4] for i in range(len(y))]
          show(*theilslopes(y, x)[:2])
      """, cases: cases)
    #expect(rows.count == cases.count)
    for (responses, row) in zip(cases, rows) {
      let slope = try result(
        responses.indices.map { [0, 50, 200, 800][$0 % 4] }, responses)
      #expect(agree(slope.slope, row[0]))
      #expect(agree(slope.intercept, row[1]))
    }
  }

  @Test("has the exact p-value of SciPy's Kendall test where nothing is tied")
  func kendall() throws {
    let cases = samples(sizes: 2...8, perSize: 4, seed: 8).filter { Set($0).count == $0.count }
    let rows = try SciPy.rows(
      """
      from scipy.stats import kendalltau
      for y in cases:
          show(kendalltau(range(len(y)), y, method='exact').pvalue)
      """, cases: cases)
    #expect(rows.count == cases.count && rows.count > 14)
    var generator = SeededGenerator(seed: 1)
    for (responses, row) in zip(cases, rows) {
      let test = try result(responses.indices.map(Double.init), responses)
        .test(using: &generator)
      #expect(agree(test.twoSided, row[0]), "\(responses)")
    }
  }

  @Test("counts the same orders as Python where doses and responses are tied")
  func ties() throws {
    let cases = samples(sizes: 6...7, perSize: 4, seed: 9)
    let rows = try SciPy.rows(
      """
      for y in cases:
          x = np.array([(0, 50, 200)[i % 3] for i in range(len(y))])
          above = np.sign(np.subtract.outer(x, x))
          score = lambda y: (above * np.sign(np.subtract.outer(y, y))).sum() / 2
          scores = np.array([score(np.array(order)) for order in itertools.permutations(y)])
          show(score(y), (scores >= score(y)).mean(), (scores <= score(y)).mean())
      """, cases: cases)
    #expect(rows.count == cases.count)
    var generator = SeededGenerator(seed: 1)
    for (responses, row) in zip(cases, rows) {
      let doses = responses.indices.map { [0.0, 50, 200][$0 % 3] }
      let test = try result(doses, responses).test(using: &generator)
      #expect(test.s == Int(row[0]))
      #expect(agree(test.greater, row[1]))
      #expect(agree(test.less, row[2]))
    }
  }

  /// The largest of nine responses comes first: P(S ≥ 20) by `cor.test(method = "kendall")` of R 4.2.2 is
  /// 0.02230765; ten thousand draws are within four standard errors of it.
  @Test("draws orders where there are too many to count, and never says 0")
  func draws() throws {
    let doses = (1...9).map(Double.init)
    var generator = SeededGenerator(seed: 3)
    let perfect = try result(doses, doses).test(draws: 99, using: &generator)
    #expect(perfect.greater == 0.01)
    #expect((perfect.less, perfect.draws) == (1, 99))
    let swapped = [9.0, 1, 2, 3, 4, 5, 6, 7, 8]
    let test = try result(doses, swapped).test(draws: 9999, using: &generator)
    #expect(test.s == 20)
    #expect(abs(test.greater - 0.022_307_65) < 0.006)
    var again = SeededGenerator(seed: 5)
    var same = SeededGenerator(seed: 5)
    let one = try result(doses, swapped).test(using: &again)
    #expect(try result(doses, swapped).test(using: &same) == one)
  }

  @Test("finds an upload that follows the content byte for byte, and not a fixed one")
  func dose() throws {
    let megabytes = [0.0, 0, 50, 50, 50, 200, 200, 200]
    let noise = [3.0, 1, 2, 5, 4, 1, 3, 2]
    let following = try result(megabytes, zip(megabytes, noise).map { $0 + $1 })
    var generator = SeededGenerator(seed: 1)
    #expect(abs(following.slope - 1) < 0.05)
    #expect(try following.test(using: &generator).greater < 0.01)
    #expect(try following.test(against: 1, using: &generator).twoSided > 0.5)
    #expect(try result(megabytes, noise).test(using: &generator).twoSided > 0.5)
  }

  @Test("leaves nothing over from a line, whatever the rounding")
  func line() throws {
    let doses = [0.0, 0.7, 1.1, 3.3, 7.9, 11.3]
    let line = try result(doses, doses.map { 0.1 * $0 + 0.3 })
    var generator = SeededGenerator(seed: 1)
    let test = try line.test(against: 0.1, using: &generator)
    #expect((test.s, test.twoSided) == (0, 1))
    #expect(try line.test(using: &generator).greater == 1.0 / 720)
  }

  @Test("turns and scales with its responses")
  func equivariance() throws {
    let doses = [1.0, 2, 4, 8, 8]
    for responses in samples(sizes: 5...5, perSize: 6, seed: 10) {
      let slope = try result(doses, responses).slope
      #expect(agree(try result(doses, responses.map { -3 * $0 }).slope, -3 * slope))
      let tilted = zip(doses, responses).map { 2 * $0 + $1 }
      #expect(agree(try result(doses, tilted).slope, slope + 2))
    }
  }

  @Test("refuses what has no slope, and says why")
  func refusals() throws {
    #expect(throws: InvalidSample.undefined("a slope needs two different doses")) {
      try result([1, 1], [2, 3])
    }
    #expect(throws: InvalidSample.lengthsDiffer(2, 1)) { try result([1, 2], [1]) }
    #expect(throws: InvalidSample.self) { try result([0, .leastNonzeroMagnitude], [0, 1e150]) }
    let slope = try result([1, 2], [1, 2])
    var generator = SeededGenerator(seed: 1)
    #expect(throws: InvalidSample.self) { try slope.test(draws: 0, using: &generator) }
    #expect(throws: InvalidSample.self) { try slope.test(against: .nan, using: &generator) }
  }
}
