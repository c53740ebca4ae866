/// A time as plans write it: whole minutes, since phases begin and end at whole minutes.
public struct PlanDuration: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let minutes: Int64

  /// A minute to 31 days: the longest phase of a bundle.
  public static let range: ClosedRange<Int64> = 1...(31 * 24 * 60)
  static let expectation = "a time like \"10 min\", \"24 h\" or \"3 d\", from 1 min to 31 d"

  /// Nil outside `range`.
  public init?(minutes: Int64) {
    guard Self.range.contains(minutes) else { return nil }
    self.minutes = minutes
  }

  /// Nil for anything but a whole number and `min`, `h` or `d`.
  public init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, words[0].count <= 6,
      words[0].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int64(words[0])
    else { return nil }
    switch words[1] {
    case "min": self.init(minutes: number)
    case "h": self.init(minutes: number * 60)
    case "d": self.init(minutes: number * 24 * 60)
    default: return nil
    }
  }

  public var description: String { Self.text(minutes: minutes) }

  /// `90` as `1 h 30 min`; any number of minutes from 0.
  public static func text(minutes: Int64) -> String {
    let parts = [
      (minutes / (24 * 60), "d"), (minutes / 60 % 24, "h"), (minutes % 60, "min"),
    ]
    // 24 hours are a measured block's name; a day is not.
    guard minutes != 24 * 60 else { return "24 h" }
    let text = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    return text.isEmpty ? "0 min" : text
  }

  public static func < (left: PlanDuration, right: PlanDuration) -> Bool {
    left.minutes < right.minutes
  }
}
