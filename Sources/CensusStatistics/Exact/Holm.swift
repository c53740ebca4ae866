/// Several claims decided on the same data: Holm's step-down adjustment.
///
/// S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
/// Statistics 6 (1979) 65-70. The smallest of m p-values is multiplied by m, the next by m − 1, and so
/// on, and none becomes smaller than the one before. Rejecting what is at most α then rejects any true
/// hypothesis with probability α at most, however the claims depend on each other.
public enum Holm {
  /// The adjusted p-values, 1 at most, in the order of `pValues`, each from 0 to 1.
  public static func adjusted(_ pValues: [Double]) throws(InvalidSample) -> [Double] {
    for value in pValues where !(0...1).contains(value) {
      throw .outOfRange("the p-value \(value)", expected: "0 to 1")
    }
    var adjusted = pValues
    var largest = 0.0
    let ascending = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    for (rank, index) in ascending.enumerated() {
      largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
