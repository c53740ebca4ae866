/// Which IPv6 address belongs to which place number.
///
/// Nearly all ranges begin and end with a network of 64 bits, so their starts are kept as 64 bits, of which a
/// directory by the upper 16 tells the first ones. The few networks that are divided further are marked, and
/// their parts stand in a second list of whole addresses.
struct IPv6Table {
  private static let divided = UInt16.max

  /// Of each start the bits 17 to 48, and 49 to 64, from the left.
  private var upperStarts: [UInt32] = [0]
  private var lowerStarts: [UInt16] = [0]
  private var numbers: [UInt16] = [0]
  /// By the upper 16 bits: how many starts lie before the prefix. One more entry than there are prefixes.
  private var directory: [UInt32] = [0]
  private var lastStart: UInt64 = 0

  private var parts: [Part] = []

  private struct Part {
    var high: UInt64
    var low: UInt64
    var number: UInt16
  }

  /// The address after the last range; nil after the very last address.
  private var end: (high: UInt64, low: UInt64)? = (0, 0)
  private var current: UInt16 = 0

  /// Bytes of a line, few enough that the ranges of an ordinary file find room.
  private static let shortLine = 48
  /// No more room than this is taken in advance, whatever a file's length promises.
  private static let mostInAdvance = 1 << 20

  /// An empty table with room for what a text of so many bytes may hold. Room that stays empty takes address
  /// space only; a table that outgrew its room would for a moment be there twice.
  init(textLength: Int = 0) {
    let room = min(max(0, textLength) / Self.shortLine + 1, Self.mostInAdvance)
    upperStarts.reserveCapacity(room)
    lowerStarts.reserveCapacity(room)
    numbers.reserveCapacity(room)
    directory.reserveCapacity(1 << 16 | 1)
  }

  /// False unless the range begins after the last one and does not end before it begins.
  @inline(__always)
  mutating func append(
    _ first: (high: UInt64, low: UInt64), _ last: (high: UInt64, low: UInt64), number: UInt16
  ) -> Bool {
    guard let end, first >= end, first <= last else { return false }
    if first > end { begin(end, number: 0) }
    begin(first, number: number)
    let low = last.low.addingReportingOverflow(1)
    let high = last.high.addingReportingOverflow(low.overflow ? 1 : 0)
    self.end = high.overflow ? nil : (high.partialValue, low.partialValue)
    return true
  }

  @inline(__always)
  private mutating func begin(_ start: (high: UInt64, low: UInt64), number: UInt16) {
    guard number != current || start == (0, 0) else { return }
    if start.low == 0 {
      mark(start.high, number)
    } else {
      divide(start, number)
    }
    current = number
  }

  /// From the network `high` on, `number` holds.
  private mutating func mark(_ high: UInt64, _ number: UInt16) {
    guard lastStart != high else {
      numbers[numbers.count - 1] = number
      return
    }
    while directory.count <= Int(high >> 48) { directory.append(UInt32(numbers.count)) }
    upperStarts.append(UInt32(truncatingIfNeeded: high >> 16))
    lowerStarts.append(UInt16(truncatingIfNeeded: high))
    numbers.append(number)
    lastStart = high
  }

  /// Within the network `start.high`, `number` holds from `start.low` on, and behind it until told else.
  private mutating func divide(_ start: (high: UInt64, low: UInt64), _ number: UInt16) {
    if parts.last?.high != start.high {
      parts.append(Part(high: start.high, low: 0, number: current))
      mark(start.high, Self.divided)
    }
    parts.append(Part(high: start.high, low: start.low, number: number))
    if start.high < .max { mark(start.high + 1, number) }
  }

  /// Ends the building; look-ups are right only after it.
  mutating func finish() {
    if let end { begin(end, number: 0) }
    while directory.count <= 1 << 16 { directory.append(UInt32(numbers.count)) }
  }

  func number(of address: (high: UInt64, low: UInt64)) -> UInt16 {
    let prefix = Int(address.high >> 48)
    guard prefix + 1 < directory.count else { return 0 }
    let rest = (
      UInt32(truncatingIfNeeded: address.high >> 16), UInt16(truncatingIfNeeded: address.high)
    )
    var low = Int(directory[prefix])
    var high = Int(directory[prefix + 1])
    // The first start of the prefix that is above the network; the one before it holds.
    while low < high {
      let middle = (low + high) / 2
      if (upperStarts[middle], lowerStarts[middle]) <= rest {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0 else { return 0 }
    return numbers[low - 1] == Self.divided ? numberOfPart(address) : numbers[low - 1]
  }

  private func numberOfPart(_ address: (high: UInt64, low: UInt64)) -> UInt16 {
    var low = 0
    var high = parts.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if (parts[middle].high, parts[middle].low) <= address {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return parts.isEmpty ? 0 : parts[low].number
  }
}
