/// Numbers as people read them, alike on pages and in tables. The exact numbers are in the CSV and
/// JSON of the same rows.
public enum Figures {
  /// Bytes with three significant digits and a decimal unit (IEC 80000-13): `76 B`, `4.21 kB`. The
  /// space does not break.
  public static func bytes(_ bytes: Double) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"]
    var value = bytes
    var unit = 0
    // 999.5 would be written as 1000.
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return "\(threeDigits(value))\u{a0}\(units[unit])"
  }

  /// A number of at least 0 with three significant digits, three decimals at most, and no zeros at
  /// the end.
  public static func threeDigits(_ value: Double) -> String {
    switch value {
    case ..<0.9995: fixed(value, decimals: 3)
    case ..<9.995: fixed(value, decimals: 2)
    case ..<99.95: fixed(value, decimals: 1)
    default: fixed(value, decimals: 0)
    }
  }

  /// A share, 0 to 1, as percent with one decimal where need be: `56 %`, `1.7 %`.
  public static func percent(_ share: Double) -> String {
    "\(fixed(share * 100, decimals: 1))\u{a0}%"
  }

  /// An interval of shares: `13.7–16.9 %`.
  public static func percent(_ low: Double, _ high: Double) -> String {
    "\(fixed(low * 100, decimals: 1))–\(percent(high))"
  }

  /// A probability: what is below a thousandth is said to be so.
  public static func probability(_ probability: Double) -> String {
    probability < 0.001 ? "< 0.001" : threeDigits(probability)
  }

  /// A number of either sign with three significant digits.
  public static func signed(_ value: Double) -> String {
    value < 0 ? "−\(threeDigits(-value))" : threeDigits(value)
  }

  /// Hours with one decimal where need be: `12`, `0.5`.
  public static func hours(_ hours: Double) -> String { fixed(hours, decimals: 1) }

  /// `2 of 3 (9–99 %)`: the count, and the interval of the share.
  public static func share(count: Int, of total: Int, low: Double, high: Double) -> String {
    "\(count) of \(total) (\(fixed(low * 100, decimals: 0))–\(fixed(high * 100, decimals: 0))\u{a0}%)"
  }

  /// `1 session`, `2 sessions`.
  public static func count(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  /// At most so many decimals, without zeros at the end; values beyond 10^15 as they are.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    let scaled = (value * Double(scale)).rounded()
    guard scaled.magnitude < 1e15 else { return "\(value)" }
    let whole = Int64(scaled) / Int64(scale)
    let fraction = String(Int64(scaled) % Int64(scale))
    let padded = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
    let digits = String(padded.reversed().drop { $0 == "0" }.reversed())
    return decimals == 0 || digits.isEmpty ? "\(whole)" : "\(whole).\(digits)"
  }
}
