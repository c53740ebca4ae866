/// The part of a flow record that falls into one UTC hour.
///
/// A record says when its first and its last packet came, and nothing of those between. They are taken as
/// evenly spaced: packet k of n, counted from 0, came at first + k·(last − first)/(n − 1). So packets and
/// bytes of all parts add up to the record's exactly, the first and the last hour have a packet each, and
/// no hour is off by more than what the record counted. An exporter that reports long flows every minute
/// errs by a minute's traffic at each end of an hour.
struct RecordPart {
  /// Hours since 1970.
  var hour: UInt32
  /// At least 1.
  var packets: UInt64
  var bytes: UInt64
  /// Microseconds into the hour.
  var first: UInt32
  var last: UInt32
  /// Bit n is set where a packet is taken to have come in minute n.
  var minutes: UInt64

  private static let hourLength = HourTally.microsecondsInHour
  private static let minuteLength: Int64 = 60_000_000

  /// Hands out the parts of `record` in the order of time: one for nearly every record, and no more than
  /// an exporter's believed seven days have hours.
  @inline(__always)
  static func forEach(of record: borrowing FlowRecord, _ body: (RecordPart) -> Void) {
    let last = max(0, record.last)
    // A single packet came once: at the record's end.
    let first = record.packets == 1 ? last : min(max(0, record.first), last)
    let start = HourTally.Instant(first)
    let end = HourTally.Instant(last)
    guard start.hour == end.hour else {
      forEachOfSeveral(first, last, record.packets, record.bytes, body)
      return
    }
    let spread = Spread(first: first, last: last, packets: record.packets)
    body(
      RecordPart(
        hour: start.hour, packets: record.packets, bytes: record.bytes, first: start.offset,
        last: end.offset,
        minutes: spread.minutes(from: first, to: last, hourBegin: first - Int64(start.offset))))
  }

  @inline(never)
  private static func forEachOfSeveral(
    _ first: Int64, _ last: Int64, _ packets: UInt64, _ bytes: UInt64, _ body: (RecordPart) -> Void
  ) {
    let spread = Spread(first: first, last: last, packets: packets)
    var packetsBefore: UInt64 = 0
    var bytesBefore: UInt64 = 0
    var hourBegin = first - first % hourLength
    while hourBegin <= last {
      defer { hourBegin += hourLength }
      let packetsUpTo = spread.packets(before: hourBegin + hourLength)
      guard packetsUpTo > packetsBefore else { continue }
      let bytesUpTo = Spread.part(bytes, packetsUpTo, of: packets)
      let partFirst = spread.time(of: packetsBefore)
      let partLast = spread.time(of: packetsUpTo - 1)
      body(
        RecordPart(
          hour: HourTally.Instant(hourBegin).hour, packets: packetsUpTo - packetsBefore,
          bytes: bytesUpTo - bytesBefore, first: HourTally.Instant(partFirst).offset,
          last: HourTally.Instant(partLast).offset,
          minutes: spread.minutes(from: partFirst, to: partLast, hourBegin: hourBegin)))
      packetsBefore = packetsUpTo
      bytesBefore = bytesUpTo
    }
  }

  /// Evenly spaced packets.
  private struct Spread {
    let first: Int64
    let last: Int64
    let packets: UInt64

    private var duration: UInt64 { UInt64(last - first) }

    /// How many packets came before `time`, which is not before `first`.
    func packets(before time: Int64) -> UInt64 {
      guard time <= last else { return packets }
      guard packets > 1 else { return 0 }
      // The least k with k·duration/(packets − 1) ≥ time − first; the duration is not 0 here.
      let product = UInt64(time - first).multipliedFullWidth(by: packets - 1)
      let (quotient, remainder) = duration.dividingFullWidth(product)
      return min(quotient + (remainder > 0 ? 1 : 0), packets - 1)
    }

    /// When packet `number`, counted from 0, came.
    func time(of number: UInt64) -> Int64 {
      guard packets > 1 else { return last }
      return first + Int64(Self.part(duration, number, of: packets - 1))
    }

    /// `whole`·`count`/`all`, rounded down; `count` is not above `all`, nor `all` 0.
    static func part(_ whole: UInt64, _ count: UInt64, of all: UInt64) -> UInt64 {
      all.dividingFullWidth(whole.multipliedFullWidth(by: min(count, all))).quotient
    }

    /// The minutes in which a packet came, among those of one hour. `begin` and `end`, within that hour,
    /// are the times of its first and last packet.
    @inline(__always)
    func minutes(from begin: Int64, to end: Int64, hourBegin: Int64) -> UInt64 {
      let firstMinute = UInt64((begin - hourBegin) / minuteLength)
      let lastMinute = UInt64((end - hourBegin) / minuteLength)
      if firstMinute == lastMinute { return 1 << firstMinute }
      return minutes(begin, lastMinute, hourBegin: hourBegin)
    }

    @inline(never)
    private func minutes(_ begin: Int64, _ lastMinute: UInt64, hourBegin: Int64) -> UInt64 {
      guard packets > 1 else { return 1 << lastMinute }
      let firstMinute = UInt64((begin - hourBegin) / minuteLength)
      // Packets that follow each other within a minute leave none out.
      if duration / (packets - 1) < UInt64(minuteLength) {
        return (UInt64.max << firstMinute) & (UInt64.max >> (63 - lastMinute))
      }
      var minutes: UInt64 = 0
      var number = packets(before: begin)
      while number < packets {
        let minute = UInt64(max(0, time(of: number) - hourBegin) / minuteLength)
        guard minute <= lastMinute else { break }
        minutes |= 1 << minute
        number += 1
      }
      return minutes
    }
  }
}
