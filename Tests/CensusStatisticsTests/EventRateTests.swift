import Foundation
import Testing

@testable import CensusStatistics

@Suite("rates of events")
struct EventRateTests {
  /// 95 % limits for the mean, as `poisson.test` of R 4.2.2 prints them.
  @Test(
    "agree with R's",
    arguments: [
      (0, 0, 3.68888), (1, 0.02532, 5.57164), (5, 1.62349, 11.66833), (10, 4.79539, 18.39036),
    ])
  func published(events: Int, low: Double, high: Double) throws {
    let rate = try EventRate(events: events, hours: 1)
    #expect(abs(rate.low - low) <= 0.000_005)
    #expect(abs(rate.high - high) <= 0.000_005)
  }

  @Test("agree with SciPy's chi-square quantiles")
  func oracle() throws {
    let rows = try SciPy.rows(
      """
      from scipy.stats import chi2
      for k in [0, 1, 2, 3, 10, 47, 100, 999, 12345, 1000000]:
          for confidence in [0.5, 0.9, 0.95, 0.999]:
              tail = (1 - confidence) / 2
              show(k, confidence, chi2.ppf(tail, 2 * k) / 2 if k else 0,
                  chi2.isf(tail, 2 * k + 2) / 2, chi2.ppf(confidence, 2 * k + 2) / 2)
      """)
    #expect(rows.count == 40)
    for row in rows {
      let rate = try EventRate(events: Int(row[0]), hours: 1, confidence: row[1])
      #expect(agree(rate.low, row[2]), "\(row)")
      #expect(agree(rate.high, row[3]), "\(row)")
      #expect(agree(rate.below, row[4]), "\(row)")
    }
  }

  /// The definition, without gamma functions: sums of Poisson probabilities, solved for the mean.
  @Test("are the means at which the tails have their probability")
  func definition() throws {
    let rows = try SciPy.rows(
      """
      from scipy.optimize import brentq
      def tail(counts, mean):
          return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in counts)
      for k in [1, 2, 5, 10, 33, 80]:
          solve = lambda f: brentq(f, 1e-6, 4 * k + 20, xtol=1e-13, rtol=1e-14)
          show(k, solve(lambda m: 0.975 - tail(range(k), m)),
              solve(lambda m: tail(range(k + 1), m) - 0.025),
              solve(lambda m: tail(range(k + 1), m) - 0.05))
      """)
    #expect(rows.count == 6)
    for row in rows {
      let rate = try EventRate(events: Int(row[0]), hours: 1)
      #expect(agree(rate.low, row[1]), "\(row)")
      #expect(agree(rate.high, row[2]), "\(row)")
      #expect(agree(rate.below, row[3]), "\(row)")
    }
  }

  @Test("have gamma functions that agree with SciPy's")
  func gamma() throws {
    let rows = try SciPy.rows(
      """
      from scipy.special import gammainc, gammaincc
      for a in [0.5, 1, 1.5, 6, 30.5, 1000]:
          for ratio in [0.001, 0.3, 0.9, 1, 1.1, 2, 5]:
              show(a, a * ratio, gammainc(a, a * ratio), gammaincc(a, a * ratio))
      """)
    #expect(rows.count == 42)
    for row in rows {
      #expect(agree(IncompleteGamma.lower(row[0], row[1]), row[2]), "\(row)")
      #expect(agree(IncompleteGamma.upper(row[0], row[1]), row[3]), "\(row)")
    }
  }

  @Test("of silence are below −ln(0.05)/T, as the silence limit says", arguments: [1, 12, 72])
  func silence(hours: Int) throws {
    let rate = try EventRate(events: 0, hours: Double(hours))
    let limit = try #require(SilenceLimit.contactsPerHour(exposureMinutes: Int64(hours) * 60))
    #expect(rate.isSilent)
    #expect(agree(rate.below, limit))
    #expect((rate.perHour, rate.low) == (0, 0))
  }

  @Test("cover every mean with at least their confidence")
  func coverage() throws {
    let limits = try (0...60).map { try EventRate(events: $0, hours: 1) }
    for step in 1...100 {
      let mean = Double(step) / 5
      let covered = limits.filter { ($0.low...$0.high).contains(mean) }.map { rate in
        exp(Double(rate.events) * log(mean) - mean - lgamma(Double(rate.events) + 1))
      }
      #expect(covered.reduce(0, +) >= 0.95, "\(mean)")
    }
  }

  @Test("rise with events and shrink with time")
  func monotone() throws {
    let rates = try (0...30).map { try EventRate(events: $0, hours: 10) }
    for (fewer, more) in zip(rates, rates.dropFirst()) {
      #expect(fewer.low < more.low && fewer.high < more.high && fewer.below < more.below)
    }
    #expect(agree(try EventRate(events: 4, hours: 20).high * 2, rates[4].high))
  }

  @Test("need a time and a count")
  func refusals() {
    for hours in [0, -1, .nan, .infinity] {
      #expect(throws: InvalidSample.self) { try EventRate(events: 1, hours: hours) }
    }
    #expect(throws: InvalidSample.self) { try EventRate(events: -1, hours: 1) }
    #expect(throws: InvalidSample.self) { try EventRate(events: 1, hours: 1, confidence: 1) }
  }
}

@Suite("time between contacts")
struct InterContactTimeTests {
  @Test("has NumPy's median and quartiles")
  func oracle() throws {
    let cases = samples(sizes: 2...12, perSize: 2, seed: 6)
    let rows = try SciPy.rows(
      "for t in cases: show(*np.percentile(np.diff(np.sort(t)), [25, 50, 75]))", cases: cases)
    #expect(rows.count == cases.count)
    for (times, row) in zip(cases, rows) {
      let result = try InterContactTime(contactsByBlock: [times])
      #expect(agree(result.lowerQuartile, row[0]))
      #expect(agree(result.median, row[1]))
      #expect(agree(result.upperQuartile, row[2]))
    }
  }

  @Test("shows a beat of 4.5 minutes, and nothing between blocks")
  func beat() throws {
    let block = (0..<20).map { Double($0) * 4.5 }
    let later = block.map { $0 + 100_000 }
    let result = try InterContactTime(contactsByBlock: [later.reversed(), [], block, [7]])
    #expect(result.count == 38)
    #expect((result.lowerQuartile, result.median, result.upperQuartile) == (4.5, 4.5, 4.5))
  }

  @Test("needs two contacts in one block")
  func refusals() {
    for blocks in [[], [[]], [[1], [2]], [[1, .nan]]] as [[[Double]]] {
      #expect(throws: InvalidSample.self) { try InterContactTime(contactsByBlock: blocks) }
    }
  }
}
