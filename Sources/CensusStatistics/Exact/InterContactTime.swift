/// The time from one contact to the next: median and quartiles, which show a fixed beat where a mean
/// rate does not. D. J. Leith, "Mobile handset privacy: measuring the data iOS and Android send to Apple
/// and Google" (SecureComm 2021), reports this statistic. Quartiles as in `Quantile`.
public struct InterContactTime: Hashable, Sendable {
  /// The unit of all times is that of the contacts' times.
  public let lowerQuartile: Double
  public let median: Double
  public let upperQuartile: Double
  /// The number of times between contacts.
  public let count: Int

  /// From the times of contacts within each block, in any order. The time from one block to the next is
  /// nobody's: what happened between them was not observed.
  public init(contactsByBlock blocks: [[Double]]) throws(InvalidSample) {
    var gaps: [Double] = []
    for block in blocks where !block.isEmpty {
      let sorted = try Sample(block).values.sorted()
      gaps += zip(sorted.dropFirst(), sorted).map { $0 - $1 }
    }
    guard !gaps.isEmpty else {
      throw .undefined("a time between contacts needs two contacts in one block")
    }
    gaps.sort()
    lowerQuartile = Quantile.value(0.25, ofSorted: gaps)
    median = Quantile.value(0.5, ofSorted: gaps)
    upperQuartile = Quantile.value(0.75, ofSorted: gaps)
    count = gaps.count
  }
}
