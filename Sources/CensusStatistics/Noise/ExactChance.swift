import CensusProtocol

/// Draws with exactly the stated probabilities: whole numbers and fractions alone, since a rounded
/// probability can be told apart and give a contribution away (I. Mironov, "On significance of the least
/// significant bits for differential privacy", 2012). A number that outgrows 128 bits traps.
///
/// The algorithms are those of C. L. Canonne, G. Kamath and T. Steinke, "The Discrete Gaussian for
/// Differential Privacy" (NeurIPS 2020), section 5. Draws are spent in the order of its authors' program,
/// so that its published samples can be drawn again.
enum ExactChance {
  /// A number from 0 to `bound` − 1, each with the same probability: as many bits as `bound` has, in
  /// pieces of 32, the lowest first; what is too large is drawn again.
  static func uniform(
    below bound: UInt128, using generator: inout some RandomNumberGenerator
  ) -> UInt128 {
    precondition(bound > 0, "there is no number below 0")
    let bits = UInt128.bitWidth - bound.leadingZeroBitCount
    while true {
      var number: UInt128 = 0
      for start in stride(from: 0, to: bits, by: 32) {
        let piece = UInt32(truncatingIfNeeded: generator.next())
        let surplus = max(0, start + 32 - bits)
        number |= UInt128(piece >> UInt32(surplus)) << UInt128(start)
      }
      if number < bound { return number }
    }
  }

  /// True with probability `chance`, which is at most 1.
  static func happens(
    _ chance: Fraction, using generator: inout some RandomNumberGenerator
  ) -> Bool {
    uniform(below: chance.denominator, using: &generator) < chance.numerator
  }

  /// True with probability exp(−`exponent`): algorithm 1.
  static func decays(
    _ exponent: Fraction, using generator: inout some RandomNumberGenerator
  ) -> Bool {
    let whole = exponent.numerator / exponent.denominator
    for _ in 0..<whole {
      guard decaysBelowOne(Fraction(1), using: &generator) else { return false }
    }
    let rest = exponent.numerator % exponent.denominator
    return decaysBelowOne(fraction(rest, exponent.denominator), using: &generator)
  }

  /// Algorithm 1 for an exponent of at most 1: how long a row of ever rarer events goes on is odd with
  /// probability exp(−exponent), by the series of the exponential function.
  private static func decaysBelowOne(
    _ exponent: Fraction, using generator: inout some RandomNumberGenerator
  ) -> Bool {
    var step: UInt128 = 1
    while happens(
      fraction(exponent.numerator, exponent.denominator * step), using: &generator)
    {
      step += 1
    }
    return step % 2 == 1
  }

  /// A number from the discrete Laplace distribution, which has n with a probability in proportion to
  /// exp(−|n| / `scale`): algorithm 2.
  static func laplace(
    scale: UInt128, using generator: inout some RandomNumberGenerator
  ) -> Int64 {
    while true {
      let isNegative = happens(fraction(1, 2), using: &generator)
      let size = geometric(scale: scale, using: &generator)
      // Zero has one sign, or it would come twice as often as it should.
      if isNegative && size == 0 { continue }
      return isNegative ? -Int64(size) : Int64(size)
    }
  }

  /// A number n ≥ 0 with a probability in proportion to exp(−n / `scale`).
  private static func geometric(
    scale: UInt128, using generator: inout some RandomNumberGenerator
  ) -> UInt128 {
    var part = uniform(below: scale, using: &generator)
    while !decaysBelowOne(fraction(part, scale), using: &generator) {
      part = uniform(below: scale, using: &generator)
    }
    var whole: UInt128 = 0
    while decaysBelowOne(Fraction(1), using: &generator) { whole += 1 }
    return part + scale * whole
  }

  static func fraction(_ numerator: UInt128, _ denominator: UInt128) -> Fraction {
    guard let fraction = Fraction(numerator, over: denominator) else {
      preconditionFailure("a denominator is never 0")
    }
    return fraction
  }
}
