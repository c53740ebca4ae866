/// Which IPv4 address belongs to which place number: the sorted starts of all ranges, and a directory by
/// the upper 16 bits (DIR-16), so that a look-up compares a handful of neighbours only.
struct IPv4Table {
  private var starts: [UInt32] = [0]
  private var numbers: [UInt16] = [0]
  private var directory: [UInt32] = []

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
    if starts[top] == start {
      numbers[top] = number
    } else if numbers[top] != number {
      starts.append(start)
      numbers.append(number)
    }
  }

  /// Ends the building; look-ups are right only after it.
  mutating func finish() {
    if end <= UInt64(UInt32.max) { begin(UInt32(end), number: 0) }
    directory = [UInt32](repeating: 0, count: 65_537)
    var position = 0
    for prefix in 0..<65_536 {
      let first = UInt32(prefix) << 16
      while position + 1 < starts.count, starts[position + 1] <= first { position += 1 }
      directory[prefix] = UInt32(position)
    }
    directory[65_536] = UInt32(starts.count - 1)
  }

  func number(of address: UInt32) -> UInt16 {
    let prefix = Int(address >> 16)
    guard prefix + 1 < directory.count else { return 0 }
    var low = Int(directory[prefix])
    var high = Int(directory[prefix + 1])
    // The last start that is not above the address.
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= address { low = middle } else { high = middle - 1 }
    }
    return numbers[low]
  }
}
