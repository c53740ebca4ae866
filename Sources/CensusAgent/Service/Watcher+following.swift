public import CensusCapture
import CensusProtocol

/// What the service does, for its log. No address and no name is in it.
public enum WatchEvent: Sendable {
  /// A span is in the store.
  case wrote(minutes: Int, tallies: Int)
  /// The store could not be written; what was counted is kept for the next minute.
  case couldNotWrite(DatabaseError)
  /// The neighbour table or a lease file could not be read.
  case couldNotName(reason: String)
  /// The machine slept, its clock was set, or the vantage saw nothing for a while.
  case gap
  /// What is older than five weeks was forgotten.
  case pruned
}

/// The clocks of the machine, in microseconds.
public struct ServiceClock: Sendable {
  /// Since 1970.
  let now: @Sendable () -> Int64
  /// Since some fixed instant; stands still while the machine sleeps.
  let steady: @Sendable () -> Int64

  public init(now: @escaping @Sendable () -> Int64, steady: @escaping @Sendable () -> Int64) {
    self.now = now
    self.steady = steady
  }
}

extension Watcher {
  /// Follows a vantage until it has no more to say or `goesOn`, asked about once a second, says that it is
  /// enough. What was seen is written once a minute, and at the end.
  public mutating func follow(
    _ vantage: inout some Vantage & ~Copyable, clock: ServiceClock, while goesOn: () -> Bool,
    tell: (WatchEvent) -> Void
  ) throws(VantageError) {
    var time = WatchedTime(at: clock.now(), steady: clock.steady())
    var progress = Progress(minute: clock.now() / 60_000_000)
    refreshNames(tell)
    do {
      while goesOn(), try vantage.advance(at: clock.now(), waiting: 1000, { slice in add(slice) }) {
        step(&vantage, &time, &progress, clock: clock, tell: tell)
      }
    } catch {
      end(&vantage, time, clock: clock, tell: tell)
      throw error
    }
    end(&vantage, time, clock: clock, tell: tell)
  }

  private mutating func refreshNames(_ tell: (WatchEvent) -> Void) {
    for problem in refreshNames() { tell(.couldNotName(reason: problem)) }
  }

  private struct Progress {
    /// The minute in which was written last.
    var minute: Int64
    var prunedHour: Int64 = 0
    /// For how long the vantage had seen nothing, altogether.
    var outage: Int64 = 0
  }

  private mutating func step(
    _ vantage: inout some Vantage & ~Copyable, _ time: inout WatchedTime,
    _ progress: inout Progress, clock: ServiceClock, tell: (WatchEvent) -> Void
  ) {
    let (now, steady) = (clock.now(), clock.steady())
    let outage = vantage.loss.gapMicroseconds
    var complete: Range<Int64>
    if outage == progress.outage {
      complete = time.advance(to: now, steady: steady)
    } else {
      complete = time.breakOff(at: now, steady: steady)
      progress.outage = outage
      tell(.gap)
    }
    guard now / 60_000_000 != progress.minute || !complete.isEmpty else { return }
    progress.minute = now / 60_000_000
    refreshNames(tell)
    vantage.handOutAll { slice in add(slice) }
    write(complete, vantage, tell: tell)
    do { try identify(vantage.evidence, at: now) } catch { tell(.couldNotWrite(error)) }
    guard now / 3_600_000_000 != progress.prunedHour else { return }
    progress.prunedHour = now / 3_600_000_000
    prune(before: progress.prunedHour - LocalStore.hoursKept, tell: tell)
  }

  private mutating func end(
    _ vantage: inout some Vantage & ~Copyable, _ time: WatchedTime, clock: ServiceClock,
    tell: (WatchEvent) -> Void
  ) {
    vantage.finish { slice in add(slice) }
    var time = time
    write(time.advance(to: clock.now(), steady: clock.steady()), vantage, tell: tell)
    do { try identify(vantage.evidence, at: clock.now()) } catch { tell(.couldNotWrite(error)) }
  }

  private mutating func write(
    _ minutes: Range<Int64>, _ vantage: borrowing some Vantage & ~Copyable,
    tell: (WatchEvent) -> Void
  ) {
    do {
      let tallies = try write(minutes, totals: vantage.totals, loss: vantage.loss)
      tell(.wrote(minutes: minutes.count, tallies: tallies))
    } catch { tell(.couldNotWrite(error)) }
  }

  private func prune(before hour: Int64, tell: (WatchEvent) -> Void) {
    do {
      try store.prune(before: hour)
      tell(.pruned)
    } catch { tell(.couldNotWrite(error)) }
  }
}
