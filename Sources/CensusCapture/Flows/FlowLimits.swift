/// When a flow ends, and how many may live at a time.
public struct FlowLimits: Sendable, Equatable {
  /// A flow that was silent for longer than this has ended, in microseconds; 0 is never.
  public var idleTimeout: Int64
  /// A flow that has lasted longer than this is ended and begun anew, in microseconds; 0 is never.
  public var activeTimeout: Int64
  /// The most flows that are kept at a time, at least 1. The longest idle ones are evicted beyond it.
  public var mostFlows: Int

  /// The time-outs in seconds, 0 for never; at most a century is meant.
  public init(idleSeconds: Int = 120, activeSeconds: Int = 1800, mostFlows: Int = 1_000_000) {
    idleTimeout = Self.microseconds(idleSeconds)
    activeTimeout = Self.microseconds(activeSeconds)
    self.mostFlows = max(1, mostFlows)
  }

  /// No time-outs: a flow lasts as long as the capture.
  public static let wholeCapture = FlowLimits(idleSeconds: 0, activeSeconds: 0)

  private static func microseconds(_ seconds: Int) -> Int64 {
    Int64(min(max(0, seconds), 100 * 366 * 86_400)) * 1_000_000
  }
}
