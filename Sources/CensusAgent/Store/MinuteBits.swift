/// Minutes since 1970-01-01T00:00Z as the store keeps them: for each UTC hour a set of 60 bits, in which
/// bit n stands for minute n.
enum MinuteBits {
  /// All 60 minutes of an hour.
  static let wholeHour: UInt64 = (1 << 60) - 1

  /// The hours that `minutes` touch, with the minutes in each.
  static func hours(of minutes: Range<Int64>) -> [(hour: Int64, bits: UInt64)] {
    guard let first = minutes.first, let last = minutes.last, first >= 0 else { return [] }
    return (first / 60...last / 60).map { hour in
      let lower = max(first, hour * 60) - hour * 60
      let upper = min(last, hour * 60 + 59) - hour * 60
      let upTo = upper == 59 ? wholeHour : (1 << UInt64(upper + 1)) - 1
      return (hour, upTo & ~((1 << UInt64(lower)) - 1))
    }
  }

  /// The minutes of a set of bits in `hour`, ascending.
  static func minutes(_ bits: UInt64, ofHour hour: Int64) -> [Int64] {
    (0..<60).filter { bits >> UInt64($0) & 1 == 1 }.map { hour * 60 + $0 }
  }
}
