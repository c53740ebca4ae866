import Glibc

/// The regularised incomplete gamma functions P(a, x) and Q(a, x) for a > 0 (NIST Digital Library of
/// Mathematical Functions, section 8.2).
enum IncompleteGamma {
  /// P(a, x), rising from 0 at x = 0 to 1.
  static func lower(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    return x < a + 1 ? series(a, x) : 1 - continuedFraction(a, x)
  }

  /// Q(a, x) = 1 − P(a, x), without loss where it is small.
  static func upper(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    return x < a + 1 ? 1 - series(a, x) : continuedFraction(a, x)
  }

  /// The x at which P(a, x) is `probability`, 0 < probability < 1, by bisection to the last bit; like
  /// that of the beta function it cannot go astray.
  static func inverse(of probability: Double, _ a: Double) -> Double {
    var low = 0.0
    var high = a + 1
    while lower(a, high) < probability { high *= 2 }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if lower(a, middle) < probability { low = middle } else { high = middle }
    }
  }

  /// x^a e^(−x) / Γ(a + 1)
  private static func factor(_ a: Double, _ x: Double) -> Double {
    exp(a * log(x) - x - lgamma(a + 1))
  }

  /// Enough terms for a in the hundreds of millions: their number grows with its square root.
  private static let maximumTerms = 200_000

  /// DLMF 8.7.1 with 8.2.6: P(a, x) as a sum of positive terms.
  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for step in 1...maximumTerms {
      term *= x / (a + Double(step))
      sum += term
      if term < sum * 1e-17 { break }
    }
    return factor(a, x) * sum
  }

  /// DLMF 8.9.2, its even part, by Lentz's method in Thompson's and Barnett's form (DLMF 3.10(iii)).
  private static func continuedFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var fraction = d
    for step in 1...maximumTerms {
      let coefficient = -Double(step) * (Double(step) - a)
      b += 2
      d = 1 / nonzero(b + coefficient * d)
      c = nonzero(b + coefficient / c)
      fraction *= c * d
      if abs(c * d - 1) < 1e-16 { break }
    }
    return factor(a, x) * a * fraction
  }

  private static func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
