/// When to try again: exponential back-off with full jitter (M. Brooker, "Exponential Backoff And
/// Jitter", AWS Architecture Blog, 2015), so that agents that lost the same server at the same moment
/// do not come back at the same moment.
public struct BackOff: Sendable {
  /// The upper bound of the first delay, in seconds.
  public let firstSeconds: Int64
  /// The upper bound of every delay, in seconds.
  public let longestSeconds: Int64

  /// One second, doubling up to five minutes.
  public static let standard = BackOff(firstSeconds: 1, longestSeconds: 300)

  public init(firstSeconds: Int64, longestSeconds: Int64) {
    self.firstSeconds = firstSeconds
    self.longestSeconds = longestSeconds
  }

  /// The upper bound of the delay after `attempts` failures, 1 or more, in seconds.
  public func bound(afterAttempts attempts: Int64) -> Int64 {
    let doublings = max(0, min(attempts - 1, 32))
    return min(longestSeconds, firstSeconds << doublings)
  }

  /// A delay in seconds, uniform from 1 to the bound, and never less than the server asked for.
  public func delay(
    afterAttempts attempts: Int64, serverAsked: Int64?,
    using generator: inout some RandomNumberGenerator
  ) -> Int64 {
    let drawn = Int64.random(in: 1...max(1, bound(afterAttempts: attempts)), using: &generator)
    // A server cannot silence an agent for longer than a day.
    return max(drawn, min(serverAsked ?? 0, 86_400))
  }
}
