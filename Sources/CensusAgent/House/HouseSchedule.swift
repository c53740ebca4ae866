import CensusProtocol

/// When an agent asks and sends: moments drawn uniformly, so that nobody can tell agents apart by them, nor
/// see which uploads belong to one house.
enum HouseSchedule {
  /// Contributions go out in the two days after the epoch, in seconds; tokens are issued until their end.
  static let uploads: Int64 = 48 * 3600
  /// After them a server takes what comes late for a day at least.
  static let grace: Int64 = 24 * 3600
  /// What has missed its moment goes out within so many seconds from now, not at once: agents that come
  /// back after the same power cut must not all speak at the same moment.
  private static let catchingUp: Int64 = 6 * 3600
  /// Left over at the end of a stretch, for the exchange itself.
  private static let margin: Int64 = 600

  /// Whether tokens of the epoch are issued.
  static func issues(_ epoch: Epoch, at now: UTCTime) -> Bool {
    epoch.start <= now && now.seconds < epoch.end.seconds + uploads
  }

  /// A moment at which to order the epoch's tokens: uniform over what is left of the epoch, or soon where it
  /// is over; nil where it is too late.
  static func orderTime(
    of epoch: Epoch, at now: UTCTime, using generator: inout some RandomNumberGenerator
  ) -> UTCTime? {
    let end = epoch.end.seconds - margin
    if now.seconds < end {
      return draw(from: max(now.seconds, epoch.start.seconds)..<end, using: &generator)
    }
    let last = min(now.seconds + catchingUp, epoch.end.seconds + uploads - margin)
    guard now.seconds < last else { return nil }
    return draw(from: now.seconds..<last, using: &generator)
  }

  /// When the epoch's contributions may go out, seen from `now`; nil where it is too late. The two days after
  /// the epoch, or what is left of them; later, the next hours.
  static func sendingTimes(of epoch: Epoch, at now: UTCTime) -> Range<Int64>? {
    let begin = max(now.seconds, epoch.end.seconds)
    let end = epoch.end.seconds + uploads
    if begin + catchingUp <= end { return begin..<end }
    let last = min(begin + catchingUp, end + grace - margin)
    return begin < last ? begin..<last : nil
  }

  /// The same for what is in the spool. A withdrawal is wanted soon, but not all of a house's at once.
  static func sendingTimes(of entry: HouseEntry, at now: UTCTime) -> Range<Int64>? {
    entry.isWithdrawal ? withdrawalTimes(at: now) : sendingTimes(of: entry.epoch, at: now)
  }

  static func withdrawalTimes(at now: UTCTime) -> Range<Int64> {
    now.seconds..<now.seconds + 3600
  }

  /// Whether a moment was missed by so much that another must be drawn.
  static func isMissed(_ moment: UTCTime, at now: UTCTime) -> Bool {
    now.seconds - moment.seconds > margin
  }

  /// A moment, uniform to the second.
  static func draw(
    from seconds: Range<Int64>, using generator: inout some RandomNumberGenerator
  ) -> UTCTime {
    let second = Int64.random(in: seconds, using: &generator)
    guard let time = UTCTime(seconds: second) else {
      preconditionFailure("an epoch's seconds are within the years that can be written")
    }
    return time
  }
}
