/// A fraction of whole numbers, not negative, in lowest terms; written `2/3`. What privacy is counted in:
/// exact, where a rounded number could hide a leak.
public struct Fraction: Hashable, Sendable, CustomStringConvertible {
  public let numerator: UInt128
  /// Above 0.
  public let denominator: UInt128

  public static let zero = Fraction(0)

  public init(_ number: UInt64) {
    numerator = UInt128(number)
    denominator = 1
  }

  /// Nil for a denominator of 0.
  public init?(_ numerator: UInt128, over denominator: UInt128) {
    guard denominator > 0 else { return nil }
    let divisor = Self.greatestCommonDivisor(numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// Euclid's, Elements VII.2.
  public static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
    var (left, right) = (left, right)
    while right > 0 {
      // Most numbers are small, and small ones are divided much faster.
      if let left = UInt64(exactly: left), let right = UInt64(exactly: right) {
        return UInt128(small(left, right))
      }
      (left, right) = (right, left % right)
    }
    return left
  }

  private static func small(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (left, right) = (left, right)
    while right > 0 { (left, right) = (right, left % right) }
    return left
  }

  public var description: String { "\(numerator)/\(denominator)" }

  /// Nil for anything but what `description` writes.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard text.utf8.count <= 80, parts.count == 2, let numerator = UInt128(parts[0]),
      let denominator = UInt128(parts[1]), let fraction = Self(numerator, over: denominator),
      fraction.description == text
    else { return nil }
    self = fraction
  }

  /// The sum; nil where it cannot be held exactly.
  public func adding(_ other: Fraction) -> Fraction? {
    let divisor = Self.greatestCommonDivisor(denominator, other.denominator)
    let (ours, theirs) = (other.denominator / divisor, denominator / divisor)
    let left = numerator.multipliedReportingOverflow(by: ours)
    let right = other.numerator.multipliedReportingOverflow(by: theirs)
    let sum = left.partialValue.addingReportingOverflow(right.partialValue)
    let below = denominator.multipliedReportingOverflow(by: ours)
    guard !left.overflow, !right.overflow, !sum.overflow, !below.overflow else { return nil }
    return Fraction(sum.partialValue, over: below.partialValue)
  }

  /// The product with a whole number; nil where it cannot be held exactly.
  public func times(_ number: UInt64) -> Fraction? {
    let divisor = Self.greatestCommonDivisor(UInt128(number), denominator)
    let product = numerator.multipliedReportingOverflow(by: UInt128(number) / divisor)
    guard !product.overflow else { return nil }
    return Fraction(product.partialValue, over: denominator / divisor)
  }
}

extension Fraction: Comparable {
  public static func < (left: Fraction, right: Fraction) -> Bool {
    let ours = left.numerator.multipliedFullWidth(by: right.denominator)
    let theirs = right.numerator.multipliedFullWidth(by: left.denominator)
    return (ours.high, ours.low) < (theirs.high, theirs.low)
  }
}
