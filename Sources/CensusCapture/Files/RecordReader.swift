/// Cuts a capture's bytes into records, however they arrive, and has each frame counted.
struct RecordReader: ~Copyable {
  private var window = ByteWindow()
  private var format: CaptureFormat?
  /// Where the window begins in the (inflated) capture.
  private var offset = 0
  private var received = 0
  private(set) var badBlocks = 0
  private(set) var ending: CaptureEnding?
  /// The bytes begin like no capture.
  private(set) var isNotACapture = false

  /// Nothing more will be read.
  var hasEnded: Bool { ending != nil || isNotACapture }

  /// Packets that the file reports as dropped.
  var reportedDrops: UInt64 {
    if case .pcapng(let format) = format { format.reportedDrops } else { 0 }
  }

  /// The latest time of a whole statistics block of pcapng, in microseconds since 1970.
  var latestStatistics: Int64? {
    if case .pcapng(let format) = format { format.latestStatistics } else { nil }
  }

  /// Takes some more bytes; false at the end of the capture.
  mutating func fill(from bytes: inout CaptureBytes) throws(CaptureError) -> Bool {
    let before = window.count
    let arrived = try bytes.read(into: &window)
    received += window.count - before
    return arrived
  }

  /// Takes some more bytes.
  mutating func fill(_ bytes: some Collection<UInt8>) {
    window.append(bytes)
    received += bytes.count
  }

  /// Gives `body` the bytes that are not cut into records yet.
  func withRest<Result>(_ body: (RawSpan) -> Result) -> Result { window.withBytes(body) }

  /// Counts all frames that are whole in the window.
  mutating func count<Sink: FrameSink & ~Copyable>(
    into counter: inout Sink, _ receive: (FlowSlice) -> Void
  ) {
    recogniseFormat()
    guard ending == nil, let format else { return }
    switch format {
    case .pcap(let format):
      walk(format, into: &counter, receive)
    case .pcapng(let format):
      self.format = .pcapng(walk(format, into: &counter, receive))
    }
  }

  private mutating func recogniseFormat() {
    guard format == nil, window.count >= CaptureFormat.headerLength else { return }
    guard let found = window.withBytes({ bytes in CaptureFormat(fileHeader: bytes) }) else {
      isNotACapture = true
      return
    }
    format = found
    consume(found.preludeLength)
  }

  private mutating func walk<Sink: FrameSink & ~Copyable>(
    _ format: PcapFormat, into counter: inout Sink, _ receive: (FlowSlice) -> Void
  ) {
    let offset = self.offset
    var ending: CaptureEnding?
    let consumed = window.withBytes { bytes in
      var position = 0
      while true {
        let rest = bytes.extracting(position..<bytes.byteCount)
        switch format.step(rest, offset: offset + position) {
        case .record(let record, let length):
          counter.count(rest.extracting(record.frame), of: record, receive)
          position += length
        case .skip(let length), .badBlock(let length):
          position += length
        case .needs:
          return position
        case .end(let reason):
          ending = reason
          return position
        }
      }
    }
    self.ending = ending
    consume(consumed)
  }

  private mutating func walk<Sink: FrameSink & ~Copyable>(
    _ begin: PcapngFormat, into counter: inout Sink, _ receive: (FlowSlice) -> Void
  ) -> PcapngFormat {
    let offset = self.offset
    var format = begin
    var ending: CaptureEnding?
    var badBlocks = 0
    let consumed = window.withBytes { bytes in
      var position = 0
      while true {
        let rest = bytes.extracting(position..<bytes.byteCount)
        switch format.step(rest, offset: offset + position) {
        case .record(let record, let length):
          counter.count(rest.extracting(record.frame), of: record, receive)
          position += length
        case .skip(let length):
          position += length
        case .badBlock(let length):
          badBlocks += 1
          position += length
        case .needs:
          return position
        case .end(let reason):
          ending = reason
          return position
        }
      }
    }
    self.badBlocks += badBlocks
    self.ending = ending
    consume(consumed)
    return format
  }

  private mutating func consume(_ length: Int) {
    window.consume(length)
    offset += length
  }

  /// Notes that no more bytes come.
  mutating func finish(compressionBroke: Bool) {
    guard ending == nil, format != nil else { return }
    if compressionBroke {
      ending = .brokenCompression(offset: offset + window.count)
    } else {
      ending = window.count == 0 ? .complete : .cutInRecord(offset: offset)
    }
  }

  /// Throws where the bytes, of which no more come, are not a capture at all.
  func checkFormat(path: String) throws(CaptureError) {
    guard received > 0 else { throw .empty(path: path) }
    guard format != nil else { throw .notACapture(path: path) }
  }
}
