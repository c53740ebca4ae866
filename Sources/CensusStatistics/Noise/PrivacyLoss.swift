public import CensusProtocol

/// What zero-concentrated differential privacy means in the words of (ε, δ).
public enum PrivacyLoss {
  /// An ε for which ρ-zCDP implies (ε, δ)-differential privacy, in millionths, rounded up: the least over
  /// a grid of orders α of ρα + (ln(1/δ) − ln α)/(α − 1) + ln(1 − 1/α), each of which is enough
  /// (Canonne, Kamath and Steinke, 2020, proposition 12 and lemma 9). Nil where it cannot be told: ρ above
  /// 2^20, or δ not between 0 and 1.
  public static func epsilonMillionths(rho: Fraction, delta: Fraction) -> Int64? {
    guard rho > .zero else { return 0 }
    guard rho < Fraction(1 << 20), delta > .zero, delta < Fraction(1), delta.denominator < 1 << 64
    else { return nil }
    let confidence = LogarithmBounds(of: delta.denominator, over: delta.numerator).upper
    let least = orders.map { order in
      epsilon(rho: upper(of: rho), confidence: confidence, order: order)
    }.min()
    let units = Int128(1) << Int128(LogarithmBounds.fractionBits)
    return least.map { Int64(max(0, ($0 * 1_000_000 + units - 1) / units)) }
  }

  /// α − 1, as so many 256ths: 64 steps to each doubling, from 1/4 to 2^18.
  private static let orders: [UInt128] = (0..<20).flatMap { octave in
    (64..<128).map { UInt128($0) << UInt128(octave) }
  }

  private static let parts: UInt128 = 256

  /// An upper bound, in units of 2^-60, of ε at α = 1 + order/256.
  private static func epsilon(rho: Int128, confidence: Int128, order: UInt128) -> Int128 {
    let x = Int128(order)
    let alpha = LogarithmBounds(of: parts + order, over: parts)
    let shrink = LogarithmBounds(of: parts + order, over: order)
    let growth = rho * (Int128(parts) + x) / Int128(parts) + 1
    // Where the numerator is below 0, rounding towards 0 rounds up too.
    let slope = (confidence - alpha.lower) * Int128(parts) / x + 1
    return growth + slope - shrink.lower
  }

  /// At least `rho`, in units of 2^-60.
  private static func upper(of rho: Fraction) -> Int128 {
    // Bits that do not fit beside the shift are dropped, in favour of a greater quotient.
    let surplus = UInt128(
      max(0, Int(LogarithmBounds.fractionBits) + 1 - rho.numerator.leadingZeroBitCount))
    let numerator = (rho.numerator >> surplus) + (surplus > 0 ? 1 : 0)
    let denominator = rho.denominator >> surplus
    let shifted = numerator << LogarithmBounds.fractionBits
    return Int128(shifted / max(denominator, 1)) + 1
  }
}
