/// A rate of events, as contacts, with exact Poisson limits.
///
/// F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936) 437-442: the limits
/// are quantiles of gamma distributions (half a chi-square's), and cover with at least the confidence.
/// Events must come independently of each other: contacts in bursts are counted as one.
public struct EventRate: Hashable, Sendable {
  /// The gamma function is computed with care up to here.
  public static let mostEvents = 100_000_000

  public let events: Int
  /// The time observed, in hours, summed over units.
  public let hours: Double
  /// Events an hour.
  public let perHour: Double
  /// The two-sided interval's lower end, in events an hour.
  public let low: Double
  /// The two-sided interval's upper end, in events an hour.
  public let high: Double
  /// The one-sided upper limit: with the confidence the rate lies below. For no event in T hours it is
  /// −ln(1 − confidence)/T, the "below 3/T" of `SilenceLimit`.
  public let below: Double

  /// `events`, from 0 to `mostEvents`, in `hours`, above 0.
  public init(
    events: Int, hours: Double, confidence: Double = CensusStatistics.confidence
  ) throws(InvalidSample) {
    let confidence = try InvalidSample.checked(confidence: confidence)
    guard (0...Self.mostEvents).contains(events) else {
      throw .outOfRange("the count \(events)", expected: "0 to \(Self.mostEvents)")
    }
    guard hours > 1e-9, hours < 1e12 else {
      throw .outOfRange("\(hours) hours", expected: "a time above 0, since none proves nothing")
    }
    let tail = (1 - confidence) / 2
    let count = Double(events)
    self.events = events
    self.hours = hours
    perHour = count / hours
    low = events == 0 ? 0 : IncompleteGamma.inverse(of: tail, count) / hours
    high = IncompleteGamma.inverse(of: 1 - tail, count + 1) / hours
    below = IncompleteGamma.inverse(of: confidence, count + 1) / hours
  }

  /// Whether no event was seen: then `below` is what the silence proves.
  public var isSilent: Bool { events == 0 }
}
