/// A set of bytes.
struct ByteSet: Hashable, Sendable {
  private var words = SIMD4<UInt64>()

  init() {}

  init(_ range: ClosedRange<UInt8>) {
    for byte in range { insert(byte) }
  }

  /// All bytes but line ends: what `.` stands for.
  static let any = ByteSet(UInt8(ascii: "\n")...UInt8(ascii: "\n")).inverted
  static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
  static let space = [9, 10, 11, 12, 13, 32].reduce(into: ByteSet()) { $0.insert($1) }
  /// Letters, digits and the underscore.
  static let word: ByteSet = {
    var set = digits
    set.formUnion(ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z")))
    set.formUnion(ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z")))
    set.insert(UInt8(ascii: "_"))
    return set
  }()

  func contains(_ byte: UInt8) -> Bool {
    words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
  }

  mutating func insert(_ byte: UInt8) {
    words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  mutating func formUnion(_ other: ByteSet) { words |= other.words }

  var inverted: ByteSet {
    var set = self
    set.words = ~words
    return set
  }

  /// With the other case of each letter.
  var ignoringCase: ByteSet {
    var set = self
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z")
    where contains(byte) || contains(byte ^ 0x20) {
      set.insert(byte)
      set.insert(byte ^ 0x20)
    }
    return set
  }

  /// The bytes in ascending order.
  var bytes: [UInt8] { (UInt8.min...UInt8.max).filter(contains) }
}
