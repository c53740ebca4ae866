public import CensusAttribution
public import CensusCapture
public import CensusProtocol

/// From capture files to tallies: the one way that `summarize` and the bench sessions go.
///
///     var survey = CaptureSurvey(
///       networks: LocalNetworks(), databases: try GeoDatabase.load(GeoDatabase.defaultPaths))
///     let ending = try survey.read("phone.pcapng") { progress in … }
///     for tally in survey.tallies.sorted { … }
public struct CaptureSurvey {
  /// How far the reading of a capture is.
  public struct Progress: Sendable {
    /// Bytes of the file, as it lies on the disk, that have been read.
    public let bytesRead: Int
    /// The file's length in bytes; nil for a pipe.
    public let bytesTotal: Int?
  }

  private var attributor: Attributor
  private let limits: FlowLimits
  private let window: Range<Int64>
  /// The geo databases in use, in the order of their answers.
  public let databases: [GeoDatabase.Label]

  private var book = ObservationBook()
  /// What was counted of all captures.
  public private(set) var totals = TrafficTotals()
  /// Flows begun in all captures.
  public private(set) var flows = 0
  /// What all captures lost.
  public private(set) var loss = CaptureLoss()
  /// How each capture ended, in the order of reading.
  public private(set) var endings: [(path: String, ending: CaptureEnding)] = []
  /// What devices said of themselves.
  public private(set) var hints: [Device: DeviceHint] = [:]
  /// What devices showed of themselves, by the names of the devices.
  public private(set) var deviceSignals: [DeviceSignals] = []
  /// Whether the User-Agent of HTTP in clear is evidence, too: off unless its owner asks for it.
  public var readsUserAgents = false

  /// `networks` are local beside private blocks; `databases` say where addresses are. Where `window`
  /// is given, packets outside it do not count.
  public init(
    networks: LocalNetworks, databases: [GeoDatabase], limits: FlowLimits = FlowLimits(),
    window: Range<UTCTime>? = nil
  ) {
    self.window =
      window.map { $0.lowerBound.seconds * 1_000_000..<$0.upperBound.seconds * 1_000_000 }
      ?? CaptureMeter.allTime
    attributor = Attributor(networks: networks, databases: databases)
    self.limits = limits
    self.databases = databases.map(\.label)
  }

  /// What was tallied by hour, device, places and service; added up anew at each access.
  public var tallies: TallyBook { TallyBook(book) }
  /// The same, with devices that went on under another address as one: for what is counted over weeks. A table of
  /// the capture keeps the addresses that are in it.
  var mergedTallies: TallyBook { tallies.merging(attributor.continuations) }
  /// The rows of the summary; added up anew at each access.
  public var summary: SummaryBook { SummaryBook(book) }

  /// Reads one capture to its end (`-` is standard input) and says how it ended. `report` is called after
  /// every piece of up to 256 KiB.
  ///
  /// Where it throws, or ends otherwise than `.complete`, what was good before is counted.
  @discardableResult
  public mutating func read(
    _ path: String, report: (Progress) -> Void = { _ in }
  ) throws(CaptureError) -> CaptureEnding {
    var meter = try CaptureMeter(path: path, limits: limits, window: window)
    meter.readsUserAgents = readsUserAgents
    beginCapture()
    do {
      while try meter.advance({ slice in add(slice) }) {
        report(Progress(bytesRead: meter.bytesRead, bytesTotal: meter.bytesTotal))
      }
    } catch {
      meter.finish { slice in add(slice) }
      take(meter)
      throw error
    }
    take(meter)
    let ending = meter.ending ?? .complete
    endings.append((path, ending))
    return ending
  }

  mutating func refreshNames(from sources: AddressSources) -> [String] {
    attributor.refreshNames(from: sources)
  }

  mutating func beginCapture() {
    book.beginCapture()
  }

  mutating func noteEndings(_ more: [(path: String, ending: CaptureEnding)]) {
    endings += more
  }

  mutating func add(_ slice: FlowSlice) {
    book.add(attributor.observe(slice))
  }

  /// Takes what a vantage that is at its end counted and lost.
  mutating func take(_ vantage: borrowing some Vantage & ~Copyable) {
    totals.add(vantage.totals)
    flows += vantage.flows
    loss.add(vantage.loss)
    hints.merge(attributor.hints(vantage.requests)) { _, later in later }
    deviceSignals = DeviceSignals.joined(deviceSignals + attributor.signals(vantage.evidence))
  }
}
