/// One site's estimate, as the logarithm of a factor, and its standard error.
public struct SiteEstimate: Hashable, Sendable {
  public let estimate: Double
  public let standardError: Double

  /// A number within ±10^150, and a standard error from 10^−50 to 10^50.
  public init(estimate: Double, standardError: Double) throws(InvalidSample) {
    guard estimate.magnitude <= Sample.largestMagnitude else { throw .notFinite(position: 1) }
    guard (1e-50...1e50).contains(standardError) else {
      throw .outOfRange("the standard error \(standardError)", expected: "1e-50 to 1e50")
    }
    self.estimate = estimate
    self.standardError = standardError
  }
}

/// What several sites found, pooled with random effects: the sites' truths may differ.
///
/// R. DerSimonian and N. Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials 7 (1986)
/// 177-188. I²: J. P. T. Higgins and S. G. Thompson, "Quantifying heterogeneity in a meta-analysis",
/// Statistics in Medicine 21 (2002) 1539-1558. Not exact: the standard errors are taken as known.
public struct SitePooling: Hashable, Sendable {
  /// Below this number of sites nothing is pooled: each site is reported by itself.
  public static let leastSites = 3

  public let sites: Int
  public let estimate: Double
  public let standardError: Double
  /// DerSimonian's and Laird's interval, by the normal distribution; too narrow for a handful of sites.
  public let normalInterval: ClosedRange<Double>
  /// The interval for few sites, by Student's distribution: J. Hartung and G. Knapp, "A refined method
  /// for the meta-analysis of controlled clinical trials with binary outcome", Statistics in Medicine 20
  /// (2001) 3875-3889; the scale is never below 1, so that it is not narrower where sites agree by chance
  /// (G. Knapp and J. Hartung, Statistics in Medicine 22 (2003) 2693-2710).
  public let interval: ClosedRange<Double>
  /// τ²: the variance between the sites' truths.
  public let betweenVariance: Double
  /// Cochran's Q.
  public let q: Double
  /// P-value of Q against "all sites have one truth".
  public let heterogeneityP: Double
  /// I²: the share of the variance that comes from differences between sites, 0 to 1.
  public let iSquared: Double

  /// Nil for fewer than `leastSites` sites.
  public init?(
    of sites: [SiteEstimate], confidence: Double = CensusStatistics.confidence
  ) throws(InvalidSample) {
    let confidence = try InvalidSample.checked(confidence: confidence)
    guard sites.count >= Self.leastSites else { return nil }
    let freedom = Double(sites.count - 1)
    let fixed = Self.weighted(sites, betweenVariance: 0)
    q = try InvalidSample.checked(result: fixed.q, of: "heterogeneity between sites")
    betweenVariance = try InvalidSample.checked(
      result: max(0, (fixed.q - freedom) / fixed.spread),
      of: "variance between sites")
    let random = Self.weighted(sites, betweenVariance: betweenVariance)
    self.sites = sites.count
    estimate = try InvalidSample.checked(result: random.mean, of: "pooled estimate")
    standardError = 1 / random.weight.squareRoot()
    iSquared = fixed.q > freedom ? (fixed.q - freedom) / fixed.q : 0
    heterogeneityP = IncompleteGamma.upper(freedom / 2, fixed.q / 2)
    let half = (2 * IncompleteGamma.inverse(of: confidence, 0.5)).squareRoot() * standardError
    // Student's t squared is ν(1 − x)/x where I_x(ν/2, 1/2) is the two-sided tail (DLMF 8.17).
    let x = IncompleteBeta.inverse(of: 1 - confidence, freedom / 2, 0.5)
    let scale = max(1, random.q / freedom)
    let cautious = try InvalidSample.checked(
      result: (freedom * (1 - x) / x * scale).squareRoot() * standardError, of: "interval")
    normalInterval = (estimate - half)...(estimate + half)
    interval = (estimate - cautious)...(estimate + cautious)
  }

  /// The weighted mean, its total weight, the weighted sum of squares about it, and W − Σw²/W, as a sum
  /// without differences, since one site may outweigh all others.
  private static func weighted(
    _ sites: [SiteEstimate], betweenVariance: Double
  ) -> (mean: Double, weight: Double, q: Double, spread: Double) {
    let weights = sites.map { 1 / ($0.standardError * $0.standardError + betweenVariance) }
    let weight = weights.reduce(0, +)
    let mean = zip(sites, weights).reduce(0) { $0 + $1.0.estimate * ($1.1 / weight) }
    let q = zip(sites, weights).reduce(0) {
      $0 + $1.1 * ($1.0.estimate - mean) * ($1.0.estimate - mean)
    }
    let spread = weights.indices.reduce(0) { sum, site in
      let others = weights[..<site].reduce(0, +) + weights[(site + 1)...].reduce(0, +)
      return sum + weights[site] * (others / weight)
    }
    return (mean, weight, q, spread)
  }
}
