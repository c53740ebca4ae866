/// When a cell may be published, and how its count is shown.
public struct MergeRule: Hashable, Sendable {
  /// The fewest distinct contributors of a published cell: k.
  public let fewest: Int
  /// How many of those must be of the tiers `established` and `organisation`, so that whoever enrols
  /// many agents cannot fill up a cell around one household on the same day.
  public let fewestConfirmed: Int

  /// k can be chosen, but not below this.
  public static let floor = 5
  /// k can be chosen, but not above this.
  public static let ceiling = 1000
  /// What counts are rounded to.
  public static let rounding = 5

  /// k = 10, of whom 5 confirmed.
  public static let standard: MergeRule = {
    guard let rule = MergeRule(fewest: 10) else { preconditionFailure("10 is at least 5") }
    return rule
  }()

  /// Half of k, rounded up, confirmed unless said otherwise. Nil for a k outside 5 to 1000, and for more
  /// confirmed contributors than k.
  public init?(fewest: Int, fewestConfirmed: Int? = nil) {
    let confirmed = fewestConfirmed ?? (fewest + 1) / 2
    guard (Self.floor...Self.ceiling).contains(fewest), (0...fewest).contains(confirmed) else {
      return nil
    }
    self.fewest = fewest
    self.fewestConfirmed = confirmed
  }

  /// From how many contributors on the quartiles are published: 2k.
  public var fewestForQuartiles: Int { 2 * fewest }

  /// The smallest count that is shown: k, rounded up.
  public var smallestShown: Int {
    (fewest + Self.rounding - 1) / Self.rounding * Self.rounding
  }

  /// A count as it is published: the nearest multiple of 5, but at least k rounded up; 0 below k, where
  /// a number stands that is no cell's.
  ///
  /// The same count is always shown as the same number, so asking again averages nothing away. Cells
  /// share no row and no total is rounded by itself, so no other figure of the release says where in its
  /// five counts a number lies.
  public func shown(_ count: Int) -> PublishedCount {
    guard count >= fewest else { return .none }
    let nearest = (count + Self.rounding / 2) / Self.rounding * Self.rounding
    return PublishedCount(trusted: max(nearest, smallestShown))
  }

  /// The counts that are shown as `shown`; empty where none is.
  public func counts(shownAs shown: PublishedCount) -> ClosedRange<Int>? {
    guard shown.number > 0 else { return 0...(fewest - 1) }
    guard shown.number >= smallestShown, shown.number % Self.rounding == 0 else { return nil }
    let low = shown.number == smallestShown ? fewest : shown.number - Self.rounding / 2
    return low...(shown.number + Self.rounding / 2)
  }
}

/// A count as a release shows it: a multiple of 5, or 0 for fewer than k.
public struct PublishedCount: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let number: Int

  /// Fewer than k.
  public static let none = PublishedCount(trusted: 0)

  init(trusted number: Int) { self.number = number }

  /// Nil for a negative number and one that is no multiple of 5.
  public init?(_ number: Int) {
    guard number >= 0, number % MergeRule.rounding == 0 else { return nil }
    self.number = number
  }

  public var description: String { String(number) }

  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
