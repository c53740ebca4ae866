public import CensusAttribution
public import CensusCapture

/// What a vantage has shown since a view was opened, in memory alone.
public struct LiveTallies {
  private var attributor: Attributor
  private var book = ObservationBook()

  public init(networks: LocalNetworks, databases: [GeoDatabase]) {
    attributor = Attributor(networks: networks, databases: databases)
    book.beginCapture()
  }

  /// Adds one slice.
  public mutating func add(_ slice: FlowSlice) {
    book.add(attributor.observe(slice))
  }

  /// What was seen so far.
  public var report: OwnerReport { OwnerReport(of: TallyBook(book).sorted) }
}
