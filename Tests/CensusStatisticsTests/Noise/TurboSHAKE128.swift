/// The stream of TurboSHAKE128 (RFC 9861, section 2) as a generator that gives 4 bytes a draw: the one from
/// which published samples of the discrete Gaussian were drawn.
struct TurboSHAKE128: RandomNumberGenerator {
  private static let rate = 168
  private var state = [UInt64](repeating: 0, count: 25)
  private var offset = 0

  /// Absorbs a message that is shorter than the rate.
  init(message: [UInt8], domain: UInt8) {
    precondition(message.count < Self.rate - 1)
    var block = message + [domain]
    block += [UInt8](repeating: 0, count: Self.rate - block.count)
    block[Self.rate - 1] ^= 0x80
    for (index, byte) in block.enumerated() {
      state[index / 8] ^= UInt64(byte) << UInt64(8 * (index % 8))
    }
    permute()
  }

  mutating func next() -> UInt64 {
    if offset == Self.rate {
      permute()
      offset = 0
    }
    defer { offset += 4 }
    return state[offset / 8] >> UInt64(8 * (offset % 8)) & 0xffff_ffff
  }

  /// The first `count` bytes of the stream.
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count / 4).flatMap { _ in
      let word = next()
      return (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
    }
  }

  /// The last 12 of Keccak-f[1600]'s rounds (FIPS 202, section 3).
  private mutating func permute() {
    for constant in Self.roundConstants { round(constant) }
  }

  private mutating func round(_ constant: UInt64) {
    var columns = [UInt64](repeating: 0, count: 5)
    for index in 0..<25 { columns[index % 5] ^= state[index] }
    for index in 0..<25 {
      let x = index % 5
      state[index] ^= columns[(x + 4) % 5] ^ Self.rotated(columns[(x + 1) % 5], by: 1)
    }
    var moved = state
    for x in 0..<5 {
      for y in 0..<5 {
        moved[y + 5 * ((2 * x + 3 * y) % 5)] = Self.rotated(
          state[x + 5 * y], by: Self.rotations[x][y])
      }
    }
    for index in 0..<25 {
      let row = index / 5 * 5
      state[index] =
        moved[index] ^ (~moved[row + (index + 1) % 5] & moved[row + (index + 2) % 5])
    }
    state[0] ^= constant
  }

  private static func rotated(_ word: UInt64, by bits: Int) -> UInt64 {
    bits == 0 ? word : word << UInt64(bits) | word >> UInt64(64 - bits)
  }

  private static let rotations = [
    [0, 36, 3, 41, 18], [1, 44, 10, 45, 2], [62, 6, 43, 15, 61], [28, 55, 25, 21, 56],
    [27, 20, 39, 8, 14],
  ]

  private static let roundConstants: [UInt64] = [
    0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
    0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
  ]
}
