// How far a tape's file reaches, as its own bytes show: after a power cut a file system may know a later time of
// change, and a longer length, than of what it holds.
extension CaptureTape {
  /// The time of the last sign of life in a tape's file, in microseconds since 1970: all that was handed over
  /// before stands in the file. Nil where the file cannot be read whole to its end, or has no such sign.
  public static func lastSign(in path: String) -> Int64? {
    guard var bytes = try? CaptureBytes(path: path) else { return nil }
    var reader = RecordReader()
    var unused = UnusedFrames()
    while !reader.hasEnded, (try? reader.fill(from: &bytes)) == true {
      reader.count(into: &unused) { _ in }
    }
    reader.count(into: &unused) { _ in }
    reader.finish(compressionBroke: bytes.compressionBroke)
    return reader.ending == .complete && reader.badBlocks == 0 ? reader.latestStatistics : nil
  }
}

/// Takes frames that nobody counts.
private struct UnusedFrames: FrameSink, ~Copyable {
  mutating func count(
    _ frame: RawSpan, of record: CaptureRecord, _ receive: (FlowSlice) -> Void
  ) {}
}
