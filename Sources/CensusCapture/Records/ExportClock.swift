/// The times of one datagram, by which the times of its records are told. All in microseconds since 1970
/// unless said otherwise.
struct ExportClock {
  /// When the exporter sent the datagram, corrected where its clock is plainly wrong.
  let exported: Int64
  /// The exporter's milliseconds since it started, at that moment; nil where the format has none.
  let uptime: UInt32?
  /// What is added to the exporter's absolute times: 0 unless its clock is plainly wrong.
  let correction: Int64

  /// An exporter's clock further off than this is not believed (a home router without NTP says 1970): its
  /// records are placed by their arrival, and by what they say relative to their export.
  static let largestError: Int64 = 3_600_000_000
  /// A record that claims to end longer before its export, or to last longer, is not believed: seven days.
  static let longest: Int64 = 7 * 86_400_000_000

  /// `arrival` is nil where nothing but the datagram itself is known.
  init(exported: Int64, uptime: UInt32? = nil, arrival: Int64?) {
    self.uptime = uptime
    if let arrival, abs(exported &- arrival) > Self.largestError {
      self.exported = arrival
      correction = arrival &- exported
    } else {
      self.exported = exported
      correction = 0
    }
  }

  /// Whether the exporter's clock was not believed.
  var isCorrected: Bool { correction != 0 }

  /// The moment at which the exporter's milliseconds since its start were `milliseconds`. They wrap around
  /// after 49 days, so that the nearest such moment is meant. Nil where that cannot be, or the format has no
  /// such clock.
  @inline(__always)
  func moment(ofUptime milliseconds: UInt32) -> Int64? {
    guard let uptime else { return nil }
    let age = Int64(Int32(truncatingIfNeeded: uptime &- milliseconds)) * 1000
    return Self.isBelieved(age: age) ? exported &- age : nil
  }

  @inline(__always)
  private static func isBelieved(age: Int64) -> Bool {
    age <= longest && age >= -largestError
  }

  /// A time as the exporter gives it; nil where it cannot be so.
  @inline(__always)
  func believed(_ time: Int64) -> Int64? {
    let corrected = time &+ correction
    return Self.isBelieved(age: exported &- corrected) ? corrected : nil
  }
}

/// First and last moment of a record, from whichever of the many fields for it are there.
struct RecordTimes {
  let first: Int64
  let last: Int64

  @inline(__always)
  init(_ values: RecordValues, _ clock: ExportClock, systemStart: Int64?) {
    let reader = TimeReader(clock: clock, systemStart: systemStart)
    let first = reader.first(values)
    let last = reader.last(values)
    let end = last ?? first ?? reader.observed(values) ?? clock.exported
    let duration = Self.duration(values)
    let begin = first ?? duration.map { end &- $0 } ?? end
    self.last = last ?? (first == nil ? end : end &+ (duration ?? 0))
    self.first = min(begin, self.last)
  }

  private static func duration(_ values: RecordValues) -> Int64? {
    if let milliseconds = values[.durationMilliseconds] {
      return Int64(min(milliseconds, UInt64(ExportClock.longest / 1000))) * 1000
    }
    return values[.durationMicroseconds].map { Int64(min($0, UInt64(ExportClock.longest))) }
  }
}

/// Reads the time fields of IANA's registry (RFC 7011 section 6.1 for their forms).
private struct TimeReader {
  let clock: ExportClock
  /// When the exporter started, where it has said so.
  let systemStart: Int64?

  @inline(__always)
  func first(_ values: RecordValues) -> Int64? {
    if let time = values[.firstMilliseconds] { return milliseconds(time) }
    if let uptime = values[.firstUptime] { return moment(uptime, values) }
    return firstOfUncommon(values)
  }

  @inline(__always)
  func last(_ values: RecordValues) -> Int64? {
    if let time = values[.lastMilliseconds] { return milliseconds(time) }
    if let uptime = values[.lastUptime] { return moment(uptime, values) }
    return lastOfUncommon(values)
  }

  @inline(never)
  private func firstOfUncommon(_ values: RecordValues) -> Int64? {
    if let time = values[.firstMicroseconds] { return fraction(time, unitsInMicrosecond: 1) }
    if let time = values[.firstNanoseconds] { return fraction(time, unitsInMicrosecond: 1000) }
    if let time = values[.firstSeconds] { return seconds(time) }
    return values[.firstDelta].flatMap(delta)
  }

  @inline(never)
  private func lastOfUncommon(_ values: RecordValues) -> Int64? {
    if let time = values[.lastMicroseconds] { return fraction(time, unitsInMicrosecond: 1) }
    if let time = values[.lastNanoseconds] { return fraction(time, unitsInMicrosecond: 1000) }
    if let time = values[.lastSeconds] { return seconds(time) }
    return values[.lastDelta].flatMap(delta)
  }

  @inline(never)
  func observed(_ values: RecordValues) -> Int64? {
    if let time = values[.observedMilliseconds] { return milliseconds(time) }
    if let time = values[.observedMicroseconds] { return fraction(time, unitsInMicrosecond: 1) }
    if let time = values[.observedNanoseconds] { return fraction(time, unitsInMicrosecond: 1000) }
    return values[.observedSeconds].flatMap(seconds)
  }

  private func seconds(_ value: UInt64) -> Int64? {
    value <= UInt64(UInt32.max) ? clock.believed(Int64(value) * 1_000_000) : nil
  }

  @inline(__always)
  private func milliseconds(_ value: UInt64) -> Int64? {
    value < 1 << 50 ? clock.believed(Int64(value) &* 1000) : nil
  }

  /// Microseconds before the export (RFC 5102's flowStartDeltaMicroseconds).
  private func delta(_ value: UInt64) -> Int64? {
    value <= UInt64(ExportClock.longest) ? clock.exported &- Int64(value) : nil
  }

  /// Milliseconds since the exporter started: by the datagram's own uptime, or by the start that the
  /// record or the exporter's options say.
  @inline(__always)
  private func moment(_ uptime: UInt64, _ values: RecordValues) -> Int64? {
    guard uptime <= UInt64(UInt32.max) else { return nil }
    if clock.uptime != nil { return clock.moment(ofUptime: UInt32(uptime)) }
    let start =
      values[.systemStart].flatMap { $0 < 1 << 50 ? Int64($0) * 1000 : nil } ?? systemStart
    return start.flatMap { clock.believed($0 &+ Int64(uptime) * 1000) }
  }

  /// An NTP time stamp: seconds since 1900, or since 2036 where the highest bit is clear, and a fraction
  /// (RFC 5905, section 6). Some exporters write a plain count since 1970 instead: where the one cannot be
  /// and the other can, that is taken.
  private func fraction(_ value: UInt64, unitsInMicrosecond: UInt64) -> Int64? {
    let secondsFrom1900To1970: Int64 = 2_208_988_800
    let era: Int64 = value >> 63 == 1 ? 0 : 1 << 32
    let seconds = Int64(value >> 32) + era - secondsFrom1900To1970
    let microseconds = Int64((value & 0xffff_ffff) * 1_000_000 >> 32)
    if let time = clock.believed(seconds * 1_000_000 + microseconds) { return time }
    let plain = value / unitsInMicrosecond
    return plain < 1 << 60 ? clock.believed(Int64(plain)) : nil
  }
}
