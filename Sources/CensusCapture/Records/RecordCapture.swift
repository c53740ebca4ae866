/// Flow records that lie in a file: a capture (pcap, pcapng, either compressed) in which exporters' datagrams
/// travel over UDP, or the bare payload of such datagrams.
///
///     var meter = RecordMeter(limits: FlowLimits())
///     var capture = try RecordCapture(path: "exports.pcap")
///     while try capture.advance(into: &meter, { slice in … }) {}
///     meter.finish { slice in … }
///
/// Several files may be read one after the other into one meter, so that a file of templates serves the files
/// of data after it.
public struct RecordCapture: ~Copyable {
  private var bytes: CaptureBytes
  private var reader = RecordReader()
  private let path: String
  private var isFinished = false

  /// A file of bare payloads that is longer is none.
  private static let longestPayload = 16 << 20

  /// Opens a file; the path `-` is standard input.
  public init(path: String) throws(CaptureError) {
    self.path = path
    bytes = try CaptureBytes(path: path)
  }

  /// How many bytes of the file, as it lies on the disk, have been read.
  public var bytesRead: Int { bytes.position }
  /// The file's length in bytes; nil for a pipe.
  public var bytesTotal: Int? { bytes.length }
  /// How the reading ended; nil before it has.
  public var ending: CaptureEnding? { isFinished ? reader.ending ?? .complete : nil }
  /// What the file itself has lost.
  public var loss: CaptureLoss {
    var loss = CaptureLoss()
    loss.badBlocks = reader.badBlocks
    loss.reportedDrops = reader.reportedDrops
    return loss
  }

  /// Reads the next piece. False when the file is at its end. After an error nothing more can be read; what
  /// came before it is counted.
  public mutating func advance(
    into meter: inout RecordMeter, _ receive: (FlowSlice) -> Void
  ) throws(CaptureError) -> Bool {
    guard !isFinished else { return false }
    let arrived = try reader.fill(from: &bytes)
    reader.count(into: &meter, receive)
    if reader.isNotACapture {
      guard arrived else { return try finishBare(into: &meter, receive) }
      guard reader.withRest({ $0.byteCount }) <= Self.longestPayload else {
        isFinished = true
        throw .notRecords(path: path)
      }
      return true
    }
    guard !arrived || reader.hasEnded else { return true }
    reader.finish(compressionBroke: bytes.compressionBroke)
    guard reader.ending != nil else { return try finishBare(into: &meter, receive) }
    isFinished = true
    return false
  }

  /// The file is no capture: its bytes are datagrams, one after the other.
  private mutating func finishBare(
    into meter: inout RecordMeter, _ receive: (FlowSlice) -> Void
  ) throws(CaptureError) -> Bool {
    isFinished = true
    let length = reader.withRest { $0.byteCount }
    guard length > 0 else { throw .empty(path: path) }
    let offset = reader.withRest { payload in
      var offset = 0
      while offset < length {
        let rest = payload.extracting(offset..<length)
        guard ExportFormat(of: rest) != nil,
          let taken = meter.takeAdmitted(rest, from: IPAddress(v4: 0), at: nil, receive), taken > 0
        else { break }
        offset += taken
      }
      return offset
    }
    guard offset > 0 else { throw .notRecords(path: path) }
    return false
  }
}
