import Foundation
import Testing

@testable import CensusStatistics

@Suite("pooling between sites")
struct SitePoolingTests {
  private func sites(_ estimates: [Double], _ errors: [Double]) throws -> [SiteEstimate] {
    try zip(estimates, errors).map { try SiteEstimate(estimate: $0, standardError: $1) }
  }

  /// G. A. Colditz and others, "Efficacy of BCG vaccine in the prevention of tuberculosis", JAMA 271
  /// (1994) 698-702, thirteen trials: cases and others among the vaccinated and the unvaccinated. The
  /// pooled log risk ratios are those of the R package metafor (W. Viechtbauer, Journal of Statistical
  /// Software 36 (2010) 3) by its method "DL".
  @Test("agrees with the published analysis of thirteen vaccine trials")
  func published() throws {
    let trials: [[Double]] = [
      [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619],
      [33, 5036, 47, 5761], [180, 1361, 372, 1079], [8, 2537, 10, 619],
      [505, 87886, 499, 87892], [29, 7470, 45, 7232], [17, 1699, 65, 1600],
      [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825],
    ]
    let pooled = try #require(
      try SitePooling(
        of: trials.map { t in
          let (vaccinated, others) = (t[0] + t[1], t[2] + t[3])
          return try SiteEstimate(
            estimate: log(t[0] / vaccinated) - log(t[2] / others),
            standardError: (1 / t[0] - 1 / vaccinated + 1 / t[2] - 1 / others).squareRoot())
        }))
    #expect(abs(pooled.estimate - -0.7141) < 0.00005)
    #expect(abs(pooled.standardError - 0.1787) < 0.00005)
    #expect(abs(pooled.betweenVariance - 0.3088) < 0.00005)
    #expect(abs(pooled.q - 152.2330) < 0.00005)
    #expect(abs(pooled.iSquared - 0.9212) < 0.00005)
  }

  @Test("agrees with NumPy and SciPy's distributions")
  func oracle() throws {
    let estimates = samples(sizes: 3...12, perSize: 4, seed: 11)
    let errors = estimates.map { $0.indices.map { 0.3 + Double($0 % 4) / 3 } }
    let rows = try SciPy.rows(
      """
      from scipy.stats import chi2, norm, t
      for case in cases:
          y, v = np.split(case, 2)
          v = v ** 2
          k = len(y)
          w = 1 / v
          mean = np.average(y, weights=w)
          q = (w * (y - mean) ** 2).sum()
          tau = max(0, (q - k + 1) / (w.sum() - (w ** 2).sum() / w.sum()))
          w = 1 / (v + tau)
          mean = np.average(y, weights=w)
          error = w.sum() ** -0.5
          scale = max(1, (w * (y - mean) ** 2).sum() / (k - 1))
          show(mean, error, tau, q, chi2.sf(q, k - 1), max(0, 1 - (k - 1) / q) if q else 0,
              mean + norm.ppf(0.975) * error, mean + t.ppf(0.975, k - 1) * error * scale ** 0.5)
      """, cases: zip(estimates, errors).map { $0 + $1 })
    #expect(rows.count == estimates.count)
    for (index, row) in rows.enumerated() {
      let pooled = try #require(
        try SitePooling(of: sites(estimates[index], errors[index])))
      let ours = [
        pooled.estimate, pooled.standardError, pooled.betweenVariance, pooled.q,
        pooled.heterogeneityP, pooled.iSquared, pooled.normalInterval.upperBound,
        pooled.interval.upperBound,
      ]
      #expect(zip(ours, row).allSatisfy(agree), "\(ours) \(row)")
      #expect(agree(pooled.interval.lowerBound + pooled.interval.upperBound, 2 * pooled.estimate))
    }
  }

  @Test("is not done for fewer than three sites")
  func few() throws {
    #expect(try SitePooling(of: []) == nil)
    #expect(try SitePooling(of: sites([1, 2], [1, 1])) == nil)
    #expect(try SitePooling(of: sites([1, 2, 3], [1, 1, 1])) != nil)
  }

  @Test("of sites that agree finds no difference between them")
  func agreement() throws {
    let pooled = try #require(try SitePooling(of: sites([2, 2, 2, 2], [1, 1, 1, 1])))
    #expect((pooled.estimate, pooled.standardError) == (2, 0.5))
    #expect((pooled.iSquared, pooled.betweenVariance, pooled.heterogeneityP) == (0, 0, 1))
  }

  @Test("refuses errors that cannot be, and survives extremes")
  func refusals() throws {
    for error in [0, -1, .nan, .infinity] {
      #expect(throws: InvalidSample.self) {
        try SiteEstimate(estimate: 1, standardError: error)
      }
    }
    #expect(throws: InvalidSample.self) { try SiteEstimate(estimate: .nan, standardError: 1) }
    #expect(throws: InvalidSample.self) {
      try SitePooling(of: sites([1e150, -1e150, 0], [1e-50, 1e-50, 1]))
    }
    #expect(try SitePooling(of: sites([1, 2, 3], [1e-50, 1e50, 1])) != nil)
  }
}

@Suite("Holm's adjustment")
struct HolmTests {
  @Test("multiplies the smallest by the number of claims, and never turns the order")
  func example() throws {
    let adjusted = try Holm.adjusted([0.01, 0.04, 0.03, 0.005])
    #expect(zip(adjusted, [0.03, 0.06, 0.06, 0.02]).allSatisfy(agree))
    #expect(try Holm.adjusted([]).isEmpty)
    #expect(try Holm.adjusted([0.9, 0.8]) == [1, 1])
  }

  /// The closed test of which Holm's is the short form (R. Marcus, E. Peritz and K. R. Gabriel, Biometrika
  /// 63 (1976) 655-660): the largest Bonferroni p of all sets of claims that hold the claim.
  @Test("is the closure of Bonferroni's test")
  func oracle() throws {
    let cases = samples(sizes: 1...6, perSize: 4, seed: 12).map { $0.map { abs($0) / 20 } }
    let rows = try SciPy.rows(
      """
      for p in cases:
          sets = [s for n in range(1, len(p) + 1)
              for s in itertools.combinations(range(len(p)), n)]
          show(*(max(min(1, len(s) * min(p[i] for i in s)) for s in sets if claim in s)
              for claim in range(len(p))))
      """, cases: cases)
    #expect(rows.count == cases.count)
    for (values, row) in zip(cases, rows) {
      let adjusted = try Holm.adjusted(values)
      #expect(adjusted.count == row.count && zip(adjusted, row).allSatisfy(agree))
    }
  }

  @Test("refuses what is no p-value")
  func refusals() {
    for bad in [-0.1, 1.1, .nan] {
      #expect(throws: InvalidSample.self) { try Holm.adjusted([0.5, bad]) }
    }
  }
}
