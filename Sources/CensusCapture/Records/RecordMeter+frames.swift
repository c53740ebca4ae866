/// Datagrams of exporters that travel in a capture.
extension RecordMeter: FrameSink {
  private static let headerLength = 8

  mutating func count(
    _ frame: RawSpan, of record: CaptureRecord, _ receive: (FlowSlice) -> Void
  ) {
    let kind = FrameDecoder.decode(
      frame, linkType: record.linkType, wireLength: record.believableWireLength, into: &packet)
    guard kind == .ip, packet.transport == TransportProtocol.udp, !packet.isLaterFragment,
      port == nil || port == packet.destinationPort, let payload = payload(of: frame),
      // Other traffic may be in the capture too.
      port != nil || ExportFormat(of: frame.extracting(payload)) != nil
    else { return }
    let exporter = IPAddress(
      high: packet.sourceHigh, low: packet.sourceLow, version: packet.version)
    take(frame.extracting(payload), from: exporter, at: record.time, receive)
  }

  /// Where the UDP payload lies, as far as it was captured.
  private func payload(of frame: RawSpan) -> Range<Int>? {
    let begin = packet.transportOffset
    guard let length = frame.bigEndian16(at: begin + 4), length >= Self.headerLength else {
      return nil
    }
    let range = frame.clamped(begin + Self.headerLength..<begin + Int(length))
    return range.isEmpty ? nil : range
  }
}
