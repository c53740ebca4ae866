/// Which IPv4 address belongs to which place number: the sorted starts of all ranges, behind a directory by
/// the upper 16 bits (DIR-16). It says where the starts of a prefix stand, so that of each start only the
/// lower 16 bits are kept, and a look-up compares a handful of neighbours only.
struct IPv4Table {
  /// The lower half of each start.
  private var starts: [UInt16] = [0]
  private var numbers: [UInt16] = [0]
  /// By the upper 16 bits: how many starts lie before the prefix. One more entry than there are prefixes.
  private var directory: [UInt32] = [0]
  private var lastStart: UInt32 = 0

  /// Where the last range ends, plus one; ranges come in ascending order.
  private var end: UInt64 = 0

  /// Bytes of a line, few enough that the ranges of an ordinary file find room.
  private static let shortLine = 24
  /// No more room than this is taken in advance, whatever a file's length promises.
  private static let mostInAdvance = 1 << 20

  /// An empty table with room for what a text of so many bytes may hold. Room that stays empty takes address
  /// space only; a table that outgrew its room would for a moment be there twice.
  init(textLength: Int = 0) {
    let room = min(max(0, textLength) / Self.shortLine + 1, Self.mostInAdvance)
    starts.reserveCapacity(room)
    numbers.reserveCapacity(room)
    directory.reserveCapacity(1 << 16 | 1)
  }

  /// False unless the range begins after the last one and does not end before it begins.
  @inline(__always)
  mutating func append(_ first: UInt32, _ last: UInt32, number: UInt16) -> Bool {
    guard UInt64(first) >= end, first <= last else { return false }
    if UInt64(first) > end { begin(UInt32(truncatingIfNeeded: end), number: 0) }
    begin(first, number: number)
    end = UInt64(last) + 1
    return true
  }

  @inline(__always)
  private mutating func begin(_ start: UInt32, number: UInt16) {
    let top = numbers.count - 1
    if lastStart == start {
      numbers[top] = number
    } else if numbers[top] != number {
      while directory.count <= Int(start >> 16) { directory.append(UInt32(starts.count)) }
      starts.append(UInt16(truncatingIfNeeded: start))
      numbers.append(number)
      lastStart = start
    }
  }

  /// Ends the building; look-ups are right only after it.
  mutating func finish() {
    if end <= UInt64(UInt32.max) { begin(UInt32(end), number: 0) }
    while directory.count <= 1 << 16 { directory.append(UInt32(starts.count)) }
  }

  func number(of address: UInt32) -> UInt16 {
    let prefix = Int(address >> 16)
    guard prefix + 1 < directory.count else { return 0 }
    let rest = UInt16(truncatingIfNeeded: address)
    var low = Int(directory[prefix])
    var high = Int(directory[prefix + 1])
    // The first start of the prefix that is above the address; the one before it holds.
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= rest { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : numbers[low - 1]
  }
}
