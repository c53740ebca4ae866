import CensusProtocol
import Crypto

/// Bounds how much one part of the internet can ask of the issuer and the collector.
///
/// It counts by a keyed hash of the network prefix. The key is random, lives in memory alone and is
/// replaced every day, with all counts; nothing of it is stored or logged.
actor RateLimiter {
  /// How many requests of one network are taken in a minute; 0 takes all.
  private let requestsInMinute: Int
  /// How many agents of one network may enrol without an invitation in a day.
  private let enrolmentsInDay: Int
  /// More networks than these share one count.
  private static let mostNetworks = 65_536

  private(set) var key = SymmetricKey(size: .bits256)
  private var day: Int64 = -1
  private var minute: Int64 = -1
  private var requests: [UInt64: Int] = [:]
  private var enrolments: [UInt64: Int] = [:]

  init(requestsInMinute: Int, enrolmentsInDay: Int) {
    self.requestsInMinute = requestsInMinute
    self.enrolmentsInDay = enrolmentsInDay
  }

  /// Counts a request, and says whether it is within the limit.
  func takes(_ network: NetworkPrefix?, at time: UTCTime) -> Bool {
    guard requestsInMinute > 0 else { return true }
    turn(to: time)
    return Self.count(tag(network), in: &requests) <= requestsInMinute
  }

  /// Counts an enrolment without invitation, and says whether it is within the limit.
  func enrols(_ network: NetworkPrefix?, at time: UTCTime) -> Bool {
    turn(to: time)
    return Self.count(tag(network), in: &enrolments) <= enrolmentsInDay
  }

  private func tag(_ network: NetworkPrefix?) -> UInt64 { network?.tag(key) ?? 0 }

  private func turn(to time: UTCTime) {
    if time.seconds / 86_400 != day {
      day = time.seconds / 86_400
      key = SymmetricKey(size: .bits256)
      requests = [:]
      enrolments = [:]
    }
    if time.seconds / 60 != minute {
      minute = time.seconds / 60
      requests = [:]
    }
  }

  private static func count(_ tag: UInt64, in counts: inout [UInt64: Int]) -> Int {
    let tag = counts[tag] != nil || counts.count < mostNetworks ? tag : 0
    counts[tag, default: 0] += 1
    return counts[tag, default: 0]
  }
}
