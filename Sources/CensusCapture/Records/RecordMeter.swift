/// Measures what flow exporters report: takes their datagrams one by one and hands out what the flows did.
///
///     var meter = RecordMeter(limits: FlowLimits())
///     meter.take(payload, from: exporter, at: arrival) { slice in … }
///     meter.finish { slice in … }
///
/// Memory is bounded by `FlowLimits.mostFlows` and the bounds of what is remembered of exporters, whatever
/// arrives.
public struct RecordMeter: ~Copyable {
  private var decoder = ExportDecoder()
  private var table: FlowTable
  private var batch: [FlowRecord] = []
  private let admits: ((IPAddress) -> Bool)?
  private let inspect: ((FlowRecord) -> Void)?
  private var dropped: UInt64 = 0
  /// Frames of captures are decoded into it.
  var packet = Packet()
  /// In captures, looks at datagrams to this port alone; nil is every port.
  let port: UInt16?
  /// What was counted so far. Frames are the packets of the records: of the link nothing is known.
  public private(set) var totals = TrafficTotals()

  /// `admits` says of an address whether datagrams from it are looked at; nil admits all. `inspect` is
  /// shown each record before it is counted. In captures, `port` is the one whose datagrams are looked at;
  /// nil is every port.
  public init(
    limits: FlowLimits, port: UInt16? = nil, admits: ((IPAddress) -> Bool)? = nil,
    inspect: ((FlowRecord) -> Void)? = nil
  ) {
    table = FlowTable(limits: limits)
    self.port = port
    self.admits = admits
    self.inspect = inspect
  }

  /// Counts the records of one datagram that came from `exporter` at `arrival` (microseconds since 1970;
  /// nil where that is not known), unless the exporter is refused.
  public mutating func take(
    _ datagram: RawSpan, from exporter: IPAddress, at arrival: Int64?,
    _ receive: (FlowSlice) -> Void
  ) {
    guard admits?(exporter) ?? true else {
      decoder.statistics.refused += 1
      return
    }
    _ = takeAdmitted(datagram, from: exporter, at: arrival, receive)
  }

  /// Counts the records of one datagram, and gives how many bytes it took; nil where it is no export.
  mutating func takeAdmitted(
    _ datagram: RawSpan, from exporter: IPAddress, at arrival: Int64?,
    _ receive: (FlowSlice) -> Void
  ) -> Int? {
    batch.removeAll(keepingCapacity: true)
    let length = decoder.decode(datagram, from: exporter, at: arrival, into: &batch)
    for index in batch.indices {
      inspect?(batch[index])
      totals.add(batch[index])
      table.add(batch[index], receive)
    }
    return length
  }

  /// Notes that the kernel has dropped so many datagrams so far.
  mutating func noteDropped(_ count: UInt64) { dropped = count }

  /// Ends the flows that are idle at `time`.
  mutating func passTime(to time: Int64, _ receive: (FlowSlice) -> Void) {
    table.passTime(to: time, receive)
  }

  /// Hands out what was counted so far; the flows go on.
  public mutating func handOutAll(_ receive: (FlowSlice) -> Void) { table.handOutAll(receive) }

  /// Hands out all that is left and forgets the flows. What is known of the exporters stays.
  public mutating func finish(_ receive: (FlowSlice) -> Void) { table.finish(receive) }

  /// How many flows were begun so far.
  public var flows: Int { table.begun }

  /// What became of the datagrams so far.
  public var statistics: RecordStatistics {
    var statistics = decoder.statistics
    statistics.setsWithoutTemplate = decoder.waiting.dropped
    statistics.waitingSets = decoder.waiting.count
    statistics.dropped = dropped
    return statistics
  }

  /// What was lost so far.
  public var loss: CaptureLoss {
    var loss = CaptureLoss()
    loss.records = statistics
    loss.evictedFlows = table.evicted
    return loss
  }

  /// The templates and sampling rates of all exporters, to be kept over a restart.
  public var memory: [UInt8] { ExporterMemory.encode(decoder.domains) }

  /// Takes what an earlier `memory` held. False, and nothing is taken, where the bytes are not that.
  public mutating func recall(_ memory: [UInt8]) -> Bool {
    guard let domains = ExporterMemory.decode(memory) else { return false }
    decoder.domains = domains
    return true
  }
}
