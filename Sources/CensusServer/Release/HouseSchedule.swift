import CensusProtocol

/// When what may happen with an epoch.
///
/// Tokens are ordered from the epoch's first moment until two days after its last; contributions come in
/// the two days after it has closed, at times that agents draw at random, and are taken until the days of
/// grace are over; then the epoch is released.
struct HouseSchedule: Sendable {
  /// After the uploads' two days, so many seconds are left to those whose connection failed.
  let grace: Int64

  /// The uploads' two days, in seconds.
  static let uploads: Int64 = 48 * 3600
  /// A day.
  static let standardGrace: Int64 = 24 * 3600

  init(grace: Int64 = standardGrace) { self.grace = grace }

  /// Where an epoch is, for an upload.
  enum Stage: Sendable, Equatable {
    /// Its week is not over.
    case running
    /// Contributions are taken.
    case open
    /// Too late.
    case over
  }

  func stage(of epoch: Epoch, at time: UTCTime) -> Stage {
    if time < epoch.end { return .running }
    return time.seconds < deadline(of: epoch) ? .open : .over
  }

  /// The first moment at which the epoch takes no more uploads and may be released, in seconds since 1970.
  func deadline(of epoch: Epoch) -> Int64 { epoch.end.seconds + Self.uploads + grace }

  /// Whether tokens of the epoch are issued.
  func issues(_ epoch: Epoch, at time: UTCTime) -> Bool {
    epoch.start <= time && time.seconds < epoch.end.seconds + Self.uploads
  }

  /// The epochs that must have published keys at `time`: this one, and two more, so that keys are known
  /// for at least a whole epoch before the first token is signed with them.
  func keyed(at time: UTCTime) -> [Epoch] {
    guard let current = Epoch(containing: time) else { return [] }
    return (current.number...current.number + 2).compactMap { Epoch(number: $0) }
  }
}

/// Where the server's time comes from: the system's clock, or another in tests and simulations.
public struct ServerClock: Sendable {
  let now: @Sendable () -> UTCTime

  public init(_ now: @escaping @Sendable () -> UTCTime) { self.now = now }

  public static let system = ServerClock { .now }
}
