/// What takes the frames that a capture's bytes were cut into.
protocol FrameSink: ~Copyable {
  /// Takes one frame, and hands out the slices that it completes.
  mutating func count(
    _ frame: RawSpan, of record: CaptureRecord, _ receive: (FlowSlice) -> Void)
}
