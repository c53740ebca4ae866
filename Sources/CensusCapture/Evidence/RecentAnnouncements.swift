/// Announcements that came a moment ago: devices say the same thing of themselves again and again, byte for byte,
/// and reading it once in ten minutes tells as much as reading it each time.
///
/// A table of fixed size, by fingerprint. Two announcements of the same fingerprint are taken as one: by chance one
/// in 2^64, on purpose only by the station itself, whose address is part of it.
struct RecentAnnouncements {
  private struct Slot {
    var fingerprint: UInt64 = 0
    var time = Int64.min
  }

  private var slots = [Slot](repeating: Slot(), count: count)
  /// 64 KiB in all; a power of two.
  private static let count = 4096
  /// So many slots may hold a fingerprint; the one that was noted first gives way.
  private static let ways = 4
  /// For so long, in microseconds, a repeat is not read again: evidence is kept for a day, so it stays fresh.
  static let patience: Int64 = 600_000_000

  /// Whether the same came less than ten minutes before `time`, in microseconds since 1970; notes it where not.
  mutating func holds(_ fingerprint: UInt64, at time: Int64) -> Bool {
    let first = Int(truncatingIfNeeded: fingerprint) & (Self.count - Self.ways)
    var oldest = first
    for position in first..<(first + Self.ways) {
      let slot = slots[position]
      if slot.time < slots[oldest].time { oldest = position }
      guard slot.fingerprint == fingerprint, slot.time <= time else { continue }
      if time.subtractingReportingOverflow(slot.time).partialValue < Self.patience { return true }
      oldest = position
      break
    }
    slots[oldest] = Slot(fingerprint: fingerprint, time: time)
    return false
  }

  /// The fingerprint of what `station` sends from `offset` on, to the end of the frame: a multiply-and-shift hash
  /// of 64 bits, eight bytes at a time, with the constant of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
  static func fingerprint(_ frame: RawSpan, from offset: Int, of station: MACAddress) -> UInt64 {
    var hash = station.bits
    var position = offset
    while let word = frame.bigEndian64(at: position) {
      hash = mixed(hash ^ word)
      position += 8
    }
    var rest: UInt64 = 1
    while let byte = frame.byte(at: position) {
      rest = rest << 8 | UInt64(byte)
      position += 1
    }
    return mixed(hash ^ rest)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0x9e37_79b9_7f4a_7c15
    return product ^ product >> 32
  }
}
