import CensusProtocol

/// Bounds of a natural logarithm, in units of 2^-60.
struct LogarithmBounds {
  /// At most the logarithm.
  let lower: Int128
  /// At least the logarithm.
  let upper: Int128

  static let fractionBits: UInt128 = 60
  /// Every operation below rounds down: at most 64 terms, each off by less than 2, at most 64 times for
  /// ln 2, and what the series leaves out, which is far below one unit. 2^14 units are more than that.
  private static let slack: Int128 = 1 << 14

  /// Of `greater` / `lesser`, which is at least 1; both below 2^64, and `lesser` above 0.
  init(of greater: UInt128, over lesser: UInt128) {
    precondition(greater >= lesser && lesser > 0 && greater < 1 << 64, "outside the range")
    var doublings: UInt128 = 0
    while greater >> (doublings + 1) >= lesser { doublings += 1 }
    let scaled = lesser << doublings
    lower =
      Int128(doublings) * Self.lowerOfTwo
      + Self.lowerBound((greater - scaled) << Self.fractionBits / (greater + scaled))
    upper = lower + Self.slack
  }

  private static let lowerOfTwo = lowerBound((1 << fractionBits) / 3)

  /// ln((1 + y) / (1 − y)) = 2 (y + y³/3 + y⁵/5 + …), all terms above 0, for y of at most a third
  /// (Abramowitz and Stegun, "Handbook of Mathematical Functions", 4.1.27).
  private static func lowerBound(_ ratio: UInt128) -> Int128 {
    let square = (ratio * ratio) >> fractionBits
    var (power, sum, divisor) = (ratio, UInt128(0), UInt128(1))
    while power > 0 {
      sum += power / divisor
      power = (power * square) >> fractionBits
      divisor += 2
    }
    return Int128(2 * sum)
  }
}
