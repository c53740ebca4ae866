/// One captured frame as the file describes it; its bytes stay in the window.
struct CaptureRecord {
  /// The file's number for the kind of link (LINKTYPE_…, tcpdump.org/linktypes.html).
  var linkType: UInt16
  /// Microseconds since 1970-01-01T00:00:00Z; nil where the format has no time (simple packet block).
  var time: Int64?
  /// Where the frame's captured bytes lie, in the window.
  var frame: Range<Int>
  /// The frame's length on the wire in bytes: what the file claims, never less than what was captured.
  var wireLength: Int
}

/// What a format decoder found at the beginning of the window.
enum CaptureStep {
  /// Not decidable yet: at least this many bytes are needed in the window.
  case needs(Int)
  /// Nothing of interest in the next `length` bytes.
  case skip(Int)
  /// A block that is wrong in itself, of `length` bytes; the next one can still be found.
  case badBlock(Int)
  /// A frame; the whole record has `length` bytes.
  case record(CaptureRecord, length: Int)
  /// Nothing after this can be found.
  case end(CaptureEnding)
}

extension CaptureRecord {
  /// The wire length that a packet's bytes are measured by: what was captured where the file's claim is
  /// above `CaptureLimits.longestWireLength`.
  @inline(__always)
  var believableWireLength: Int {
    wireLength > CaptureLimits.longestWireLength ? frame.count : wireLength
  }
}
