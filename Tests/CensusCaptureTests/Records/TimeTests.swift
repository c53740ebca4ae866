import TestSupport
import Testing

@testable import CensusCapture

@Suite("the times of flow records")
struct RecordTimeTests {
  private static let noon = Sample.noon
  private static let seconds = Template4.noon

  private func decoded(
    _ fields: [(UInt64, UInt64, Int)], arrival: Int64? = nil, time: UInt64 = seconds
  ) -> Decoded {
    let all: [Exports.Field] =
      [.init(8, 4), .init(12, 4), .init(1, 4), .init(2, 4)]
      + fields.map { .init($0.0, UInt64($0.2)) }
    let data = [10, 0, 0, 1, 10, 0, 0, 2] + Packets.big(100, 4) + Packets.big(2, 4)
    return Decoded(
      [
        Exports.ipfix(
          [
            Exports.set(2, Exports.template(256, all)),
            Exports.set(256, data + fields.flatMap { Packets.big($0.1, $0.2) }),
          ], time: time)
      ], arrival: arrival)
  }

  /// An NTP time stamp of `microseconds` since 1970.
  private static func ntp(_ microseconds: Int64) -> UInt64 {
    let seconds = UInt64(microseconds / 1_000_000) + 2_208_988_800
    let fraction = (UInt64(microseconds % 1_000_000) << 32 + 999_999) / 1_000_000
    return seconds << 32 | fraction
  }

  @Test(
    "every form of first and last time is understood",
    arguments: [
      [(150, seconds - 3, 4), (151, seconds - 1, 4)],
      [(152, seconds * 1000 - 3000, 8), (153, seconds * 1000 - 1000, 8)],
      [(154, ntp(noon - 3_000_000), 8), (155, ntp(noon - 1_000_000), 8)],
      [(156, ntp(noon - 3_000_000), 8), (157, ntp(noon - 1_000_000), 8)],
      [(154, UInt64(noon - 3_000_000), 8), (155, UInt64(noon - 1_000_000), 8)],
      [(158, 3_000_000, 4), (159, 1_000_000, 4)],
      [(22, 7000, 4), (21, 9000, 4), (160, (seconds - 10) * 1000, 8)],
      [(151, seconds - 1, 4), (161, 2000, 4)], [(150, seconds - 3, 4), (162, 2_000_000, 4)],
    ] as [[(UInt64, UInt64, Int)]])
  func forms(fields: [(UInt64, UInt64, Int)]) {
    let decoded = decoded(fields)
    #expect(decoded.records.map(\.first) == [Self.noon - 3_000_000])
    #expect(decoded.records.map(\.last) == [Self.noon - 1_000_000])
  }

  @Test("without times, or with times that cannot be, a record counts at its export")
  func without() {
    for fields in [
      [], [(150, 0, 4), (151, 0, 4)], [(152, .max, 8), (153, .max, 8)],
      [(22, 5, 4), (21, 6, 4)], [(154, .max, 8)], [(158, .max, 8)],
    ] as [[(UInt64, UInt64, Int)]] {
      let decoded = decoded(fields)
      #expect(decoded.records.map(\.first) == [Self.noon], "\(fields)")
      #expect(decoded.records.map(\.last) == [Self.noon], "\(fields)")
    }
  }

  @Test("a first time behind the last one is taken as the last one")
  func turned() {
    let decoded = decoded([(150, Self.seconds - 1, 4), (151, Self.seconds - 3, 4)])
    #expect(decoded.records.map { $0.last - $0.first } == [0])
  }

  @Test("an exporter whose clock is plainly wrong is placed by the arrival, and it is said")
  func wrongClock() {
    let booted = decoded(
      [(150, 100, 4), (151, 102, 4)], arrival: Self.noon, time: 103)
    #expect(booted.records.map(\.first) == [Self.noon - 3_000_000])
    #expect(booted.records.map(\.clockCorrection) == [Self.noon - 103_000_000])
    #expect(booted.statistics.correctedClocks == 1)
    let slow = decoded(
      [(150, Self.seconds - 3, 4), (151, Self.seconds, 4)], arrival: Self.noon + 1_000_000_000)
    #expect(slow.records.map(\.last) == [Self.noon], "a quarter of an hour is believed")
  }

  @Test("absurd arrivals do not trap", arguments: [Int64.min, -1, 0, .max])
  func absurdArrival(arrival: Int64) {
    #expect(decoded([(150, 5, 4)], arrival: arrival).records.count == 1)
  }
}

@Suite("records that last over hours")
struct RecordPartTests {
  private func parts(
    _ packets: UInt64, _ bytes: UInt64, from first: Int64, to last: Int64
  ) -> [RecordPart] {
    var parts: [RecordPart] = []
    let record = FlowRecord(
      exporter: IPAddress(v4: 1), format: .ipfix, source: IPAddress(v4: 1),
      destination: IPAddress(v4: 2), packets: packets, bytes: bytes, first: first, last: last)
    RecordPart.forEach(of: record) { parts.append($0) }
    return parts
  }

  @Test("packets are taken as evenly spaced; bytes follow them; sums are exact")
  func even() {
    // Five packets: 12:30, 12:45, 13:00, 13:15, 13:30.
    let halfPast = Sample.noon + Sample.hour / 2
    let parts = parts(5, 503, from: halfPast, to: halfPast + Sample.hour)
    #expect(parts.map(\.packets) == [2, 3])
    #expect(parts.map(\.bytes) == [201, 302])
    #expect(parts.map(\.minutes) == [1 << 30 | 1 << 45, 1 | 1 << 15 | 1 << 30])
    #expect(parts.map(\.last).last == UInt32(Sample.hour / 2))
  }

  @Test("a dense record touches every minute between its first and its last")
  func dense() {
    let parts = parts(600, 6000, from: Sample.noon + 30_000_000, to: Sample.noon + 330_000_000)
    #expect(parts.map(\.minutes) == [0b11_1111])
  }

  @Test("one packet has one hour: its last")
  func single() {
    let parts = parts(1, 50, from: Sample.noon, to: Sample.noon + 2 * Sample.hour)
    #expect(parts.map(\.hour) == [UInt32(Sample.noon / Sample.hour) + 2])
    #expect(parts.map(\.bytes) == [50])
  }

  @Test("random records: sums are exact, hours in order, minutes and times within the record")
  func random() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let packets = UInt64.random(
        in: 1...(1 << UInt64.random(in: 1...40, using: &generator)), using: &generator)
      let bytes = UInt64.random(in: 0...(1 << 44), using: &generator)
      let first = Sample.noon + Int64.random(in: 0...Sample.hour, using: &generator)
      let last =
        first + Int64.random(in: 0...(30 * Sample.hour), using: &generator)
        / Int64.random(in: 1...90_000, using: &generator)
      let parts = parts(packets, bytes, from: first, to: last)
      #expect(parts.reduce(0) { $0 + $1.packets } == packets)
      #expect(parts.reduce(0) { $0 + $1.bytes } == bytes)
      #expect(parts.map(\.hour) == parts.map(\.hour).sorted())
      #expect(Set(parts.map(\.hour)).count == parts.count)
      for part in parts {
        #expect(part.packets > 0)
        #expect(part.first <= part.last)
        #expect(part.minutes.nonzeroBitCount <= 60 && part.minutes > 0)
        #expect(UInt64(part.minutes.nonzeroBitCount) <= max(part.packets, 1))
        #expect(part.minutes & 1 << UInt64(part.first / 60_000_000) != 0)
        #expect(part.minutes & 1 << UInt64(part.last / 60_000_000) != 0)
        #expect(Int64(part.hour) * Sample.hour + Int64(part.first) >= first)
        #expect(Int64(part.hour) * Sample.hour + Int64(part.last) <= last)
      }
    }
  }
}
