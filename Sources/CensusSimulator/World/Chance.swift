import Glibc

/// Deviates of the distributions that worlds are drawn from.
struct Chance {
  private var source: SplitMix64

  init(seed: UInt64) { source = SplitMix64(seed: seed, label: "world") }

  /// Uniform between 0 and 1, both excluded.
  mutating func uniform() -> Double { (Double(source.next() >> 12) + 0.5) * 0x1p-52 }

  mutating func isOne(withProbability probability: Double) -> Bool { uniform() < probability }

  /// Standard normal, by G. Marsaglia's and T. A. Bray's polar method, "A convenient method for
  /// generating normal variables", SIAM Review 6 (1964) 260-264.
  mutating func normal() -> Double {
    while true {
      let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = x * x + y * y
      if square < 1, square > 0 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }

  /// Exponential with the mean 1: the time to the next event of a Poisson process.
  mutating func exponential() -> Double { -log(uniform()) }
}
