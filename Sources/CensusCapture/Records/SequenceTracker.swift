/// Follows the sequence numbers of one exporter's stream and tells what is missing.
///
/// The numbers count records (NetFlow v5, IPFIX) or datagrams (NetFlow v9, sFlow), modulo 2^32. Some
/// exporters count the other thing than the standard says: a step that fits either is no loss.
struct SequenceTracker {
  private var expected: UInt32?
  private var previous: UInt32 = 0
  private var previousRecords: UInt32 = 0
  private var previousUptime: UInt32?
  private var followsStandard = false
  /// What was counted as missing lately and may still come late.
  private var missing: UInt64 = 0

  /// A step back of up to so many is a datagram that comes late; more is an exporter that began anew.
  private static let latest: UInt32 = 4096
  /// A step forward of more than so many is an exporter that began anew, not loss.
  private static let largestGap: UInt32 = 1 << 24

  /// What a sequence number says.
  enum Step: Equatable {
    case inOrder
    /// So many are missing.
    case gap(UInt64)
    /// It comes late: so many that were counted as missing are not.
    case late(UInt64)
    /// The exporter began anew.
    case restart
  }

  /// Takes the number of a datagram that holds `records`; nil where not all could be counted, so that what
  /// comes next is not known.
  mutating func take(
    _ number: UInt32, records: UInt32?, countsRecords: Bool, uptime: UInt32? = nil
  ) -> Step {
    defer { previousUptime = uptime ?? previousUptime }
    // A clock that runs backwards by more than datagrams overtake each other is a new start.
    let isReset = uptime.map { now in previousUptime.map { now < $0 && $0 - now > 60_000 } ?? false
    }
    guard let expected, isReset != true else {
      let isRestart = expected != nil
      advance(number, records: records, countsRecords: countsRecords)
      missing = 0
      return isRestart ? .restart : .inOrder
    }
    let ahead = number &- expected
    if ahead == 0, countsRecords ? previousRecords != 1 : previousRecords > 1 {
      followsStandard = true
    }
    if ahead == 0 || isOtherCount(number, countsRecords: countsRecords) {
      advance(number, records: records, countsRecords: countsRecords)
      return .inOrder
    }
    if ahead <= Self.largestGap {
      advance(number, records: records, countsRecords: countsRecords)
      missing = min(missing &+ UInt64(ahead), UInt64(Self.latest))
      return .gap(UInt64(ahead))
    }
    if expected &- number <= Self.latest {
      let found = min(missing, UInt64(countsRecords ? records ?? 0 : 1))
      missing -= found
      return .late(found)
    }
    advance(number, records: records, countsRecords: countsRecords)
    missing = 0
    return .restart
  }

  /// The number fits an exporter that counts the other of records and datagrams, and this one has not
  /// shown yet that it counts what it should.
  private func isOtherCount(_ number: UInt32, countsRecords: Bool) -> Bool {
    !followsStandard && number != previous
      && number == previous &+ (countsRecords ? 1 : previousRecords)
  }

  private mutating func advance(_ number: UInt32, records: UInt32?, countsRecords: Bool) {
    previous = number
    previousRecords = records ?? 0
    guard countsRecords else {
      expected = number &+ 1
      return
    }
    expected = records.map { number &+ $0 }
  }
}
