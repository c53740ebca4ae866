import Glibc

/// One value for each unit: at least one, every one a number.
public struct Sample: Hashable, Sendable {
  public let values: [Double]

  /// Sums and products of values up to here do not overflow.
  static let largestMagnitude = 1e150

  /// `values`, none of them beyond ±10^150.
  public init(_ values: [Double]) throws(InvalidSample) {
    guard !values.isEmpty else { throw .tooFew(count: 0, least: 1) }
    // NaN fails the comparison as well.
    if let bad = values.firstIndex(where: { !($0.magnitude <= Self.largestMagnitude) }) {
      throw .notFinite(position: bad + 1)
    }
    self.values = values
  }

  /// The differences ln(changed + 1) − ln(reference + 1), one for each unit: the logarithm of the
  /// factor by which a quantity of at least 0, as bytes an hour, changed; 0 stays finite.
  public init(logRatiosOf changed: [Double], to reference: [Double]) throws(InvalidSample) {
    guard changed.count == reference.count else {
      throw .lengthsDiffer(changed.count, reference.count)
    }
    for value in changed + reference where value < 0 {
      throw .outOfRange("the quantity \(value)", expected: "0 or more")
    }
    try self.init(zip(changed, reference).map { log1p($0) - log1p($1) })
  }

  public var count: Int { values.count }
}

/// Sample quantiles: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American
/// Statistician 50 (1996) 361-365, definition 7, which is also the default of R and NumPy.
enum Quantile {
  /// The quantile of ascending values, of which there must be one, at 0 ≤ fraction ≤ 1.
  static func value(_ fraction: Double, ofSorted sorted: [Double]) -> Double {
    let position = Double(sorted.count - 1) * fraction
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }

  /// The median of values, of which there must be one.
  static func median(of values: [Double]) -> Double { value(0.5, ofSorted: values.sorted()) }
}
