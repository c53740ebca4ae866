/// Whether units show a thing under one condition more often than under another: McNemar's exact test.
///
/// Q. McNemar, "Note on the sampling error of the difference between correlated proportions or
/// percentages", Psychometrika 12 (1947) 153-157, with exact binomial tails.
/// Only units that differ between the conditions tell anything; if
/// the condition does not matter, each of them falls to either side with probability 1/2.
public struct McNemarTest: Hashable, Sendable {
  /// The units that show it under the first condition alone.
  public let onlyFirst: Int
  /// The units that show it under the second condition alone.
  public let onlySecond: Int
  /// P-value against "more often under the first".
  public let firstMoreOften: Double
  /// P-value against "more often under the second".
  public let secondMoreOften: Double

  /// Twice the smaller p-value, 1 at most.
  public var twoSided: Double { min(1, 2 * min(firstMoreOften, secondMoreOften)) }

  /// From counts of at least 0 and of a hundred million together at most.
  public init(onlyFirst: Int, onlySecond: Int) throws(InvalidSample) {
    let range = 0...50_000_000
    for count in [onlyFirst, onlySecond] where !range.contains(count) {
      throw .outOfRange("the count \(count)", expected: "0 to \(range.upperBound)")
    }
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    firstMoreOften = Self.tail(onlyFirst, onlySecond)
    secondMoreOften = Self.tail(onlySecond, onlyFirst)
  }

  /// From what each unit showed under the two conditions, in the same order of units.
  public init(first: [Bool], second: [Bool]) throws(InvalidSample) {
    guard first.count == second.count else { throw .lengthsDiffer(first.count, second.count) }
    let pairs = zip(first, second)
    try self.init(
      onlyFirst: pairs.count { $0 && !$1 }, onlySecond: pairs.count { !$0 && $1 })
  }

  /// The probability of `count` or more heads in `count + others` tosses: I_½(count, others + 1), DLMF
  /// 8.17.5.
  private static func tail(_ count: Int, _ others: Int) -> Double {
    count == 0 ? 1 : IncompleteBeta.value(at: 0.5, Double(count), Double(others) + 1)
  }
}
