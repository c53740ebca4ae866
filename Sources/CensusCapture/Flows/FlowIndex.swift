import SystemPrefetch

/// Finds a flow's number by its hash: open addressing with linear probing, eight bytes a slot.
///
/// A slot holds 32 bits of the hash, whose lower ones are also the slot's home, and the flow's number
/// plus one; 0 is free. Removal shifts back what follows, so that no tombstones pile up.
struct FlowIndex {
  private var slots = [UInt64](repeating: 0, count: 4096)
  private var used = 0

  private var mask: Int { slots.count &- 1 }

  /// The slot at which the search for `hash` begins.
  @inline(__always)
  func home(of hash: UInt32) -> Int { Int(hash) & (slots.count &- 1) }

  /// The flow in the slot and its hash; nil where the slot is free.
  @inline(__always)
  func entry(at slot: Int) -> (hash: UInt32, flow: Int)? {
    let entry = slots[slot]
    guard entry != 0 else { return nil }
    return (UInt32(truncatingIfNeeded: entry >> 32), Int(UInt32(truncatingIfNeeded: entry)) &- 1)
  }

  @inline(__always)
  func slot(after slot: Int) -> Int { (slot &+ 1) & (slots.count &- 1) }

  /// Asks for the memory of the slot where the search begins, and does not wait for it.
  @inline(__always)
  func prefetch(_ hash: UInt32) {
    // Safe: the slot lies within the array, and nothing is read.
    unsafe slots.withUnsafeBufferPointer { slots in
      guard let begin = slots.baseAddress else { return }
      unsafe system_prefetch(begin + home(of: hash))
    }
  }

  /// The first flow with the same 32 bits of hash; -1 where there is none.
  @inline(__always)
  func likelyFlow(of hash: UInt32) -> Int {
    var slot = home(of: hash)
    while true {
      let entry = slots[slot]
      if entry == 0 || UInt32(truncatingIfNeeded: entry >> 32) == hash {
        return Int(UInt32(truncatingIfNeeded: entry)) &- 1
      }
      slot = self.slot(after: slot)
    }
  }

  mutating func insert(hash: UInt32, flow: Int) {
    if (used + 1) * 8 > slots.count * 7 { grow() }
    place(UInt64(hash) << 32 | UInt64(flow + 1))
    used += 1
  }

  mutating func remove(hash: UInt32, flow: Int) {
    var hole = home(of: hash)
    while let entry = entry(at: hole), entry.flow != flow { hole = slot(after: hole) }
    guard slots[hole] != 0 else { return }
    var next = slot(after: hole)
    while let entry = entry(at: next) {
      // An entry may fill the hole unless its home lies behind the hole.
      if (next &- home(of: entry.hash)) & mask >= (next &- hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = slot(after: next)
    }
    slots[hole] = 0
    used -= 1
  }

  private mutating func place(_ entry: UInt64) {
    var slot = home(of: UInt32(truncatingIfNeeded: entry >> 32))
    while slots[slot] != 0 { slot = self.slot(after: slot) }
    slots[slot] = entry
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 { place(entry) }
  }
}
