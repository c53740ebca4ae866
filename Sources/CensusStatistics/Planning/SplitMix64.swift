import Glibc

/// A generator whose draws follow from its seed alone, so that a simulation can be repeated: G. L.
/// Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. Not
/// for secrets.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension RandomNumberGenerator {
  /// A number from the standard normal distribution: G. E. P. Box and M. E. Muller, "A note on the
  /// generation of random normal deviates", Annals of Mathematical Statistics 29 (1958) 610-611.
  mutating func nextNormal() -> Double {
    // 53 bits each; the first is never 0, so that it has a logarithm.
    let radius = (-2 * log(Double((next() >> 11) + 1) * 0x1p-53)).squareRoot()
    return radius * cos(2 * Double.pi * Double(next() >> 11) * 0x1p-53)
  }
}
