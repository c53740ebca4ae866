public import CensusProtocol

/// The discrete Gaussian distribution, which has the whole number n with a probability in proportion to
/// exp(−n² / 2σ²).
public struct DiscreteGaussian: Sendable {
  /// σ², above 0.
  public let variance: Fraction
  /// ⌊σ⌋ + 1: the scale of the Laplace distribution from which candidates come.
  private let scale: UInt128

  /// The noise of a rule.
  public init(_ rule: NoiseRule) { self.init(variance: rule.variance) }

  init(variance: Fraction) {
    precondition(variance > .zero, "a variance is above 0")
    self.variance = variance
    scale = Self.root(of: variance.numerator / variance.denominator) + 1
  }

  /// One draw: algorithm 3 of Canonne, Kamath and Steinke. A candidate y is kept with probability
  /// exp(−(|y| − σ²/t)² / 2σ²), t being the scale.
  public func sample(using generator: inout some RandomNumberGenerator) -> Int64 {
    while true {
      let candidate = ExactChance.laplace(scale: scale, using: &generator)
      if ExactChance.decays(exponent(for: candidate), using: &generator) { return candidate }
    }
  }

  /// With σ² = n/d: (|y|·t·d − n)² / (2·n·t²·d).
  private func exponent(for candidate: Int64) -> Fraction {
    let ours = UInt128(candidate.magnitude) * scale * variance.denominator
    let distance = ours > variance.numerator ? ours - variance.numerator : variance.numerator - ours
    return ExactChance.fraction(
      distance * distance, 2 * variance.numerator * scale * scale * variance.denominator)
  }

  /// The largest whole number whose square is at most `number`: Newton's iteration from above.
  private static func root(of number: UInt128) -> UInt128 {
    guard number > 0 else { return 0 }
    var guess: UInt128 = 1 << UInt128((UInt128.bitWidth - number.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (guess + number / guess) / 2
      if next >= guess { return guess }
      guess = next
    }
  }
}
