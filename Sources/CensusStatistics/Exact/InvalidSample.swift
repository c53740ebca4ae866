/// Why numbers cannot be what a statistic is computed from.
public enum InvalidSample: Error, Hashable, Sendable, CustomStringConvertible {
  case tooFew(count: Int, least: Int)
  case tooMany(count: Int, most: Int)
  /// Two lists that belong together differ in length.
  case lengthsDiffer(Int, Int)
  /// NaN, infinite, or beyond ±10^150; the position counts from 1.
  case notFinite(position: Int)
  /// What is out of range, and the range.
  case outOfRange(String, expected: String)
  /// The numbers are valid, and still do not define the statistic.
  case undefined(String)

  public var description: String {
    switch self {
    case .tooFew(let count, let least): "\(count) values are too few: at least \(least) are needed"
    case .tooMany(let count, let most): "\(count) values are too many: at most \(most) are computed"
    case .lengthsDiffer(let first, let second):
      "\(first) and \(second) values do not pair up: give as many of one as of the other"
    case .notFinite(let position):
      "value \(position) is not a number within ±1e150: leave it out or mend it"
    case .outOfRange(let what, let expected): "\(what) is out of range: use \(expected)"
    case .undefined(let reason): reason
    }
  }

  /// Passes a confidence level strictly between 0 and 1 on.
  static func checked(confidence: Double) throws(InvalidSample) -> Double {
    guard confidence > 0, confidence < 1 else {
      throw .outOfRange("confidence \(confidence)", expected: "a number between 0 and 1")
    }
    return confidence
  }

  /// Passes a result on that is a number.
  static func checked(result: Double, of what: String) throws(InvalidSample) -> Double {
    guard result.isFinite else {
      throw .undefined("the \(what) is not a number: the values are too far apart in magnitude")
    }
    return result
  }
}
