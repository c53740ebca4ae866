/// What several sites found, pooled with random effects: the sites' truths may differ, and each site counts
/// alike.
///
/// The mean of the sites' means, with Student's interval from their scatter. This is the interval of J.
/// Hartung and G. Knapp, "A refined method for the meta-analysis of controlled clinical trials with binary
/// outcome", Statistics in Medicine 20 (2001) 3875-3889, with equal weights. It needs no standard error of
/// a site, so one unit is enough there, and where sites are normal it covers with the confidence or more,
/// from 95 % on, however their variances differ: R. Ibragimov and U. K. Müller, "t-statistic based
/// correlation and heterogeneity robust inference", Journal of Business & Economic Statistics 28 (2010)
/// 453-468, by a theorem of N. K. Bakirov and G. J. Székely.
///
/// Weights by each site's own standard error are what is usual, and too narrow for few sites: J. IntHout,
/// J. P. A. Ioannidis and G. F. Borm, BMC Medical Research Methodology 14 (2014) 25; C. Röver, G. Knapp and
/// T. Friede, the same 15 (2015) 99. With standard errors from two to four units they covered 76 to 91 %
/// (DerSimonian and Laird), 84 to 94 % (with Hartung's and Knapp's scale) and 87 to 99 % (that scale 1 at
/// least) of simulated truths instead of 95 %, at 3 to 12 sites; this interval 95 %.
public struct SitePooling: Hashable, Sendable {
  /// Below this number of sites nothing is pooled: each site is reported by itself.
  public static let leastSites = 3

  public let sites: Int
  public let estimate: Double
  public let standardError: Double
  public let interval: ClosedRange<Double>
  /// How much the sites differ; nil where no site has two units that differ, so that nothing shows how
  /// far units of one site scatter.
  public let heterogeneity: SiteHeterogeneity?

  /// From one value for each unit of each site, as the logarithm of a factor. Nil for fewer than
  /// `leastSites` sites, and where their means are all the same number.
  public init?(
    of sites: [Sample], confidence: Double = CensusStatistics.confidence
  ) throws(InvalidSample) {
    let confidence = try InvalidSample.checked(confidence: confidence)
    guard sites.count >= Self.leastSites else { return nil }
    let means = sites.map(\.mean)
    let count = Double(sites.count)
    let mean = means.reduce(0) { $0 + $1 / count }
    let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = try InvalidSample.checked(
      result: (squares / (count - 1) / count).squareRoot(), of: "standard error of sites")
    guard error > 0 else { return nil }
    let half = Student.quantile(confidence: confidence, freedom: count - 1) * error
    self.sites = sites.count
    estimate = mean
    standardError = error
    interval = (mean - half)...(mean + half)
    heterogeneity = try SiteHeterogeneity(of: sites)
  }
}

/// How much sites differ beyond what the scatter of their units explains.
///
/// The scatter of units is taken to be alike at all sites and pooled over them, since a site's own standard
/// error from a few units is noise. With it Cochran's Q divided by its degrees of freedom is the F of
/// one-way analysis of variance (R. A. Fisher, "Statistical Methods for Research Workers" (1925)),
/// whose p is exact for normal values, and the τ² of R. DerSimonian and N. Laird, "Meta-analysis in
/// clinical trials", Controlled Clinical Trials 7 (1986) 177-188, its estimate of the variance between
/// groups.
public struct SiteHeterogeneity: Hashable, Sendable {
  /// Cochran's Q.
  public let q: Double
  /// P-value of Q against "all sites have one truth".
  public let p: Double
  /// I²: the share of the variance that comes from differences between sites, 0 to 1; J. P. T. Higgins
  /// and S. G. Thompson, "Quantifying heterogeneity in a meta-analysis", Statistics in Medicine 21 (2002)
  /// 1539-1558.
  public let iSquared: Double
  /// τ²: the variance between the sites' truths.
  public let betweenVariance: Double

  /// Of at least two sites; nil where units of one site do not differ.
  init?(of sites: [Sample]) throws(InvalidSample) {
    let all = sites.flatMap(\.values)
    let count = Double(all.count)
    let within = sites.flatMap { site in
      site.values.map { ($0 - site.mean) * ($0 - site.mean) }
    }
    .reduce(0, +)
    let freedom = (between: Double(sites.count - 1), within: count - Double(sites.count))
    guard freedom.within > 0, within > 0 else { return nil }
    let variance = within / freedom.within
    let mean = all.reduce(0) { $0 + $1 / count }
    let between = sites.reduce(0) {
      $0 + Double($1.count) * ($1.mean - mean) * ($1.mean - mean)
    }
    q = try InvalidSample.checked(result: between / variance, of: "heterogeneity between sites")
    // P(F > f) = I_x(b/2, a/2) with x = b/(b + a f), the relation of the F and beta distributions.
    p = IncompleteBeta.value(
      at: freedom.within / (freedom.within + q), freedom.within / 2, freedom.between / 2)
    iSquared = q > freedom.between ? (q - freedom.between) / q : 0
    let spread =
      count - sites.reduce(0) { $0 + Double($1.count) * Double($1.count) / count }
    betweenVariance = try InvalidSample.checked(
      result: max(0, (q - freedom.between) / spread * variance), of: "variance between sites")
  }
}

extension Sample {
  var mean: Double {
    let count = Double(values.count)
    return values.reduce(0) { $0 + $1 / count }
  }
}

/// Student's t distribution.
enum Student {
  /// The t within which, on both sides of 0, lies the probability `confidence`: t² is ν(1 − x)/x where
  /// I_x(ν/2, 1/2) is the two-sided tail.
  static func quantile(confidence: Double, freedom: Double) -> Double {
    let x = IncompleteBeta.inverse(of: 1 - confidence, freedom / 2, 0.5)
    return (freedom * (1 - x) / x).squareRoot()
  }
}
