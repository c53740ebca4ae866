import SystemPrefetch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The flows themselves, in slabs that never move: growing copies nothing, so the peak of memory is what
/// the flows take.
///
/// A flow is found at random, and most of the time of a packet is the way to its flow's memory. So this is
/// one of the few places with memory of its own instead of an array's: a flow fills two cache lines, not
/// parts of three, and a slab is one huge page where the system has them, which spares the processor the
/// walk through the page tables. Measured: huge pages alone are worth one part in twenty of a whole run.
@safe struct FlowStore: ~Copyable {
  private static let slabBits = 14
  private static let slabLength = 1 << slabBits
  /// A huge page of the common processors, in bytes; 16,384 flows of 128 bytes.
  private static let alignment = 2 << 20
  private static let cacheLine = 64

  private var slabs = unsafe [UnsafeMutablePointer<Flow>]()
  private var free: [UInt32] = []
  /// How many flows live.
  private(set) var count = 0
  /// Numbers run from `released` to this; not every one is a live flow.
  private(set) var capacity = 0
  /// Below this number the slabs have been given back.
  private var released = 0

  deinit {
    // Flows are plain values: nothing in them needs an end of its own.
    for first in stride(from: released, to: capacity, by: Self.slabLength) {
      unsafe UnsafeMutableRawPointer(slabs[first >> Self.slabBits]).deallocate()
    }
  }

  /// Safe: every place from `released` to `capacity` was initialised by `insert`, and lies in the slab of its number.
  @inline(__always)
  private func place(_ number: Int) -> UnsafeMutablePointer<Flow> {
    precondition(number >= released && number < capacity)
    return unsafe slabs[number >> Self.slabBits] + (number & (Self.slabLength - 1))
  }

  @inline(__always)
  subscript(number: Int) -> Flow {
    // Not `_read`: the address sanitizer caught Swift 6.3 using what it yields after its end.
    get { unsafe place(number).pointee }
    _modify { yield unsafe &place(number).pointee }
  }

  /// Asks for a flow's memory, and does not wait for it.
  @inline(__always)
  func prefetch(_ number: Int) {
    let flow = unsafe UnsafeRawPointer(place(number))
    // Both of its cache lines. Safe: nothing is read.
    unsafe system_prefetch(flow)
    unsafe system_prefetch(flow + Self.cacheLine)
  }

  mutating func insert(_ flow: Flow) -> Int {
    count += 1
    if let number = free.popLast() {
      self[Int(number)] = flow
      return Int(number)
    }
    if capacity & (Self.slabLength - 1) == 0 { unsafe slabs.append(newSlab()) }
    capacity += 1
    unsafe place(capacity - 1).initialize(to: flow)
    return capacity - 1
  }

  /// Room for `slabLength` flows, of which the system gives memory only as they come.
  private func newSlab() -> UnsafeMutablePointer<Flow> {
    let length = Self.slabLength * MemoryLayout<Flow>.stride
    let slab = UnsafeMutableRawPointer.allocate(byteCount: length, alignment: Self.alignment)
    // The first slab is all that a small gateway needs: there the pages stay small. A system that has
    // no huge pages refuses, and nothing is lost.
    if capacity > 0 { _ = unsafe madvise(slab, length, MADV_HUGEPAGE) }
    return unsafe slab.bindMemory(to: Flow.self, capacity: Self.slabLength)
  }

  /// Gives the slab back whose last flow has `number`, all slabs below it having been given back; does
  /// nothing where `number` is in the middle of one. For the very end, when no flow is looked up any more.
  mutating func release(upTo number: Int) {
    guard number == released + Self.slabLength - 1, number < capacity else { return }
    unsafe UnsafeMutableRawPointer(slabs[number >> Self.slabBits]).deallocate()
    released += Self.slabLength
  }

  mutating func remove(_ number: Int) {
    self[number].marks = []
    free.append(UInt32(number))
    count -= 1
  }
}
