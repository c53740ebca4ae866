/// What a pcapng interface description block says of one interface, as far as it matters here.
struct PcapngInterface {
  var linkType: UInt16
  /// The longest captured length in bytes; 0 is no limit.
  var snapLength: UInt32
  var clock = PcapngClock()
}

/// How an interface writes times: units of `unitsPerSecond` (if_tsresol) since 1970 plus an offset
/// (if_tsoffset).
struct PcapngClock {
  /// 1 or more; microseconds where the file does not say.
  private var unitsPerSecond: UInt64 = 1_000_000
  private var offsetInMicroseconds: Int64 = 0

  /// if_tsresol: a negative power of ten, or with the highest bit set of two. A resolution finer than
  /// 64 bits can count within a second is not believed and left at microseconds.
  mutating func setResolution(_ exponent: UInt8) {
    let power = Int(exponent & 0x7f)
    if exponent & 0x80 != 0 {
      if power < 64 { unitsPerSecond = 1 << UInt64(power) }
    } else if power <= 19 {
      unitsPerSecond = (0..<power).reduce(1) { product, _ in product * 10 }
    }
  }

  /// if_tsoffset, in seconds.
  mutating func setOffset(_ seconds: Int64) {
    offsetInMicroseconds = seconds.multipliedReportingOverflow(by: 1_000_000).partialValue
  }

  /// Microseconds since 1970; the calendar's end where the file's count is beyond it.
  @inline(__always)
  func microseconds(high: UInt32, low: UInt32) -> Int64 {
    let units = UInt64(high) << 32 | UInt64(low)
    if unitsPerSecond == 1_000_000 {
      return addingOffset(Int64(clamping: units))
    }
    let (seconds, rest) = units.quotientAndRemainder(dividingBy: unitsPerSecond)
    let wholeSeconds = seconds.multipliedReportingOverflow(by: 1_000_000)
    guard !wholeSeconds.overflow else { return .max }
    let scaled = rest.multipliedFullWidth(by: 1_000_000)
    // rest < unitsPerSecond, so the quotient is below one million and cannot overflow.
    let fraction = unitsPerSecond.dividingFullWidth(scaled).quotient
    return addingOffset(Int64(clamping: wholeSeconds.partialValue &+ fraction))
  }

  private func addingOffset(_ time: Int64) -> Int64 {
    let sum = time.addingReportingOverflow(offsetInMicroseconds)
    return sum.overflow ? .max : sum.partialValue
  }
}
