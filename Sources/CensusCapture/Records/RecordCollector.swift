/// Flow records as their exporters send them: a collector of NetFlow v5, NetFlow v9, IPFIX and sFlow v5
/// over UDP.
public struct RecordCollector: Vantage, ~Copyable {
  private var socket: DatagramSocket
  private var meter: RecordMeter
  private let keeper: ExporterMemoryFile?
  private var latestSave: Int64 = .min
  private var latestPass: Int64 = .min
  private var latest: Int64 = 0
  /// Why what is known of the exporters could not be kept, where it could not.
  public private(set) var savingFailure: String?

  /// Datagrams that are taken in one go, so that `advance` returns under any load.
  private static let mostDatagrams = 4096
  /// Datagrams that are still taken when it ends: more than the kernel's buffer holds.
  private static let mostAtTheEnd = 262_144
  /// How often what is known of the exporters is kept: once a minute.
  private static let timeBetweenSaves: Int64 = 60_000_000
  /// How often silent flows are looked for: every 15 seconds.
  private static let timeBetweenPasses: Int64 = 15_000_000
  /// Exporters report long flows every few minutes: a flow that is not reported has not ended, and is not
  /// ended by the clock before this time more is over.
  private static let patience: Int64 = 600_000_000

  /// Binds the UDP address. `memoryPath` is a file in which templates outlast a restart; nil keeps none.
  /// `admits` says of an exporter's address whether it is listened to; `inspect` is shown each record.
  public init(
    _ options: CollectorOptions, limits: FlowLimits = FlowLimits(),
    admits: ((IPAddress) -> Bool)? = nil, inspect: ((FlowRecord) -> Void)? = nil
  ) throws(VantageError) {
    socket = try DatagramSocket(options.address, bufferLength: options.bufferLength)
    meter = RecordMeter(limits: limits, admits: admits, inspect: inspect)
    keeper = options.memoryPath.map(ExporterMemoryFile.init)
    if let known = keeper?.read(), !meter.recall(known) {
      savingFailure = "\(options.memoryPath ?? ""): not what was kept of exporters; it begins anew"
    }
  }

  /// Where it listens; with the port that the system has chosen where the options say 0.
  public var address: SocketAddress { socket.address.with(port: socket.port) }

  public mutating func advance(
    at now: Int64, waiting milliseconds: Int32, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) -> Bool {
    latest = now
    if socket.wait(milliseconds: milliseconds) { try takeWaiting(Self.mostDatagrams, receive) }
    meter.noteDropped(socket.dropped)
    passTime(to: now, receive)
    save(at: now)
    return true
  }

  /// Ends silent flows, now and then: the table is gone through for it.
  private mutating func passTime(to now: Int64, _ receive: (FlowSlice) -> Void) {
    let (elapsed, isFar) = now.subtractingReportingOverflow(latestPass)
    guard isFar || elapsed >= Self.timeBetweenPasses || elapsed < 0 else { return }
    latestPass = now
    meter.passTime(to: now.subtractingReportingOverflow(Self.patience).partialValue, receive)
  }

  /// Takes what waits, but no more than so many datagrams.
  private mutating func takeWaiting(
    _ most: Int, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) {
    let now = latest
    var left = most
    while left > 0,
      try socket.receive({ datagram, arrival in
        meter.take(datagram, from: arrival.sender, at: arrival.time ?? now, receive)
      })
    {
      left -= 1
    }
  }

  private mutating func save(at now: Int64) {
    guard keeper != nil else { return }
    let (elapsed, isFar) = now.subtractingReportingOverflow(latestSave)
    guard isFar || elapsed >= Self.timeBetweenSaves || elapsed < 0 else { return }
    latestSave = now
    save()
  }

  private mutating func save() {
    guard let keeper, let failure = keeper.write(meter.memory) else { return }
    savingFailure = failure
  }

  public mutating func handOutAll(_ receive: (FlowSlice) -> Void) { meter.handOutAll(receive) }

  public mutating func finish(_ receive: (FlowSlice) -> Void) {
    // What has come but was not read yet counts too; what still comes may not hold up the end.
    try? takeWaiting(Self.mostAtTheEnd, receive)
    meter.noteDropped(socket.dropped)
    save()
    meter.finish(receive)
  }

  public var totals: TrafficTotals { meter.totals }
  public var flows: Int { meter.flows }
  public var loss: CaptureLoss { meter.loss }
}

/// Where and how exporters are listened to.
public struct CollectorOptions: Sendable {
  /// The UDP address.
  public var address: SocketAddress
  /// How many bytes of datagrams may wait in the kernel; less where the system allows less.
  public var bufferLength: Int
  /// The file in which templates and sampling rates are kept over a restart; nil keeps none.
  public var memoryPath: String?

  /// Eight MiB of datagrams may wait unless said otherwise: a second of 200,000 records and more.
  public init(address: SocketAddress, bufferLength: Int = 8 << 20, memoryPath: String? = nil) {
    self.address = address
    self.bufferLength = bufferLength
    self.memoryPath = memoryPath
  }
}
