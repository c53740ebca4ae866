import CensusProtocol

/// A moment of the simulated clock, to the microsecond.
struct Moment: Hashable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  let microseconds: Int64

  init(microseconds: Int64) { self.microseconds = microseconds }

  init(_ time: UTCTime) { microseconds = time.seconds * 1_000_000 }

  /// Minutes and hours since 1970-01-01T00:00:00Z.
  var minute: Int64 { microseconds / 60_000_000 }
  var hour: Int64 { microseconds / 3_600_000_000 }

  func after(microseconds later: Int64) -> Moment { Moment(microseconds: microseconds + later) }
  func after(milliseconds later: Int64) -> Moment { after(microseconds: later * 1000) }
  func after(seconds later: Int64) -> Moment { after(microseconds: later * 1_000_000) }

  /// The moment itself, or 10 s later where the hour is about to end: a TCP handshake that began in
  /// one hour and was completed in the next would belong to neither beyond dispute.
  var clearOfHourEnd: Moment {
    after(seconds: 5).hour == hour ? self : after(seconds: 10)
  }

  static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }
}
