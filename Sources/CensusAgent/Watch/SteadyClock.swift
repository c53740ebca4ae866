#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A clock that nobody sets and that stands still while the machine sleeps.
public enum SteadyClock {
  /// Microseconds since some fixed instant.
  public static var microseconds: Int64 {
    var time = timespec()
    // Safe: `time` outlives the call, and this clock is always there.
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }
}

extension ServiceClock {
  /// The machine's clocks.
  public static let system = ServiceClock(
    now: { WallClock.microseconds }, steady: { SteadyClock.microseconds })
}
