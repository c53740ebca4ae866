/// The ISO week of a house contribution (ISO 8601: weeks begin on Monday in UTC; week 1 of a year is
/// the one that holds its first Thursday); written `2026-W47`.
///
/// From 1970-W02 to 9999-W51: the weeks that lie wholly within the years of `UTCTime`.
public struct Epoch: Hashable, Comparable, Sendable {
  /// Weeks since the one that began on Monday, 1969-12-29, from 1.
  public let number: Int64

  private static let secondsInWeek: Int64 = 7 * 86_400
  /// 1970-01-01 was a Thursday, three days after a Monday.
  private static let offset: Int64 = 3 * 86_400

  /// Nil outside the weeks that can be written.
  public init?(number: Int64) {
    guard number >= 1,
      number < (UTCTime.lastSecond + 1 + Self.offset) / Self.secondsInWeek
    else { return nil }
    self.number = number
  }

  /// The week that holds `time`; nil in the first days of 1970 and the last of 9999.
  public init?(containing time: UTCTime) {
    self.init(number: (time.seconds + Self.offset) / Self.secondsInWeek)
  }

  /// Monday, 00:00:00.
  public var start: UTCTime { Self.monday(number) }

  /// The first moment after the epoch: the epoch has closed when it is reached.
  public var end: UTCTime { Self.monday(number + 1) }

  /// The week before; nil at 1970-W02.
  public var previous: Epoch? { Epoch(number: number - 1) }

  /// The week after; nil at 9999-W51.
  public var next: Epoch? { Epoch(number: number + 1) }

  private static func monday(_ number: Int64) -> UTCTime {
    guard let time = UTCTime(seconds: number * secondsInWeek - offset) else {
      preconditionFailure("week \(number) is outside the years that can be written")
    }
    return time
  }

  public static func < (left: Epoch, right: Epoch) -> Bool { left.number < right.number }
}

extension Epoch: CustomStringConvertible {
  public var description: String {
    let thursday = CalendarDay(daysSince1970: number * 7)
    let week = (number * 7 - Self.firstDay(ofYearOf: thursday)) / 7 + 1
    return "\(thursday.description.prefix(4))-W\(week < 10 ? "0" : "")\(week)"
  }

  /// Nil for anything but `YYYY-Www` naming a week of that year.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 8, text.dropFirst(4).hasPrefix("-W"),
      let newYear = CalendarDay("\(text.prefix(4))-01-01"), let week = Int64(text.suffix(2)),
      (1...53).contains(week)
    else { return nil }
    // 4 January is always in week 1.
    self.init(number: (newYear.daysSince1970 + 3 + 3) / 7 + week - 1)
    guard description == text else { return nil }
  }

  /// 1 January of the day's year, in days since 1970.
  private static func firstDay(ofYearOf day: CalendarDay) -> Int64 {
    CalendarDay("\(day.description.prefix(4))-01-01")?.daysSince1970 ?? 0
  }
}
