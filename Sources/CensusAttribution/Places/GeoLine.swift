import CensusCapture

/// A line of a geo text file in the form that nearly all of them have, read several bytes at a time.
///
/// It knows nothing of comments, white space, capital letters or addresses written at length: what it does
/// not recognise is left to `GeoTextReader`, which judges it byte by byte. So it decides no line's fate, it
/// only saves time: half of the start of an agent would else go into looking at single bytes.
enum GeoLine {
  /// At least this many bytes must follow the beginning of a line for it to be read here: two addresses of
  /// 39 characters, two commas, a code and its newline, and what the widest load reads beyond.
  static let room = 128

  /// One end of a range.
  typealias Address = (high: UInt64, low: UInt64)

  /// The decimal number of at most ten digits at `begin`, and the place of the comma behind it; nil where
  /// there is none, or where it is beyond 32 bits. Eight digits are looked at as one number.
  @inline(__always)
  static func decimal(
    _ text: RawSpan, from begin: Int
  ) -> (value: UInt32, comma: Int)? {
    guard let bytes = text.bigEndian64(at: begin) else { return nil }
    // The first digit lowest, so that what is found lowest is found first.
    let digits = bytes.byteSwapped ^ 0x3030_3030_3030_3030
    // Above 9 or above 127; a carry may only mark bytes above one that is marked rightly.
    let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
    var index = begin + others.trailingZeroBitCount >> 3
    guard index > begin else { return nil }
    var value = eightDigits(digits << UInt64((begin + 8 - index) * 8))
    let limit = begin + 11
    while index >= begin + 8, index < limit {
      guard let byte = text.byte(at: index), byte &- UInt8(ascii: "0") < 10 else { break }
      value = value &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
      index += 1
    }
    guard index < limit, text.byte(at: index) == UInt8(ascii: ","), value <= 0xffff_ffff
    else { return nil }
    return (UInt32(truncatingIfNeeded: value), index)
  }

  /// The value of eight decimal digits, one a byte, the first one lowest: pairs, then fours, then all.
  @inline(__always)
  private static func eightDigits(_ digits: UInt64) -> UInt64 {
    let pairs = (digits &* (10 << 8 | 1)) >> 8 & 0x00ff_00ff_00ff_00ff
    let fours = (pairs &* (100 << 16 | 1)) >> 16 & 0x0000_ffff_0000_ffff
    return (fours &* (10_000 << 32 | 1)) >> 32
  }

  /// The IPv6 address at `begin` and the place of the comma behind it, where it is written as one to eight
  /// groups of lower-case digits, the zero groups at its end left out as `::`.
  @inline(__always)
  static func ipv6(
    _ text: RawSpan, from begin: Int
  ) -> (address: Address, comma: Int)? {
    var (high, low): (UInt64, UInt64) = (0, 0)
    var index = begin
    var groups: UInt64 = 0
    while true {
      guard let group = nextGroup(text, at: index) else { return nil }
      if group.length == 0 {
        // The second colon of `::`, with nothing but the comma behind it.
        guard groups > 0, groups < 8, group.isBeforeColon,
          text.byte(at: index + 1) == UInt8(ascii: ",")
        else { return nil }
        let missing = (8 - groups) * 16
        let isLong = missing >= 64
        high = isLong ? low << (missing & 63) : high << missing | low >> (64 - missing)
        low = isLong ? 0 : low << missing
        return ((high, low), index + 1)
      }
      (high, low) = (high << 16 | low >> 48, low << 16 | group.value)
      groups += 1
      index += group.length + 1
      if !group.isBeforeColon {
        guard groups == 8 else { return nil }
        return ((high, low), index - 1)
      }
      guard groups < 8 else { return nil }
      // Most ranges end with whole networks of 48 or 64 bits: five or four groups of ones.
      if groups == 3, isGroupOfOnes(text, at: index), isTailOfOnes(text, at: index + 5) {
        return ((low << 16 | 0xffff, .max), index + 24)
      }
      if groups == 4, isTailOfOnes(text, at: index) {
        return ((low, .max), index + 19)
      }
    }
  }

  /// Whether `ffff:ffff:ffff:ffff,` begins at `index`.
  @inline(__always)
  private static func isTailOfOnes(_ text: RawSpan, at index: Int) -> Bool {
    text.bigEndian64(at: index) == 0x6666_6666_3a66_6666
      && text.bigEndian64(at: index + 8) == 0x663a_6666_6666_3a66
      && text.bigEndian64(at: index + 16).map { $0 >> 32 } == 0x6666_662c
  }

  /// Whether `ffff:` begins at `index`.
  @inline(__always)
  private static func isGroupOfOnes(_ text: RawSpan, at index: Int) -> Bool {
    text.bigEndian64(at: index).map { $0 >> 24 } == 0x66_6666_663a
  }

  /// Up to four lower-case hexadecimal digits at `index` and what ends them, a colon or a comma; nil where
  /// something else stands there. Eight bytes are looked at as one number.
  @inline(__always)
  private static func nextGroup(
    _ text: RawSpan, at index: Int
  ) -> (value: UInt64, length: Int, isBeforeColon: Bool)? {
    guard let bytes = text.bigEndian64(at: index) else { return nil }
    let reversed = bytes.byteSwapped
    // The lowest byte that is equal is found exactly; those above it may be wrong, and do not matter.
    let ends = zeros(reversed ^ 0x3a3a_3a3a_3a3a_3a3a) | zeros(reversed ^ 0x2c2c_2c2c_2c2c_2c2c)
    let length = ends.trailingZeroBitCount >> 3
    guard length <= 4 else { return nil }
    let bits = UInt64(length * 8)
    let isBeforeColon = reversed >> bits & 0xff == 0x3a
    guard length > 0 else { return (0, 0, isBeforeColon) }
    // The digits, filled up with leading noughts to four.
    let digits = UInt32(truncatingIfNeeded: bytes >> (64 - bits) | 0x3030_3030 << bits)
    guard areHexadecimal(digits) else { return nil }
    let nibbles = digits & 0x0f0f_0f0f &+ (digits >> 6 & 0x0101_0101) &* 9
    let pairs = nibbles | nibbles >> 4
    return (UInt64(pairs & 0xff | pairs >> 8 & 0xff00), length, isBeforeColon)
  }

  /// The highest bit of each byte that is 0; bytes above the lowest such one may be marked wrongly
  /// (Warren, Hacker's Delight, section 6-1).
  @inline(__always)
  private static func zeros(_ bytes: UInt64) -> UInt64 {
    (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
  }

  /// Whether all four bytes are `0` to `9` or `a` to `f`. Each comparison is an addition whose carry ends
  /// in the highest bit of its byte.
  @inline(__always)
  private static func areHexadecimal(_ bytes: UInt32) -> Bool {
    guard bytes & 0x8080_8080 == 0 else { return false }
    let notBelow0 = bytes &+ 0x5050_5050
    let above9 = bytes &+ 0x4646_4646
    let notBelowA = bytes &+ 0x1f1f_1f1f
    let aboveF = bytes &+ 0x1919_1919
    return (notBelow0 & ~above9 | notBelowA & ~aboveF) & 0x8080_8080 == 0x8080_8080
  }
}
