import TestSupport

@testable import CensusCapture

/// What comes of a row of datagrams, to be compared.
struct Decoded {
  var records: [FlowRecord] = []
  var slices: [FlowSlice] = []
  var statistics = RecordStatistics()
  var totals = TrafficTotals()
  var flows = 0

  static let exporter = IPAddress(v4: 0xc0a8_0101)

  /// Takes the datagrams as they come from one exporter; `arrival` in microseconds since 1970.
  init(
    _ datagrams: [[UInt8]], arrival: Int64? = nil, limits: FlowLimits = .wholeCapture,
    exporter: IPAddress = Decoded.exporter
  ) {
    var records: [FlowRecord] = []
    var slices: [FlowSlice] = []
    var meter = RecordMeter(limits: limits, inspect: { records.append($0) })
    for datagram in datagrams {
      meter.take(datagram.span.bytes, from: exporter, at: arrival) { slices.append($0) }
    }
    meter.finish { slices.append($0) }
    self.records = records
    self.slices = slices
    statistics = meter.statistics
    totals = meter.totals
    flows = meter.flows
  }

  var packets: UInt64 { slices.reduce(0) { $0 + $1.packets } }
  var bytes: UInt64 { slices.reduce(0) { $0 + $1.bytes } }
}

/// A template as routers have it, and records of it.
enum Template4 {
  static let id: UInt64 = 256
  /// Source, destination, ports, protocol, flags, packets, bytes, first and last in milliseconds.
  static let fields: [Exports.Field] = [
    .init(8, 4), .init(12, 4), .init(7, 2), .init(11, 2), .init(4, 1), .init(6, 1), .init(2, 4),
    .init(1, 4), .init(152, 8), .init(153, 8),
  ]
  static let ipfixSet = Exports.set(2, Exports.template(id, fields))
  static let netflow9Set = Exports.set(0, Exports.template(id, fields))

  /// 2026-11-23T12:00:00Z in seconds.
  static let noon = UInt64(Sample.noon / 1_000_000)

  struct Record {
    var source: UInt64 = 0xc0a8_0105
    var destination: UInt64 = 0x0808_0808
    var sourcePort: UInt64 = 40_000
    var destinationPort: UInt64 = 443
    var transport: UInt64 = 6
    var flags: UInt64 = 0
    var packets: UInt64 = 10
    var bytes: UInt64 = 1000
    /// Milliseconds before the export.
    var firstBefore: UInt64 = 2000
    var lastBefore: UInt64 = 1000
    var export = noon

    func encoded() -> [UInt8] {
      let big = Packets.big
      let ends = big(source, 4) + big(destination, 4) + big(sourcePort, 2) + big(destinationPort, 2)
      let counters = big(transport, 1) + big(flags, 1) + big(packets, 4) + big(bytes, 4)
      return ends + counters + big(export * 1000 - firstBefore, 8)
        + big(export * 1000 - lastBefore, 8)
    }

    /// The other direction.
    func reversed() -> Record {
      var other = self
      swap(&other.source, &other.destination)
      swap(&other.sourcePort, &other.destinationPort)
      return other
    }
  }

  static func data(_ records: [Record]) -> [UInt8] {
    Exports.set(id, records.flatMap { $0.encoded() })
  }
}
