import Glibc
import SystemTimex

/// The bench's clock: whether it is right, and whether somebody set it.
enum BenchClock {
  /// Microseconds since the machine was started, which nobody can set; sleep counts.
  static var sinceBoot: Int64 {
    var time = timespec()
    // Safe: `time` outlives the call, and this clock is always there.
    _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// TIME_ERROR and STA_UNSYNC of <sys/timex.h>.
  private static let error: Int32 = 5
  private static let isUnsynchronised: Int32 = 0x0040

  /// Whether the kernel says that a time service keeps the clock right (adjtimex(2), STA_UNSYNC).
  static var isSynchronised: Bool {
    var state = kernel_clock()
    // Safe: `state` outlives the call and is larger than what the kernel writes; mode 0 only reads.
    let answer = unsafe read_kernel_clock(&state)
    return (0..<Self.error).contains(answer) && state.status & Self.isUnsynchronised == 0
  }
}

/// Notices that the clock was set: the time of day moved otherwise than the time since the start.
struct ClockWatch {
  private var offset: Int64
  /// A time service that slews moves the clock far less from one look to the next. In microseconds.
  private static let tolerance: Int64 = 1_000_000

  init(now: Int64, sinceBoot: Int64) { offset = now - sinceBoot }

  /// Whether it was set since the last look.
  mutating func wasSet(now: Int64, sinceBoot: Int64) -> Bool {
    let moved = (now - sinceBoot) - offset
    offset += moved
    return moved > Self.tolerance || moved < -Self.tolerance
  }
}
