import Foundation
import Testing

@testable import CensusStatistics

@Suite("pooling between sites")
struct SitePoolingTests {
  private func sites(_ values: [[Double]]) throws -> [Sample] { try values.map { try Sample($0) } }

  /// Sites of one to five units, so that some have no standard error of their own.
  private var cases: [[[Double]]] {
    var generator = SplitMix64(seed: 11)
    return (0..<30).map { number in
      var sites: [[Double]] = []
      for _ in 0..<(3 + number % 10) {
        let units = Int.random(in: 1...5, using: &generator)
        sites.append((0..<units).map { _ in Double.random(in: -2...3, using: &generator) })
      }
      // At least one site shows how far units scatter.
      sites[0].append(4)
      return sites
    }
  }

  /// The Statistical Reference Datasets of the National Institute of Standards and Technology, "SiRstv":
  /// the resistivity of silicon as five instruments measure it, five times each; F and the variances are
  /// certified to fifteen digits.
  @Test("agrees with the certified analysis of five instruments")
  func certified() throws {
    let pooled = try #require(
      try SitePooling(
        of: sites([
          [196.3052, 196.1240, 196.1890, 196.2569, 196.3403],
          [196.3042, 196.3825, 196.1669, 196.3257, 196.0422],
          [196.1303, 196.2005, 196.2889, 196.0343, 196.1811],
          [196.2795, 196.1748, 196.1494, 196.1485, 195.9885],
          [196.2119, 196.1051, 196.1850, 196.0052, 196.2090],
        ])))
    let heterogeneity = try #require(pooled.heterogeneity)
    // The numbers agree in their first three digits, which a computer's 16 then lack.
    #expect(abs(heterogeneity.q / 4 / 1.18046237440255 - 1) < 1e-11)
    #expect(
      abs(heterogeneity.betweenVariance - (1.278656540e-2 - 1.083182800e-2) / 5) < 1e-13)
    // Of one variance for all, the mean's is that between instruments over 25 values.
    #expect(abs(pooled.standardError - (1.278656540e-2 / 25).squareRoot()) < 1e-13)
  }

  /// SciPy's quantiles of Student's t are good to about 1e-8, its tails to the last digits: so the quantile
  /// is where the tail is right, and statsmodels' own interval is compared less strictly.
  @Test("has the interval of statsmodels' HKSJ with equal weights, and of SciPy's t-test")
  func interval() throws {
    let cases = cases
    let rows = try SciPy.rows(
      """
      from scipy.optimize import brentq
      from scipy.stats import t, ttest_1samp
      from statsmodels.stats.meta_analysis import combine_effects
      for means in cases:
          for confidence in [0.8, 0.9, 0.95, 0.99]:
              k = len(means)
              result = combine_effects(means, np.ones(k), method_re="chi2", use_t=True)
              error = result.var_hksj_fe ** 0.5
              quantile = brentq(lambda x: t.sf(x, k - 1) - (1 - confidence) / 2, 0, 100, xtol=1e-14)
              low, high = result.mean_effect_fe - quantile * error, result.mean_effect_fe + quantile * error
              intervals = result.conf_int(alpha=1 - confidence, use_t=True)[2]
              other = ttest_1samp(means, 0).confidence_interval(confidence)
              assert max(abs(np.array([*intervals, *other]) - [low, high] * 2)) < 1e-7
              show(confidence, result.mean_effect_fe, error, low, high)
      """, cases: cases.map { $0.map { $0.reduce(0, +) / Double($0.count) } })
    #expect(rows.count == cases.count * 4)
    for (index, row) in rows.enumerated() {
      let pooled = try #require(try SitePooling(of: sites(cases[index / 4]), confidence: row[0]))
      let ours = [
        pooled.estimate, pooled.standardError, pooled.interval.lowerBound,
        pooled.interval.upperBound,
      ]
      #expect(zip(ours, row[1...]).allSatisfy(agree), "\(ours) \(row)")
    }
  }

  @Test("has the Q, I² and τ² of statsmodels' random effects, and the p of SciPy's F test")
  func heterogeneity() throws {
    let cases = cases
    let rows = try SciPy.rows(
      """
      from scipy.stats import f_oneway
      from statsmodels.stats.meta_analysis import combine_effects
      for case in cases:
          cuts = np.flatnonzero(case == 99999)
          sites = [site[site != 99999] for site in np.split(case, cuts)]
          n = np.array([len(site) for site in sites])
          means = np.array([site.mean() for site in sites])
          within = sum(((site - site.mean()) ** 2).sum() for site in sites) / (n.sum() - len(n))
          result = combine_effects(means, within / n, method_re="chi2")
          show(result.q, max(0, result.i2), max(0, result.tau2), f_oneway(*sites).pvalue)
      """, cases: cases.map { Array($0.joined(separator: [99_999])) })
    #expect(rows.count == cases.count)
    for (values, row) in zip(cases, rows) {
      let found = try #require(try SitePooling(of: sites(values))?.heterogeneity)
      let ours = [found.q, found.iSquared, found.betweenVariance, found.p]
      #expect(
        zip(ours, row).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }, "\(ours) \(row)")
    }
  }

  @Test("covers the mean truth of simulated sites at its rate", arguments: [3, 5, 8, 12])
  func coverage(count: Int) throws {
    var generator = SplitMix64(seed: UInt64(count))
    // Units scatter by 0.8; site truths by nothing, or as much; the last site has as many units as all
    // others together, or scatters three times as much.
    for (between, last, spread) in [(0.0, 2, 1.0), (0.8, 2, 1), (0.8, 2 * count, 1), (0, 2, 3)] {
      let runs = 2000
      let covered = try (0..<runs).count { _ in
        let sites = try (0..<count).map { site in
          let isLast = site == count - 1
          let truth = between * generator.nextNormal()
          return try Sample(
            (0..<(isLast ? last : 2)).map { _ in
              truth + 0.8 * (isLast ? spread : 1) * generator.nextNormal()
            })
        }
        return try #require(try SitePooling(of: sites)).interval.contains(0)
      }
      // Fails by chance once in ten thousand times; unequal variances may only cover more.
      #expect(try BinomialTest(count: covered, of: runs, against: 0.95).less > 1e-4, "\(covered)")
      if last == 2, spread == 1 {
        #expect(try BinomialTest(count: covered, of: runs, against: 0.95).greater > 1e-4)
      }
    }
  }

  @Test("is not done for fewer than three sites")
  func few() throws {
    #expect(try SitePooling(of: []) == nil)
    #expect(try SitePooling(of: sites([[1, 2], [3, 4]])) == nil)
    #expect(try SitePooling(of: sites([[1], [2], [3]])) != nil)
  }

  @Test("of sites with one number has no interval, and of units that agree no heterogeneity")
  func agreement() throws {
    #expect(try SitePooling(of: sites([[2, 2], [2], [1, 3], [2]])) == nil)
    #expect(try SitePooling(of: sites([[1, 1], [2], [3, 3]]))?.heterogeneity == nil)
    let alike = try #require(try SitePooling(of: sites([[1, 3], [1.1, 2.9], [0.9, 3.2]])))
    let found = try #require(alike.heterogeneity)
    #expect((found.iSquared, found.betweenVariance) == (0, 0))
    #expect(found.p > 0.9)
  }

  @Test("refuses what no number holds")
  func refusals() throws {
    #expect(throws: InvalidSample.self) {
      try SitePooling(of: sites([[1], [2], [3]]), confidence: 1)
    }
    #expect(try SitePooling(of: sites([[1e150, -1e150], [1e-50], [1e50]])) != nil)
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

  @Test("is statsmodels' adjustment")
  func statsmodels() throws {
    let cases = samples(sizes: 1...12, perSize: 4, seed: 14).map { $0.map { abs($0) / 8 } }
    let rows = try SciPy.rows(
      """
      from statsmodels.stats.multitest import multipletests
      for p in cases: show(*multipletests(p, method="holm")[1])
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
