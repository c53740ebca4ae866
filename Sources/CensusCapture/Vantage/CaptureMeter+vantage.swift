/// A capture file is a vantage of the past: it never waits for anything but its own bytes.
extension CaptureMeter: Vantage {
  /// Reads the next piece; see `advance(_:)`. `now` means nothing to a file, whose packets carry the time.
  public mutating func advance(
    at now: Int64, waiting milliseconds: Int32, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) -> Bool {
    do {
      return try advance(receive)
    } catch {
      throw .capture(error)
    }
  }
}
