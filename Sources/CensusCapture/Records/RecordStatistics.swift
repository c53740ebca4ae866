/// What became of the datagrams of flow exporters. All that is not in `records` is said here: a record that
/// could not be counted is data too.
public struct RecordStatistics: Sendable, Equatable {
  /// UDP datagrams that were looked at.
  public var datagrams = 0
  /// Datagrams of no known format, or that contradict themselves. Nothing of them is counted.
  public var undecodable = 0
  /// Datagrams of exporters that are not on the list of those admitted.
  public var refused = 0
  /// Datagrams that the kernel dropped because they came faster than they were read.
  public var dropped: UInt64 = 0
  /// Flow records that are counted, each direction for itself.
  public var records = 0
  /// Records of other things: exporter's statistics, interfaces, events, records without addresses.
  public var otherRecords = 0
  /// Records of flows without any counter, or whose counters are 0: nothing was to be counted.
  public var emptyRecords = 0
  /// Records of so many packets or bytes, or of so long a time, that they cannot be. Not counted.
  public var implausibleRecords = 0
  /// Records whose packets were not exported: each is counted as one packet.
  public var recordsWithoutPackets = 0
  /// Records whose sampler has not said its rate: counted as if every packet had been looked at.
  public var recordsOfUnknownSamplers = 0
  /// Sets of records whose template never came, or not before the room for waiting sets was full.
  public var setsWithoutTemplate = 0
  /// Sets that wait for their template.
  public var waitingSets = 0
  /// Templates and sets that contradict themselves. What came before them in the datagram is counted.
  public var badSets = 0
  /// Records that the exporters' sequence numbers say were sent and did not come (NetFlow v5, IPFIX).
  public var lostRecords: UInt64 = 0
  /// Datagrams that the exporters' sequence numbers say were sent and did not come (NetFlow v9, sFlow).
  public var lostDatagrams: UInt64 = 0
  /// Samples that sFlow agents say they dropped themselves.
  public var droppedSamples: UInt64 = 0
  /// Exporters that began anew.
  public var restarts = 0
  /// Datagrams whose exporter's clock was more than an hour off: counted at their arrival.
  public var correctedClocks = 0
  /// The coarsest sampling among the records that are counted: one packet in so many.
  public var coarsestSampling: UInt32 = 1

  /// Nothing seen yet.
  public init() {}

  /// Records or sets that came and were not counted, for what is said of a vantage's loss.
  public var uncounted: Int { undecodable + implausibleRecords + setsWithoutTemplate + badSets }

  /// Adds what became of other datagrams.
  public mutating func add(_ other: RecordStatistics) {
    for field in Self.counters { self[keyPath: field] += other[keyPath: field] }
    for field in Self.reported {
      self[keyPath: field] =
        self[keyPath: field].addingReportingOverflow(other[keyPath: field])
        .partialValue
    }
    coarsestSampling = max(coarsestSampling, other.coarsestSampling)
  }

  private static var counters: [WritableKeyPath<RecordStatistics, Int>] {
    [
      \.datagrams, \.undecodable, \.refused, \.records, \.otherRecords, \.emptyRecords,
      \.implausibleRecords, \.recordsWithoutPackets, \.recordsOfUnknownSamplers,
      \.setsWithoutTemplate, \.waitingSets, \.badSets, \.restarts, \.correctedClocks,
    ]
  }

  private static var reported: [WritableKeyPath<RecordStatistics, UInt64>] {
    [\.dropped, \.lostRecords, \.lostDatagrams, \.droppedSamples]
  }
}
