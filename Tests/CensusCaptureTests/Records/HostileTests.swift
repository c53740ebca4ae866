import TestSupport
import Testing

@testable import CensusCapture

@Suite("hostile exporters")
struct HostileExporterTests {
  private static let noon = Template4.noon

  private static let datagrams: [[UInt8]] = {
    let options = Exports.netflow9Options(300, scope: [.init(1, 4)], [.init(34, 4)])
    let variable: [Exports.Field] = [.init(8, 4), .init(12, 4), .init(1, 8), .init(95, 65_535)]
    return [
      Exports.netflow5([.init(from: 1, to: 2), .init(from: 2, to: 1)], time: noon),
      Exports.netflow9(
        [
          Template4.netflow9Set, Exports.set(1, options),
          Exports.set(300, [0, 0, 0, 0, 0, 0, 0, 9]),
          Template4.data([.init(), .init()]),
        ], time: noon),
      Exports.ipfix(
        [
          Template4.ipfixSet, Exports.set(2, Exports.template(257, variable)),
          Exports.set(257, [1, 1, 1, 1, 2, 2, 2, 2] + Packets.big(5, 8) + [2, 0, 0]),
          Template4.data([.init()]),
        ], time: noon),
      Exports.sflow([
        Exports.sflowSample(rate: 5, [Exports.sflowHeader(Sample.up)]),
        Exports.sflowSample(rate: 5, isExpanded: true, [Exports.sflowHeader(Sample.down)]),
      ]),
    ]
  }()

  @Test("damaged datagrams neither trap nor hang, and sums hold", arguments: 0..<8)
  func damaged(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<300 {
      let row = (0..<4).map { _ in
        var datagram = Self.datagrams[Int.random(in: 0..<4, using: &generator)]
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
          let position = Int.random(in: 0..<datagram.count, using: &generator)
          datagram[position] =
            [0, 1, 0x7f, 0x80, 0xff, .random(in: 0...255, using: &generator)][
              Int.random(in: 0..<6, using: &generator)]
        }
        return Bool.random(using: &generator)
          ? datagram : Array(datagram.prefix(Int.random(in: 0...datagram.count, using: &generator)))
      }
      let decoded = Decoded(row, arrival: Sample.noon)
      #expect(decoded.packets == UInt64(decoded.totals.ipPackets))
      #expect(decoded.bytes == UInt64(decoded.totals.ipBytes))
      #expect(decoded.statistics.datagrams == 4)
    }
  }

  @Test("every beginning of a datagram is read without a trap", arguments: datagrams)
  func beginnings(datagram: [UInt8]) {
    for length in 0..<datagram.count {
      _ = Decoded([Array(datagram.prefix(length)), datagram])
    }
  }

  @Test("a template whose records have no byte is refused, so that reading ends")
  func emptyRecords() {
    let decoded = Decoded([
      Exports.ipfix(
        [
          Exports.set(2, Exports.template(256, [.init(8, 0), .init(12, 0)])),
          Exports.set(256, [1, 2, 3, 4]),
        ], time: Self.noon)
    ])
    #expect(decoded.statistics.badSets == 1)
    #expect(decoded.statistics.waitingSets == 1)
  }

  @Test("a flood of templates is bounded, in one domain and over many")
  func templateFlood() {
    var decoder = ExportDecoder()
    var records: [FlowRecord] = []
    let fields = [Exports.Field](repeating: .init(1, 4), count: 300)
    for number in 0..<2000 {
      let datagram = Exports.ipfix(
        [Exports.set(2, Exports.template(256 + UInt64(number % 1000), fields))], time: Self.noon,
        domain: UInt64(number < 1000 ? 1 : number))
      _ = decoder.decode(
        datagram.span.bytes, from: Decoded.exporter, at: Sample.noon, into: &records)
    }
    #expect(decoder.domains.list.count <= ExporterDomains.most)
    let held = decoder.domains.list.reduce(0) { $0 + $1.fields }
    #expect(held <= ExporterDomains.mostFields)
    #expect(decoder.domains.list.allSatisfy { $0.templates.count <= ExporterDomain.mostTemplates })
    #expect(decoder.statistics.badSets > 0, "what is refused is counted")
  }

  @Test("sets without template wait within a bound; what goes is counted")
  func waitingFlood() {
    var decoder = ExportDecoder()
    var records: [FlowRecord] = []
    let body = [UInt8](repeating: 1, count: 8000)
    for number in 0..<500 {
      let datagram = Exports.ipfix(
        [Exports.set(300, body)], time: Self.noon, domain: UInt64(number))
      _ = decoder.decode(
        datagram.span.bytes, from: Decoded.exporter, at: Sample.noon, into: &records)
    }
    #expect(decoder.waiting.count * 8000 <= 1 << 20)
    #expect(decoder.waiting.count + decoder.waiting.dropped == 500)
  }

  @Test("a datagram of an exporter that is not admitted is counted and not looked into")
  func refused() {
    var meter = RecordMeter(limits: FlowLimits(), admits: { $0 == IPAddress(v4: 7) })
    let datagram = Self.datagrams[0]
    meter.take(datagram.span.bytes, from: IPAddress(v4: 8), at: nil) { _ in }
    meter.take(datagram.span.bytes, from: IPAddress(v4: 7), at: nil) { _ in }
    let statistics = meter.statistics
    #expect(statistics.refused == 1)
    #expect(statistics.records == 2)
  }
}

@Suite("what is remembered of exporters")
struct ExporterMemoryTests {
  private let noon = Template4.noon

  private func remembering() -> [UInt8] {
    var meter = RecordMeter(limits: FlowLimits())
    let options = Exports.ipfixOptions(
      300, scopes: 1, [.init(149, 4), .init(34, 4), .init(160, 8)])
    let datagram = Exports.ipfix(
      [
        Template4.ipfixSet, Exports.set(3, options),
        Exports.set(300, Packets.big(1, 4) + Packets.big(50, 4) + Packets.big(noon * 1000, 8)),
      ], time: noon)
    meter.take(datagram.span.bytes, from: Decoded.exporter, at: nil) { _ in }
    return meter.memory
  }

  @Test("templates and sampling rates outlast a restart")
  func restart() {
    var meter = RecordMeter(limits: FlowLimits())
    let isRecalled = meter.recall(remembering())
    #expect(isRecalled)
    let data = Exports.ipfix([Template4.data([.init()])], time: noon)
    meter.take(data.span.bytes, from: Decoded.exporter, at: nil) { _ in }
    #expect(meter.totals.ipPackets == 500)
    let memory = meter.memory
    #expect(memory == remembering())
  }

  @Test("damaged memory is refused as a whole, without a trap")
  func damaged() {
    let good = remembering()
    for length in 0..<good.count {
      #expect(ExporterMemory.decode(Array(good.prefix(length))) == nil)
    }
    #expect(ExporterMemory.decode(good + [0]) == nil)
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<3000 {
      var bytes = good
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
        in: 0...255, using: &generator)
      if let domains = ExporterMemory.decode(bytes) {
        #expect(ExporterMemory.encode(domains) == bytes, "only one form is taken")
      }
    }
  }
}
