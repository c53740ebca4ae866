/// Whether a share of units differs from one named beforehand: the exact binomial test.
///
/// C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413: the test that the interval of `Share`
/// inverts. The tails are incomplete beta functions (NIST Digital Library of Mathematical Functions,
/// 8.17.5).
public struct BinomialTest: Hashable, Sendable {
  public let count: Int
  public let total: Int
  /// P-value against "the probability is above `share`".
  public let greater: Double
  /// P-value against "the probability is below `share`".
  public let less: Double

  /// `count` of `total`, 0 ≤ count ≤ total ≤ a hundred million, against `share`, between 0 and 1.
  public init(count: Int, of total: Int, against share: Double = 0.5) throws(InvalidSample) {
    guard (0...100_000_000).contains(total), (0...total).contains(count) else {
      throw .outOfRange("\(count) of \(total)", expected: "a count up to a total of 100000000")
    }
    guard share > 0, share < 1 else {
      throw .outOfRange("the share \(share)", expected: "a number between 0 and 1")
    }
    self.count = count
    self.total = total
    let (k, n) = (Double(count), Double(total))
    greater = count == 0 ? 1 : IncompleteBeta.value(at: share, k, n - k + 1)
    less = count == total ? 1 : IncompleteBeta.value(at: 1 - share, n - k, k + 1)
  }
}
