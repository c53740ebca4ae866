/// What the guide asks of the machine that it runs on: its clocks, and its way to the internet.
struct BenchMachine {
  /// The time of day in microseconds since 1970, which somebody may set.
  var now: () -> Int64
  /// Microseconds since the start of the machine, which nobody can set.
  var sinceBoot: () -> Int64
  /// Whether a time service keeps the clock right.
  var isSynchronised: () -> Bool
  /// Whether there is a way to the internet.
  var hasUplink: () -> Bool

  /// This machine.
  static var real: BenchMachine {
    BenchMachine(
      now: { WallClock.microseconds }, sinceBoot: { BenchClock.sinceBoot },
      isSynchronised: { BenchClock.isSynchronised }, hasUplink: { Uplink.isThere })
  }
}
