/// Measures one capture: reads it piece by piece and hands out what its flows did.
///
///     var meter = try CaptureMeter(path: "phone.pcapng", limits: FlowLimits())
///     while try meter.advance({ slice in … }) { showProgress(meter.bytesRead, meter.bytesTotal) }
///
/// Memory is bounded by `FlowLimits.mostFlows` and `CaptureLimits.longestRecord`, whatever the file's size.
public struct CaptureMeter: ~Copyable {
  private var bytes: CaptureBytes
  private var reader = RecordReader()
  private var counter: PacketCounter
  private let path: String
  private var isFinished = false

  /// Every moment that a capture can name.
  public static let allTime = Int64.min..<Int64.max

  /// Opens a capture; the path `-` is standard input. Packets outside `window`, in microseconds since
  /// 1970, are not decoded: they are counted as frames and in `TrafficTotals.outsideWindow` alone.
  public init(
    path: String, limits: FlowLimits, window: Range<Int64> = allTime
  ) throws(CaptureError) {
    self.path = path
    bytes = try CaptureBytes(path: path)
    counter = PacketCounter(limits: limits, window: window)
  }

  /// Reads the next piece and hands out the slices that it completes; at the end all that are left.
  /// False when the capture is at its end. After an error nothing more can be read; call
  /// `finish(_:)` for what was counted before it.
  public mutating func advance(_ receive: (FlowSlice) -> Void) throws(CaptureError) -> Bool {
    guard !isFinished else { return false }
    let arrived = try reader.fill(from: &bytes)
    reader.count(into: &counter, receive)
    guard !arrived || reader.hasEnded else { return true }
    finish(receive)
    try reader.checkFormat(path: path)
    return false
  }

  /// Hands out what was counted so far, while the flows go on.
  public mutating func handOutAll(_ receive: (FlowSlice) -> Void) {
    counter.handOutAll(receive)
  }

  /// Hands out all that is left; `advance` does so at the capture's end.
  public mutating func finish(_ receive: (FlowSlice) -> Void) {
    guard !isFinished else { return }
    isFinished = true
    reader.finish(compressionBroke: bytes.compressionBroke)
    counter.finish(receive)
  }

  /// How many bytes of the file, as it lies on the disk, have been read.
  public var bytesRead: Int { bytes.position }
  /// The file's length in bytes; nil for a pipe.
  public var bytesTotal: Int? { bytes.length }
  /// What was counted so far.
  public var totals: TrafficTotals { counter.totals }
  /// How many flows were begun so far.
  public var flows: Int { counter.flows.begun }
  /// How the reading ended; nil before it has.
  public var ending: CaptureEnding? { isFinished ? reader.ending ?? .complete : nil }
  /// What devices said of themselves over DHCP, by their address.
  public var requests: [MACAddress: DHCPRequest] { counter.requests }
  /// What devices showed of themselves in the last 24 hours.
  public var evidence: EvidenceBook { counter.evidence }
  /// Whether the User-Agent of HTTP in clear is evidence, too: off unless its owner asks for it.
  public var readsUserAgents: Bool {
    get { counter.readsUserAgents }
    set { counter.readsUserAgents = newValue }
  }
  /// What was lost so far.
  public var loss: CaptureLoss {
    var loss = CaptureLoss()
    loss.badBlocks = reader.badBlocks
    loss.reportedDrops = reader.reportedDrops
    loss.evictedFlows = counter.flows.evicted
    return loss
  }
}
