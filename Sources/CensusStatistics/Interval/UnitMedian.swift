import Glibc

/// The median of a quantity over units, with a distribution-free interval for the median of all units.
public struct UnitMedian: Hashable, Sendable {
  public let median: Double
  /// Nil for a single unit: it says nothing about others.
  public let interval: OrderStatisticsInterval?

  /// The median of `values`, one for each unit; nil where there are none.
  public init?(of values: [Double]) {
    let sorted = values.sorted()
    guard let smallest = sorted.first, let largest = sorted.last else { return nil }
    let middle = sorted.count / 2
    median =
      sorted.count % 2 == 1
      ? sorted[middle] : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
    interval = OrderStatisticsInterval(smallest: smallest, largest: largest, units: sorted.count)
  }
}

/// The interval from the smallest to the largest of n values.
///
/// The interval that belongs to the sign test: whatever the distribution, the median lies outside only if
/// all n values fall on one side of it, which happens with probability 2 · 2^(−n); so the interval covers the median with probability 1 − 2^(1−n) for a
/// continuous distribution, and with at least that for any other.
public struct OrderStatisticsInterval: Hashable, Sendable {
  public let low: Double
  public let high: Double
  /// The probability with which such an interval covers the median, 0.5 to 1.
  public let coverage: Double

  init?(smallest: Double, largest: Double, units: Int) {
    guard units > 1 else { return nil }
    low = smallest
    high = largest
    coverage = 1 - exp2(Double(1 - units))
  }
}
