// NetFlow version 5: a header of 24 bytes and up to 30 records of 48 bytes (Cisco, "NetFlow Export
// Datagram Format", tables B-3 and B-4).
extension ExportDecoder {
  private static let headerLength = 24
  private static let recordLength = 48

  mutating func decodeNetFlow5(
    _ bytes: RawSpan, _ origin: Origin, into records: inout [FlowRecord]
  ) -> Int? {
    guard let count = bytes.bigEndian16(at: 2), let uptime = bytes.bigEndian32(at: 4),
      let seconds = bytes.bigEndian32(at: 8), let nanoseconds = bytes.bigEndian32(at: 12),
      let sequence = bytes.bigEndian32(at: 16), let engine = bytes.bigEndian16(at: 20),
      let sampling = bytes.bigEndian16(at: 22)
    else { return nil }
    let length = Self.headerLength + Int(count) * Self.recordLength
    guard count > 0, bytes.byteCount >= length else { return nil }
    let exported = Int64(seconds) * 1_000_000 + Int64(min(nanoseconds, 999_999_999) / 1000)
    let clock = ExportClock(exported: exported, uptime: uptime, arrival: origin.arrival)
    if clock.isCorrected { statistics.correctedClocks += 1 }
    let key = DomainKey(
      exporter: origin.exporter, format: .netflow5, domain: UInt32(engine))
    takeSequence(sequence, records: Int(count), of: key, uptime: uptime)
    // The upper two bits are the way of choosing; 0 and 1 of the rest mean every packet.
    let rate = max(1, UInt32(sampling & 0x3fff))
    for number in 0..<Int(count) {
      let begin = Self.headerLength + number * Self.recordLength
      let record = FlowRecord(
        netflow5: bytes, at: begin, clock, rate: rate, exporter: origin.exporter)
      let counters = FlowCounters.Pair(
        packets: UInt64(bytes.bigEndian32(at: begin + 16) ?? 0),
        bytes: UInt64(bytes.bigEndian32(at: begin + 20) ?? 0))
      if !counters.isTraffic { statistics.emptyRecords += 1 }
      composer.append(record, counters, into: &records, counting: &statistics)
    }
    return length
  }
}

extension FlowRecord {
  /// One record of NetFlow v5, all of which is in `bytes`, without its counters.
  fileprivate init(
    netflow5 bytes: RawSpan, at begin: Int, _ clock: ExportClock, rate: UInt32, exporter: IPAddress
  ) {
    func number(_ offset: Int) -> UInt32 { bytes.bigEndian32(at: begin + offset) ?? 0 }
    func short(_ offset: Int) -> UInt16 { bytes.bigEndian16(at: begin + offset) ?? 0 }
    let last = clock.moment(ofUptime: number(28)) ?? clock.exported
    let first = clock.moment(ofUptime: number(24)) ?? last
    self.init(
      exporter: exporter, format: .netflow5, source: IPAddress(v4: number(0)),
      destination: IPAddress(v4: number(4)), packets: 0,
      bytes: 0, first: min(first, last), last: last)
    tcpFlags = bytes.byte(at: begin + 37) ?? 0
    transport = bytes.byte(at: begin + 38) ?? 0
    samplingRate = rate
    clockCorrection = clock.correction
    setPorts(short(32), short(34))
  }

  /// Takes the ports where the protocol has some: elsewhere exporters put types and codes there.
  @inline(__always)
  mutating func setPorts(_ source: UInt16, _ destination: UInt16) {
    switch transport {
    case TransportProtocol.tcp, TransportProtocol.udp, TransportProtocol.dccp,
      TransportProtocol.sctp, TransportProtocol.udpLite:
      sourcePort = source
      destinationPort = destination
    default:
      break
    }
  }
}
