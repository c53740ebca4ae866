/// How a response follows a dose, as bytes sent follow bytes kept: the median of all pairs' slopes.
///
/// H. Theil, "A rank-invariant method of linear and polynomial regression analysis", Proceedings of the
/// Royal Netherlands Academy of Sciences 53 (1950) 386-392; P. K. Sen, "Estimates of the regression
/// coefficient based on Kendall's tau", JASA 63 (1968) 1379-1389, for doses given more than once.
public struct TheilSen: Hashable, Sendable {
  /// The number of pairs grows with the square: this many points are half a million slopes.
  public static let mostPoints = 1000

  private let doses: [Double]
  private let responses: [Double]
  /// The median of (y₂ − y₁)/(x₂ − x₁) over all pairs with different doses.
  public let slope: Double
  /// The median response less the slope times the median dose.
  public let intercept: Double

  /// From a response for each dose, 2 to `mostPoints` points with at least two different doses.
  public init(doses: Sample, responses: Sample) throws(InvalidSample) {
    guard doses.count == responses.count else {
      throw .lengthsDiffer(doses.count, responses.count)
    }
    guard doses.count <= Self.mostPoints else {
      throw .tooMany(count: doses.count, most: Self.mostPoints)
    }
    let (x, y) = (doses.values, responses.values)
    let slopes = x.indices.flatMap { first in
      (0..<first).filter { x[$0] != x[first] }.map { (y[first] - y[$0]) / (x[first] - x[$0]) }
    }
    guard !slopes.isEmpty else {
      throw .undefined("a slope needs two different doses")
    }
    slope = try InvalidSample.checked(result: Quantile.median(of: slopes), of: "slope")
    intercept = try InvalidSample.checked(
      result: Quantile.median(of: y) - slope * Quantile.median(of: x), of: "intercept")
    self.doses = x
    self.responses = y
  }

  /// Whether the slope is `slope`: Theil's test, Kendall's S between the doses and what such a slope
  /// leaves over. All orders are counted for up to `SlopePermutation.mostEnumerated` points; else
  /// `draws` orders, at least 1, are drawn.
  public func test(
    against slope: Double = 0, draws: Int = 9999, using generator: inout some RandomNumberGenerator
  ) throws(InvalidSample) -> SlopePermutation {
    guard (1...10_000_000).contains(draws) else {
      throw .outOfRange("\(draws) draws", expected: "1 to 10000000")
    }
    let rest = try Sample(zip(doses, responses).map { $1 - slope * $0 })
    // What a slope leaves over is rounded; responses themselves are compared as they are.
    let largest = zip(doses, responses).map { abs(slope * $0) + abs($1) }.max() ?? 0
    return SlopePermutation(
      doses: doses, rest: rest.values, rounding: slope == 0 ? 0 : largest * 0x1p-46, draws: draws,
      using: &generator)
  }
}
