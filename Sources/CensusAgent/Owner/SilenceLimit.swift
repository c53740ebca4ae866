/// What it means that nothing was seen: never "nothing", always "less often than this".
enum SilenceLimit {
  /// The upper end of the one-sided 95 % interval for a Poisson rate of which no event was seen in `hours`
  /// of exposure is −ln 0.05 / T, about 3/T ("rule of three": J. Hanley and A. Lippman-Hand, "If Nothing
  /// Goes Wrong, Is Everything All Right?", JAMA 249, 1983). Events per hour; nil without exposure.
  static func eventsPerHour(minutes: Int) -> Double? {
    minutes > 0 ? 3 * 60 / Double(minutes) : nil
  }

  /// The limit with two significant digits, rounded up so that it stays a limit.
  static func text(_ limit: Double) -> String {
    var scale = 1.0
    var decimals = 0
    while limit * scale < 10, decimals < 6 {
      scale *= 10
      decimals += 1
    }
    return fixed((limit * scale).rounded(.up), decimals: decimals)
  }

  /// `units` is the number times ten to the power of `decimals`.
  private static func fixed(_ units: Double, decimals: Int) -> String {
    let digits = String(Int64(units))
    guard decimals > 0 else { return digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}
