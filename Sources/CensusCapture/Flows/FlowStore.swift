/// The flows themselves, in slabs that never move: growing copies nothing, so the peak of memory is what
/// the flows take. A slab is large, so that the system can back it with huge pages: a flow is found at
/// random, and most of the time of a packet is the way to its flow's memory.
struct FlowStore {
  private static let slabBits = 16
  private static let slabLength = 1 << slabBits

  private var slabs: [[Flow]] = []
  private var free: [UInt32] = []
  /// How many flows live.
  private(set) var count = 0
  /// Numbers run from 0 to this; not every one is a live flow.
  private(set) var capacity = 0

  @inline(__always)
  subscript(number: Int) -> Flow {
    // Not `_read`: the address sanitizer caught Swift 6.3 using what it yields after its end.
    get { slabs[number >> Self.slabBits][number & (Self.slabLength - 1)] }
    _modify { yield &slabs[number >> Self.slabBits][number & (Self.slabLength - 1)] }
  }

  /// Brings a flow into the processor's caches; what is returned has no meaning.
  @inline(__always)
  func touch(_ number: Int) -> UInt64 {
    let slab = number >> Self.slabBits
    let place = number & (Self.slabLength - 1)
    // A flow spreads over three cache lines; these fields are in the first, the second and the last.
    return slabs[slab][place].key.lowerLow &+ UInt64(slabs[slab][place].serial)
      &+ UInt64(slabs[slab][place].fromUpper.hour)
  }

  mutating func insert(_ flow: Flow) -> Int {
    count += 1
    if let number = free.popLast() {
      self[Int(number)] = flow
      return Int(number)
    }
    if capacity & (Self.slabLength - 1) == 0 {
      // Reserved, not filled: memory is taken only as flows come.
      var slab: [Flow] = []
      slab.reserveCapacity(Self.slabLength)
      slabs.append(slab)
    }
    slabs[slabs.count - 1].append(flow)
    capacity += 1
    return capacity - 1
  }

  mutating func remove(_ number: Int) {
    self[number].marks = []
    free.append(UInt32(number))
    count -= 1
  }
}
