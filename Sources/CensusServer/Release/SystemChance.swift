#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The kernel's random numbers, as many at a time as getentropy(3) gives: the noise of one release takes
/// some ten million, and a call to the kernel for each is most of its time. Every number is handed out once.
struct SystemChance: RandomNumberGenerator {
  /// getentropy gives at most 256 bytes.
  private static let atOnce = 32
  private var numbers = [UInt64](repeating: 0, count: atOnce)
  private var used = atOnce

  mutating func next() -> UInt64 {
    if used == Self.atOnce { refill() }
    defer { used += 1 }
    return numbers[used]
  }

  private mutating func refill() {
    // Safe: the buffer outlives the call, and is told with its own length.
    let isFilled = unsafe numbers.withUnsafeMutableBytes { bytes in
      unsafe getentropy(bytes.baseAddress, bytes.count) == 0
    }
    precondition(isFilled, "the kernel has no random numbers")
    used = 0
  }
}
