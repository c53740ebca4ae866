/// Packets and IP bytes of a record, in both directions where it has both.
struct FlowCounters {
  /// One direction.
  struct Pair {
    var packets: UInt64 = 0
    var bytes: UInt64 = 0

    var isTraffic: Bool { packets > 0 || bytes > 0 }
  }

  var forth = Pair()
  var back = Pair()

  var isEmpty: Bool { !forth.isTraffic && !back.isTraffic }

  init() {}

  /// The counters since the record before, in the order in which they are to be trusted: those at the
  /// observation point; those behind it, which some exporters give alone; those of a connection's two
  /// sides. Bytes of the link are taken, less the link's header, only where there are no IP bytes.
  @inline(__always)
  init(_ values: RecordValues) {
    forth = Pair(packets: values[.packets] ?? 0, bytes: values[.octets] ?? 0)
    if !forth.isTraffic {
      forth = Pair(packets: values[.postPackets] ?? 0, bytes: values[.postOctets] ?? 0)
    }
    if values[.initiatorOctets] != nil || values[.responderOctets] != nil {
      takeConnection(values)
    }
    if forth.bytes == 0, let octets = values[.linkOctets] ?? values[.linkOctetsTotal] {
      forth.bytes = Self.withoutLink(octets, values, packets: forth.packets)
    }
    back = Pair(
      packets: values[.reversePackets] ?? back.packets,
      bytes: values[.reverseOctets] ?? back.bytes)
  }

  private mutating func takeConnection(_ values: RecordValues) {
    if !forth.isTraffic {
      forth = Pair(
        packets: values[.initiatorPackets] ?? 0, bytes: values[.initiatorOctets] ?? 0)
    }
    back = Pair(packets: values[.responderPackets] ?? 0, bytes: values[.responderOctets] ?? 0)
  }

  private static func withoutLink(
    _ octets: UInt64, _ values: RecordValues, packets: UInt64
  ) -> UInt64 {
    let header: UInt64 = values.nonzero(.vlan) == nil ? 14 : 18
    let headers = max(1, packets).multipliedReportingOverflow(by: header)
    return headers.overflow || headers.partialValue > octets ? 0 : octets - headers.partialValue
  }
}

/// What flows had counted when they were last reported, for exporters that count from a flow's beginning
/// (octetTotalCount, packetTotalCount): what is new is the difference, never the sum of the reports.
struct CumulativeCounters {
  private struct Key: Hashable {
    let exporter: IPAddress
    let source: IPAddress
    let destination: IPAddress
    let ports: UInt32
    let transport: UInt8
  }

  private struct Known {
    /// The flow's beginning as the exporter writes it; another one is another flow.
    let start: UInt64
    let counters: FlowCounters
    let use: UInt64
  }

  private var known: [Key: Known] = [:]
  private var uses: UInt64 = 0

  /// More flows than this are not remembered; beyond it the half that was silent for longer is forgotten.
  private static let most = 65_536
  /// Values of flowEndReason after which a flow goes on: active time-out, forced end (RFC 5102, 5.11.3).
  private static let activeTimeout: UInt64 = 2

  /// What is new since the flow was last reported.
  mutating func step(
    _ values: RecordValues, of record: borrowing FlowRecord
  ) -> FlowCounters {
    var total = FlowCounters()
    total.forth = FlowCounters.Pair(
      packets: values[.packetsTotal] ?? 0, bytes: values[.octetsTotal] ?? 0)
    total.back = FlowCounters.Pair(
      packets: values[.reversePacketsTotal] ?? 0, bytes: values[.reverseOctetsTotal] ?? 0)
    let key = Key(
      exporter: record.exporter, source: record.source, destination: record.destination,
      ports: UInt32(record.sourcePort) << 16 | UInt32(record.destinationPort),
      transport: record.transport)
    let start =
      values[.firstMilliseconds] ?? values[.firstUptime] ?? values[.firstMicroseconds]
      ?? values[.firstSeconds] ?? values[.firstNanoseconds] ?? 0
    let before = known[key]
    remember(key, Known(start: start, counters: total, use: uses), reason: values[.endReason])
    guard let before, before.start == start else { return total }
    return total.minus(before.counters) ?? total
  }

  private mutating func remember(_ key: Key, _ state: Known, reason: UInt64?) {
    uses += 1
    if let reason, reason != 0, reason != Self.activeTimeout {
      known[key] = nil
      return
    }
    if known.count >= Self.most, known[key] == nil {
      let oldest = uses - UInt64(Self.most / 2)
      known = known.filter { $0.value.use >= oldest }
    }
    known[key] = state
  }
}

extension FlowCounters {
  /// Nil where a counter ran backwards: the exporter has begun anew.
  fileprivate func minus(_ earlier: FlowCounters) -> FlowCounters? {
    guard forth.packets >= earlier.forth.packets, forth.bytes >= earlier.forth.bytes,
      back.packets >= earlier.back.packets, back.bytes >= earlier.back.bytes
    else { return nil }
    var difference = FlowCounters()
    difference.forth = Pair(
      packets: forth.packets - earlier.forth.packets, bytes: forth.bytes - earlier.forth.bytes)
    difference.back = Pair(
      packets: back.packets - earlier.back.packets, bytes: back.bytes - earlier.back.bytes)
    return difference
  }
}
