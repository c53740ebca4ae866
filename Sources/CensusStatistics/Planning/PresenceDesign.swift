import Glibc

/// A test of presence: units that are each watched for so many blocks, of which a share phones home with
/// contacts at random times. Its power is exact: no draw is needed.
///
/// A unit shows contact with the probability share · (1 − exp(−24 · blocks/spacing))
/// (`DesignBounds.chance`); the number of units that do is binomial, and `BinomialTest` against half of
/// all units decides.
public struct PresenceDesign: Hashable, Sendable {
  public let units: Int
  public let blocks: Int
  /// The share of units that phone home at all.
  public let share: Double
  /// The mean time between their contacts, in hours.
  public let spacing: Double

  /// 1 to 1,000 units and blocks of 24 hours, a share from 0 to 1, a spacing up to a million hours.
  public init(units: Int, blocks: Int, share: Double, spacing: Double) throws(InvalidSample) {
    guard (1...1000).contains(units) else {
      throw .outOfRange("\(units) units", expected: "1 to 1000")
    }
    guard (1...1000).contains(blocks) else {
      throw .outOfRange("\(blocks) blocks", expected: "1 to 1000")
    }
    guard (0...1).contains(share) else {
      throw .outOfRange("the share \(share)", expected: "0 to 1")
    }
    _ = try DesignBounds.chance(spacing: spacing, within: 24)
    self.units = units
    self.blocks = blocks
    self.share = share
    self.spacing = spacing
  }

  /// The probability that a unit shows contact.
  public func unitChance() throws(InvalidSample) -> Double {
    share * (try DesignBounds.chance(spacing: spacing, within: 24 * Double(blocks)))
  }

  /// The probability that presence is supported at `level`.
  public func power(atLevel level: Double) throws(InvalidSample) -> Double {
    let chance = try unitChance()
    for count in 0...units {
      guard try BinomialTest(count: count, of: units).greater <= level else { continue }
      guard chance > 0 else { return 0 }
      return chance < 1
        ? try BinomialTest(count: count, of: units, against: chance).greater : 1
    }
    return 0
  }

  /// The probability that absence is supported at `level`, where no unit phones home: 1 or 0, since it
  /// rests on the number of units alone.
  public func absence(atLevel level: Double) throws(InvalidSample) -> Double {
    let silence = try DesignBounds.hours(spacing: DecisionRules.standard.spacing)
    guard 24 * Double(blocks) >= silence - 0.1 else { return 0 }
    return try BinomialTest(count: 0, of: units).less <= level ? 1 : 0
  }
}
