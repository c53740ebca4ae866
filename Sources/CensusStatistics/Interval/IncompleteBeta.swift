import Glibc

/// The regularised incomplete beta function I_x(a, b) for a, b > 0 (NIST Digital Library of
/// Mathematical Functions, section 8.17).
enum IncompleteBeta {
  /// I_x(a, b), rising from 0 at x = 0 to 1 at x = 1.
  static func value(at x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast below the mean; above it the symmetry 8.17.4 leads back there.
    guard x <= (a + 1) / (a + b + 2) else { return 1 - value(at: 1 - x, b, a) }
    let logarithm = a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)
    return exp(logarithm) / a / continuedFraction(x, a, b)
  }

  /// The x at which I_x(a, b) is `probability`, by bisection to the last bit: slow next to Newton's
  /// method, but it cannot go astray.
  static func inverse(of probability: Double, _ a: Double, _ b: Double) -> Double {
    var low = 0.0
    var high = 1.0
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if value(at: middle, a, b) < probability { low = middle } else { high = middle }
    }
  }

  /// 1 + d1/(1 + d2/(1 + …)), DLMF 8.17.22 and 8.17.23, by Lentz's method in Thompson's and Barnett's
  /// form (DLMF 3.10(iii)).
  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    // The number of terms grows with the square root of the larger parameter; these are enough for
    // a hundred million units.
    let maximumTerms = 100_000
    var c = 1.0
    var d = 0.0
    var fraction = 1.0
    for term in 1...maximumTerms {
      let m = Double(term / 2)
      let coefficient =
        term % 2 == 0
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + coefficient * d)
      c = nonzero(1 + coefficient / c)
      fraction *= c * d
      if abs(c * d - 1) < 1e-16 { break }
    }
    return fraction
  }

  private static func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
