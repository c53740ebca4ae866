import Glibc

/// A share k of n, with the Clopper-Pearson interval for the probability behind it.
///
/// C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case
/// of the binomial", Biometrika 26 (1934) 404-413: the limits are quantiles of beta distributions,
/// so that the interval covers the probability with at least the confidence level for every n.
public struct Share: Hashable, Sendable {
  public let count: Int
  public let total: Int
  /// The interval's lower end, 0 to 1.
  public let low: Double
  /// The interval's upper end, 0 to 1.
  public let high: Double

  /// `count` of `total`, 0 ≤ count ≤ total; nil where `total` is 0, since nothing is known then.
  public init?(count: Int, of total: Int, confidence: Double = CensusStatistics.confidence) {
    guard total > 0, (0...total).contains(count) else { return nil }
    let tail = (1 - confidence) / 2
    let k = Double(count)
    let n = Double(total)
    self.count = count
    self.total = total
    // At the ends the beta distribution degenerates and the limits have closed forms.
    low =
      switch count {
      case 0: 0
      case total: pow(tail, 1 / n)
      default: IncompleteBeta.inverse(of: tail, k, n - k + 1)
      }
    high =
      switch count {
      case 0: 1 - pow(tail, 1 / n)
      case total: 1
      default: IncompleteBeta.inverse(of: 1 - tail, k + 1, n - k)
      }
  }
}
