/// A moment in UTC, to the second, without leap seconds, in the years 1970 to 9999; written as
/// RFC 3339 in the one form `2026-11-23T10:00:00Z`.
public struct UTCTime: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let seconds: Int64

  /// Year 9999 ends with this second; RFC 3339 has four digits for the year.
  static let lastSecond: Int64 = 253_402_300_799

  /// Nil outside the years 1970 to 9999.
  public init?(seconds: Int64) {
    guard (0...Self.lastSecond).contains(seconds) else { return nil }
    self.seconds = seconds
  }

  /// Whether the moment is at a whole minute.
  public var isWholeMinute: Bool { seconds % 60 == 0 }

  /// The hour that holds the moment, counted from 1970-01-01T00:00:00Z.
  public var hour: Int64 { seconds / 3600 }

  public static func < (left: UTCTime, right: UTCTime) -> Bool { left.seconds < right.seconds }
}

extension UTCTime: CustomStringConvertible {
  public var description: String {
    let time = seconds % 86_400
    return CalendarDay(daysSince1970: seconds / 86_400).description
      + "T\(twoDigits(time / 3600)):\(twoDigits(time / 60 % 60)):\(twoDigits(time % 60))Z"
  }

  /// Nil for anything but `YYYY-MM-DDTHH:MM:SSZ` naming a real day and time.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z"),
      let day = CalendarDay(String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = decimal(bytes[11..<13]), let minute = decimal(bytes[14..<16]),
      let second = decimal(bytes[17..<19]), hour < 24, minute < 60, second < 60
    else { return nil }
    self.init(seconds: day.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second)
  }
}

/// A day of the proleptic Gregorian calendar in the years 1970 to 9999; written `2026-11-23`.
public struct CalendarDay: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public let daysSince1970: Int64

  init(daysSince1970: Int64) { self.daysSince1970 = daysSince1970 }

  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }
}

// The conversions follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013): days
// are counted in eras of 400 years that begin on 1 March, so that the leap day is the last.
extension CalendarDay: CustomStringConvertible {
  public var description: String {
    let shifted = daysSince1970 + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
  }

  /// Nil for anything but `YYYY-MM-DD` naming a real day.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = decimal(bytes[0..<4]), let month = decimal(bytes[5..<7]),
      let day = decimal(bytes[8..<10]), year >= 1970, (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(daysSince1970: era * 146_097 + dayOfEra - 719_468)
    // 31 April and its like are written differently once they are counted.
    guard description == text else { return nil }
  }
}

private func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

private func decimal(_ digits: ArraySlice<UInt8>) -> Int64? {
  var number: Int64 = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    number = number * 10 + Int64(digit - UInt8(ascii: "0"))
  }
  return number
}
