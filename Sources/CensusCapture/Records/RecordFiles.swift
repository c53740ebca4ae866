/// Flow records in files, read one after the other as one vantage: what a file says of its exporters serves
/// the files after it.
public struct RecordFiles: Vantage, ~Copyable {
  private var meter: RecordMeter
  private var paths: [String]
  private var current: RecordCapture?
  private var fileLoss = CaptureLoss()
  /// The file that is read, or was read last.
  public private(set) var path = ""
  /// How each file ended, in the order of reading.
  public private(set) var endings: [(path: String, ending: CaptureEnding)] = []
  /// Why files could not be read, or not to their end; the others are.
  public private(set) var failures: [CaptureError] = []

  /// The paths are read in their order; `-` is standard input.
  public init(_ paths: [String], meter: consuming RecordMeter) {
    self.paths = paths.reversed()
    self.meter = meter
  }

  /// How many bytes of the file, as it lies on the disk, have been read.
  public private(set) var bytesRead = 0
  /// The file's length in bytes; nil for a pipe.
  public private(set) var bytesTotal: Int?

  /// Reads the next piece. Files know no present: `now` and the waiting mean nothing here.
  public mutating func advance(
    at now: Int64, waiting milliseconds: Int32, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) -> Bool {
    if current == nil, paths.isEmpty { return false }
    do throws(CaptureError) {
      var file = try takeFile()
      let hasMore = try file.advance(into: &meter, receive)
      bytesRead = file.bytesRead
      bytesTotal = file.bytesTotal
      if hasMore {
        current = consume file
      } else {
        fileLoss.add(file.loss)
        endings.append((path, file.ending ?? .complete))
      }
    } catch {
      failures.append(error)
    }
    return true
  }

  /// The file that is being read, or the next one.
  private mutating func takeFile() throws(CaptureError) -> RecordCapture {
    if let file = current.take() { return file }
    path = paths.popLast() ?? path
    return try RecordCapture(path: path)
  }

  public mutating func handOutAll(_ receive: (FlowSlice) -> Void) { meter.handOutAll(receive) }
  public mutating func finish(_ receive: (FlowSlice) -> Void) { meter.finish(receive) }
  public var totals: TrafficTotals { meter.totals }
  public var flows: Int { meter.flows }
  public var loss: CaptureLoss {
    var loss = meter.loss
    loss.add(fileLoss)
    return loss
  }
}
