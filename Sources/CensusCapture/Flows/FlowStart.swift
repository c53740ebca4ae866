/// The moment at which a flow began, to the microsecond, in seven bytes: the flow table holds one for
/// each flow, and the byte that is saved keeps a flow within two cache lines.
struct FlowStart {
  private var seconds: UInt32 = 0
  private var lowMicroseconds: UInt16 = 0
  private var highMicroseconds: UInt8 = 0

  init() {}

  /// `time` is in microseconds since 1970; times before that or after 2106 are taken as the nearest.
  init(_ time: Int64) {
    let time = min(max(0, time), Int64(UInt32.max) * 1_000_000)
    let fraction = time % 1_000_000
    seconds = UInt32(truncatingIfNeeded: time / 1_000_000)
    lowMicroseconds = UInt16(truncatingIfNeeded: fraction)
    highMicroseconds = UInt8(truncatingIfNeeded: fraction >> 16)
  }

  /// Microseconds since 1970.
  @inline(__always)
  var time: Int64 {
    Int64(seconds) &* 1_000_000 &+ (Int64(highMicroseconds) << 16 | Int64(lowMicroseconds))
  }
}
