import TestSupport
import Testing

@testable import CensusCapture

/// One IPFIX datagram with a template of `fields` and one record of them.
private func record(
  _ fields: [(Exports.Field, [UInt8])], sequence: UInt64 = 0
) -> [UInt8] {
  let ends: [(Exports.Field, [UInt8])] = [
    (.init(8, 4), [192, 168, 1, 5]), (.init(12, 4), [8, 8, 8, 8]), (.init(4, 1), [17]),
    (.init(7, 2), [0x9c, 0x40]), (.init(11, 2), [0, 53]),
  ]
  let all = ends + fields
  return Exports.ipfix(
    [
      Exports.set(2, Exports.template(256, all.map(\.0))), Exports.set(256, all.flatMap(\.1)),
    ], time: Template4.noon, sequence: sequence)
}

private func number(_ element: UInt64, _ value: UInt64, _ length: Int = 4) -> (
  Exports.Field, [UInt8]
) {
  (.init(element, UInt64(length)), Packets.big(value, length))
}

@Suite("what records count")
struct CountingTests {
  @Test("counters from a flow's beginning are counted by their differences, not by their sum")
  func cumulative() {
    func report(_ octets: UInt64, _ packets: UInt64, start: UInt64 = 5000, reason: UInt64 = 2)
      -> [UInt8]
    {
      record([
        number(85, octets, 8), number(86, packets, 8),
        number(152, Template4.noon * 1000 - start, 8), number(136, reason, 1),
      ])
    }
    let decoded = Decoded([report(1000, 10), report(1500, 12), report(1500, 12), report(1700, 13)])
    #expect(decoded.records.map(\.bytes) == [1000, 500, 200])
    #expect(decoded.bytes == 1700)
    #expect(decoded.packets == 13)
    #expect(decoded.flows == 1)
    #expect(decoded.statistics.emptyRecords == 1)
    let anew = Decoded([report(1000, 10), report(400, 4, start: 1000)])
    #expect(anew.bytes == 1400)
    let ended = Decoded([report(1000, 10, reason: 3), report(1200, 12)])
    #expect(ended.bytes == 2200)
  }

  @Test("where both are there, what is new counts and not the total")
  func deltaBeforeTotal() {
    let decoded = Decoded([
      record([number(1, 100), number(2, 1), number(85, 900), number(86, 9)])
    ])
    #expect(decoded.bytes == 100)
  }

  @Test("counters behind the observation point count only where there are no others")
  func postCounters() {
    let both = record([number(1, 100), number(2, 1), number(23, 100), number(24, 1)])
    #expect(Decoded([both]).bytes == 100)
    let alone = record([number(23, 70), number(24, 1)])
    #expect(Decoded([alone]).bytes == 70)
  }

  @Test("the counters of a connection's two sides become two directions")
  func connection() {
    let decoded = Decoded([
      record([number(231, 300), number(298, 3), number(232, 5000), number(299, 4)])
    ])
    #expect(decoded.records.map(\.bytes) == [300, 5000])
    #expect(decoded.records.map(\.packets) == [3, 4])
    #expect(decoded.flows == 1)
    #expect(decoded.slices.first { $0.destinationPort == 53 }?.senderBeganFlow == true)
  }

  @Test("bytes of the link count without the link's header, and only where there are no IP bytes")
  func linkBytes() {
    #expect(Decoded([record([number(352, 1140), number(2, 10)])]).bytes == 1000)
    #expect(Decoded([record([number(352, 1180), number(2, 10), number(243, 5, 2)])]).bytes == 1000)
    #expect(Decoded([record([number(352, 1140), number(1, 990), number(2, 10)])]).bytes == 990)
  }

  @Test("a record without packets is one packet and says so; without any counter it is nothing")
  func missingCounters() {
    let decoded = Decoded([record([number(1, 500)]), record([number(1, 0), number(2, 0)])])
    #expect(decoded.packets == 1)
    #expect(decoded.statistics.recordsWithoutPackets == 1)
    #expect(decoded.statistics.emptyRecords == 1)
  }

  @Test("more than can be is refused and counted, and no sum can overflow")
  func implausible() {
    let huge = record([number(1, .max, 8), number(2, 1)])
    #expect(Decoded([huge]).statistics.implausibleRecords == 1)
    let large = record([number(1, 1 << 44, 8), number(2, 1)])
    let many = Decoded([[UInt8]](repeating: large, count: 600))
    #expect(many.bytes <= 1 << 53)
    #expect(many.bytes == UInt64(many.totals.ipBytes))
    #expect(many.statistics.implausibleRecords == 600 - many.statistics.records)
  }

  @Test("a record of more bytes than a flow's tally holds is counted to the last byte")
  func beyondTally() {
    let large = record([number(1, 5_000_000_001, 8), number(2, 5_000_000)])
    let small = record([number(1, 77), number(2, 1)])
    let decoded = Decoded([small, large, small])
    #expect(decoded.bytes == 5_000_000_001 + 154)
    #expect(decoded.packets == 5_000_002)
    #expect(decoded.flows == 1)
    #expect(decoded.slices.filter(\.beginsFlow).count == 1)
  }

  @Test("a record that holds the beginning of a frame is decoded like a captured one")
  func sampledFrame() {
    let frame = Array(Sample.up.prefix(60))
    let fields: [Exports.Field] = [.init(312, 2), .init(315, 65_535), .init(305, 4), .init(306, 4)]
    let data =
      Packets.big(UInt64(Sample.up.count), 2) + [UInt8(frame.count)] + frame
      + Packets.big(1, 4) + Packets.big(9, 4)
    let decoded = Decoded([
      Exports.ipfix(
        [Exports.set(2, Exports.template(256, fields)), Exports.set(256, data)],
        time: Template4.noon)
    ])
    #expect(decoded.records.map(\.packets) == [10])
    #expect(decoded.records.map(\.bytes) == [1280])
    #expect(decoded.records.map(\.destinationPort) == [443])
    #expect(decoded.records.first?.link.source == MACAddress(Sample.phone.mac))
  }
}

@Suite("sampling rates of flow records")
struct RecordSamplingTests {
  private let noon = Template4.noon

  private func flow(_ extra: [(Exports.Field, [UInt8])] = []) -> [UInt8] {
    record([number(1, 100), number(2, 1)] + extra)
  }

  private func options(_ fields: [(Exports.Field, [UInt8])], scopes: Int = 1) -> [UInt8] {
    Exports.ipfix(
      [
        Exports.set(3, Exports.ipfixOptions(300, scopes: scopes, fields.map(\.0))),
        Exports.set(300, fields.flatMap(\.1)),
      ], time: noon)
  }

  @Test("a rate for the whole domain counts for all of its records")
  func wholeDomain() {
    let decoded = Decoded([options([number(149, 1), number(34, 512)]), flow()])
    #expect(decoded.records.map(\.samplingRate) == [512])
    #expect(decoded.bytes == 51_200)
    #expect(decoded.statistics.otherRecords == 1)
  }

  @Test("a sampler's rate counts for the records that name it")
  func samplers() {
    let decoded = Decoded([
      options([number(48, 5, 1), number(50, 64)]),
      options([number(302, 9, 8), number(305, 1), number(306, 99)]),
      flow([number(48, 5, 1)]), flow([number(302, 9, 8)]), flow([number(48, 0, 1)]), flow(),
    ])
    #expect(decoded.records.map(\.samplingRate) == [64, 100, 1, 1])
    #expect(decoded.statistics.coarsestSampling == 100)
  }

  @Test("a sampler that has not said its rate is said to be unknown")
  func unknownSampler() {
    let decoded = Decoded([flow([number(48, 7, 1)])])
    #expect(decoded.records.map(\.samplingRate) == [1])
    #expect(decoded.statistics.recordsOfUnknownSamplers == 1)
  }

  @Test(
    "every way of saying a rate",
    arguments: [
      ([number(34, 10)], 10), ([number(305, 2), number(306, 8)], 5),
      ([number(309, 1), number(310, 1000)], 1000),
      ([number(311, (0.01).bitPattern, 8)], 100), ([number(34, 0)], 1),
      ([number(311, Double.nan.bitPattern, 8)], 1), ([number(305, 0), number(306, 8)], 1),
    ] as [([(Exports.Field, [UInt8])], UInt32)])
  func forms(fields: [(Exports.Field, [UInt8])], rate: UInt32) {
    #expect(Decoded([flow(fields)]).records.map(\.samplingRate) == [rate])
  }

  @Test("NetFlow v9 options: a scope of the system, lengths in bytes")
  func netflow9Options() {
    let template = Exports.netflow9Options(
      300, scope: [.init(1, 4)], [.init(34, 4), .init(35, 1)])
    let decoded = Decoded([
      Exports.netflow9(
        [
          Exports.set(1, template), Exports.set(300, [0, 0, 0, 0, 0, 0, 4, 0, 2]),
          Template4.netflow9Set, Template4.data([.init()]),
        ], time: noon)
    ])
    #expect(decoded.records.map(\.samplingRate) == [1024])
    #expect(decoded.records.map(\.bytes) == [1_024_000])
  }
}
