/// The time for which an interface could not be looked at, and when to try again.
struct Outage {
  /// The first try comes after half a second, the later ones after twice the time each, up to 30 s.
  private static let shortestPause: Int64 = 500_000
  private static let longestPause: Int64 = 30_000_000

  /// How often nothing could be seen.
  private(set) var count = 0
  /// For how long altogether, in microseconds.
  private(set) var length: Int64 = 0
  private var pause = shortestPause
  private var nextTry: Int64 = .min
  /// Up to here the time is accounted for; nil where nothing is amiss.
  private var accounted: Int64?

  /// Begins at the last moment at which something was surely seen.
  mutating func begin(since lastSeen: Int64, at now: Int64) {
    count += 1
    accounted = lastSeen
    account(until: now)
    pause = Self.shortestPause
    nextTry = now.addingReportingOverflow(pause).partialValue
  }

  /// Whether the time has come to try again; a clock that was set back does not delay it for long.
  mutating func isDue(at now: Int64) -> Bool {
    account(until: now)
    return now >= nextTry
      || nextTry.subtractingReportingOverflow(now).partialValue > Self.longestPause
  }

  /// The try was in vain.
  mutating func prolong(at now: Int64) {
    pause = min(pause * 2, Self.longestPause)
    nextTry = now.addingReportingOverflow(pause).partialValue
  }

  /// Something can be seen again.
  mutating func end(at now: Int64) {
    account(until: now)
    accounted = nil
  }

  private mutating func account(until now: Int64) {
    guard let before = accounted else { return }
    let (elapsed, isTooLong) = now.subtractingReportingOverflow(before)
    // A clock that was set back, or by more than time has been measured, tells nothing.
    if !isTooLong, elapsed > 0 { length = length.addingReportingOverflow(elapsed).partialValue }
    accounted = now
  }
}
