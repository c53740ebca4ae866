import Glibc

/// What a number of units or hours can prove at best, exactly and without assumptions about sizes.
public enum DesignBounds {
  /// The smallest number of pairs with which the one-sided sign-flip test can succeed at `level` after
  /// Holm over `claims`: its p cannot fall below 2^−n, and Holm's strictest step asks for level/claims.
  public static func smallestPairs(level: Double, claims: Int) throws(InvalidSample) -> Int {
    let strictest = try strictestLevel(level, claims: claims)
    return smallest { exp2(-Double($0)) <= strictest }
  }

  /// The same for two independent groups of n units each, whose permutation p cannot fall below
  /// 1/C(2n, n): there are so many choices of the first group, and each is as likely without effect.
  public static func smallestGroups(level: Double, claims: Int) throws(InvalidSample) -> Int {
    let strictest = try strictestLevel(level, claims: claims)
    var splits = 1.0
    return smallest { n in
      // C(2n, n) from C(2n − 2, n − 1).
      splits *= Double(4 * n - 2) / Double(n)
      return 1 / splits <= strictest
    }
  }

  /// The level that the smallest of `claims` p-values must reach: level/claims (`Holm`).
  public static func strictestLevel(_ level: Double, claims: Int) throws(InvalidSample) -> Double {
    let level = try checked(level, "level")
    guard (1...1000).contains(claims) else {
      throw .outOfRange("\(claims) claims", expected: "1 to 1000")
    }
    return level / Double(claims)
  }

  /// The share of all units that may still do what none of `units` did: 1 − (1 − confidence)^(1/n), the
  /// one-sided limit of Clopper and Pearson (1934).
  public static func shareStillPossible(
    units: Int, confidence: Double = CensusStatistics.confidence
  ) throws(InvalidSample) -> Double {
    let confidence = try InvalidSample.checked(confidence: confidence)
    guard units > 0 else { throw .outOfRange("\(units) units", expected: "1 or more") }
    return -expm1(log1p(-confidence) / Double(units))
  }

  /// The smallest number of units of which none may do it, to say that at most `share` of all do.
  public static func unitsToExclude(
    share: Double, confidence: Double = CensusStatistics.confidence
  ) throws(InvalidSample) -> Int {
    let confidence = try InvalidSample.checked(confidence: confidence)
    let share = try checked(share, "share")
    guard share >= 1e-9 else { throw .outOfRange("share \(share)", expected: "1e-9 or more") }
    return Int((log1p(-confidence) / log1p(-share)).rounded(.up))
  }

  /// The chance to see at least one event that comes at random (a Poisson process) every `spacing`
  /// hours in the mean, within `hours`: 1 − exp(−hours/spacing).
  public static func chance(
    spacing: Double, within hours: Double
  ) throws(InvalidSample) -> Double {
    -expm1(-(try duration(hours) / duration(spacing)))
  }

  /// The hours in which such an event is seen with `probability`: −ln(1 − probability) times the
  /// spacing, three times for 95 %.
  public static func hours(
    spacing: Double, probability: Double = CensusStatistics.confidence
  ) throws(InvalidSample) -> Double {
    -log1p(-(try checked(probability, "probability"))) * (try duration(spacing))
  }

  private static func checked(_ value: Double, _ name: String) throws(InvalidSample) -> Double {
    guard value > 0, value < 1 else {
      throw .outOfRange("\(name) \(value)", expected: "a number between 0 and 1")
    }
    return value
  }

  private static func duration(_ hours: Double) throws(InvalidSample) -> Double {
    guard hours > 0, hours <= 1e6 else {
      throw .outOfRange("\(hours) hours", expected: "a time above 0, and a million hours at most")
    }
    return hours
  }

  /// Every level that a Double can hold is reached by 1,100 units.
  private static func smallest(_ isEnough: (Int) -> Bool) -> Int {
    (1..<1100).first(where: isEnough) ?? 1100
  }
}
