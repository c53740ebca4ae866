/// One direction of a flow within the current hour and link context. 32 bytes: the flow table holds two
/// of them for each flow, and its size is what a gateway pays.
struct HourTally {
  static let microsecondsInHour: Int64 = 3_600_000_000
  private static let microsecondsInMinute: UInt32 = 60_000_000

  var minutes: UInt64 = 0
  /// 0 means that nothing is counted.
  var packets: UInt32 = 0
  var bytes: UInt32 = 0
  /// Microseconds into the hour.
  var first: UInt32 = 0
  var last: UInt32 = 0
  /// Hours since 1970.
  var hour: UInt32 = 0
  /// The number of the link context, in `LinkContexts`; the highest bit: a packet that is no later
  /// fragment is counted here.
  private var contextAndMark: UInt32 = 0
  private static let flowMark: UInt32 = 1 << 31

  @inline(__always)
  var context: Int { Int(contextAndMark & ~Self.flowMark) }
  @inline(__always)
  var isOfFlow: Bool { contextAndMark & Self.flowMark != 0 }

  /// Notes that what is counted belongs to a flow.
  mutating func markAsFlow() { contextAndMark |= Self.flowMark }

  /// An instant as hour and microseconds into it.
  struct Instant {
    let hour: UInt32
    let offset: UInt32

    init(hour: UInt32, offset: UInt32) {
      self.hour = hour
      self.offset = offset
    }

    @inline(__always)
    init(_ time: Int64) {
      // Times before 1970 or beyond 2^32 hours are not in any capture format that is read here.
      let time = max(0, time)
      let hours = time / microsecondsInHour
      hour = UInt32(truncatingIfNeeded: hours)
      offset = UInt32(truncatingIfNeeded: time &- hours &* microsecondsInHour)
    }
  }

  /// Whether a packet of `length` bytes can be added without mixing hours, and without overflow.
  @inline(__always)
  func takes(hour: UInt32, length: UInt32) -> Bool {
    self.hour == hour && bytes <= UInt32.max - length && packets != UInt32.max
  }

  @inline(__always)
  mutating func begin(at instant: Instant, context: Int) {
    hour = instant.hour
    first = instant.offset
    last = instant.offset
    minutes = 0
    packets = 0
    bytes = 0
    contextAndMark = UInt32(truncatingIfNeeded: context)
  }

  @inline(__always)
  mutating func add(length: UInt32, at offset: UInt32, isLaterFragment: Bool) {
    packets &+= 1
    bytes &+= length
    minutes |= 1 << UInt64(offset / Self.microsecondsInMinute)
    if offset < first { first = offset }
    if offset > last { last = offset }
    if !isLaterFragment { contextAndMark |= Self.flowMark }
  }
}
