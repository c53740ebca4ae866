/// Which whole minutes were watched without a break. The minute in which watching begins, and the one in
/// which it breaks off, are gaps: what was not seen in them nobody knows.
///
/// It asks no clock. It is told the time of day and the time since some fixed instant; where the two run
/// apart, the machine slept or its clock was set, and what lies between was not watched.
struct WatchedTime {
  /// The first minute since 1970 that is not yet accounted for.
  private var begin: Int64
  private var latest: Int64
  private var difference: Int64

  private static let minute: Int64 = 60_000_000
  /// Clocks that are disciplined drift by less between two looks.
  private static let mostDrift: Int64 = 2_000_000

  /// Begins at a time of day in microseconds since 1970; `steady` counts microseconds from anywhere, and
  /// stands still while the machine sleeps.
  init(at now: Int64, steady: Int64) {
    begin = Self.nextWholeMinute(now)
    latest = now
    difference = now - steady
  }

  /// Goes on to `now`, and gives the minutes that are complete since the last time; empty where none is.
  mutating func advance(to now: Int64, steady: Int64) -> Range<Int64> {
    let isSteady = abs(now - steady - difference) <= Self.mostDrift
    guard isSteady else { return breakOff(at: now, steady: steady) }
    difference = now - steady
    latest = now
    let end = now / Self.minute
    guard end > begin else { return begin..<begin }
    defer { begin = end }
    return begin..<end
  }

  /// Nothing was seen between the last time and `now`: gives the minutes that were complete before, and
  /// begins anew.
  mutating func breakOff(at now: Int64, steady: Int64) -> Range<Int64> {
    let end = max(begin, latest / Self.minute)
    let complete = begin..<end
    self = WatchedTime(at: now, steady: steady)
    return complete
  }

  private static func nextWholeMinute(_ now: Int64) -> Int64 { (now + minute - 1) / minute }
}
