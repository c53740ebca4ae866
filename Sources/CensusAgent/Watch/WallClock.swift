#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The time of day, for the vantages, which ask no clock themselves.
public enum WallClock {
  /// Microseconds since 1970, by the same clock that stamps captured packets.
  public static var microseconds: Int64 {
    var time = timespec()
    // Safe: `time` outlives the call, and this clock is always there.
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }
}
