/// The simulator's only source of chance: SplitMix64 (Steele, Lea and Flood, "Fast Splittable
/// Pseudorandom Number Generators", OOPSLA 2014), which is the same on every machine and in every
/// version of Swift, unlike `SystemRandomNumberGenerator` and `Int.random(in:)`.
///
/// Each part of a simulation draws from a stream of its own, named by a label, so that a change to
/// one kind of traffic leaves all others as they were.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The stream that `label` names under `seed`.
  init(seed: UInt64, label: String) {
    // FNV-1a, 64 bit (draft-eastlake-fnv): its offset basis and prime.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    var mixer = SplitMix64(seed: seed ^ hash)
    state = mixer.next()
  }

  /// Uniform over all 64-bit values; the constants are those of the paper.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number of `range`. The bias is below 2^-32 for ranges of fewer than 2^32 numbers, which is
  /// no matter for traffic.
  mutating func number(in range: ClosedRange<Int64>) -> Int64 {
    let count = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int64(next().multipliedFullWidth(by: count).high)
  }

  /// True once in `count` times on average.
  mutating func isOne(in count: Int64) -> Bool { number(in: 1...count) == 1 }

  /// `count` bytes.
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 56) }
  }
}
