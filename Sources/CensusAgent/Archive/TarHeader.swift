/// The header of one file in a tar archive: 512 bytes as POSIX.1-1988 (ustar) has them, with sizes of 8 GiB
/// and more in base 256 as GNU tar writes them.
struct TarHeader: Equatable {
  static let length = 512

  /// At most 100 bytes, of letters, digits, `.`, `-`, `_` and `/`, relative and without `..`.
  let name: String
  /// The file's size in bytes.
  let size: Int64

  private static let largestOctal: Int64 = 0o77777777777

  /// Nil for a name that no archive of ours has.
  init?(name: String, size: Int64) {
    guard (1...100).contains(name.utf8.count), size >= 0, Self.isSafe(name) else { return nil }
    self.name = name
    self.size = size
  }

  private static func isSafe(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "/"):
        true
      default: false
      }
    }
      && name.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }

  var bytes: [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.length)
    func put(_ text: [UInt8], at offset: Int) {
      for (index, byte) in text.enumerated() { block[offset + index] = byte }
    }
    put(Array(name.utf8), at: 0)
    put(Self.octal(0o400, 7), at: 100)
    put(Self.octal(0, 7), at: 108)
    put(Self.octal(0, 7), at: 116)
    put(size <= Self.largestOctal ? Self.octal(size, 11) : Self.base256(size), at: 124)
    put(Self.octal(0, 11), at: 136)
    put(Array("        ".utf8), at: 148)
    put([UInt8(ascii: "0")], at: 156)
    put(Array("ustar\u{0}00".utf8), at: 257)
    let sum = block.reduce(0) { $0 + Int64($1) }
    put(Self.octal(sum, 6) + [0, UInt8(ascii: " ")], at: 148)
    return block
  }

  /// Nil for anything but a regular file's header with the right checksum.
  init?(reading block: ArraySlice<UInt8>) {
    let block = Array(block)
    guard block.count == Self.length, Array(block[257..<262]) == Array("ustar".utf8),
      block[156] == UInt8(ascii: "0") || block[156] == 0,
      let claimed = Self.number(block[148..<156])
    else { return nil }
    let sum = block.enumerated().reduce(0) { sum, byte in
      sum + ((148..<156).contains(byte.offset) ? 32 : Int64(byte.element))
    }
    guard claimed == sum, block[345] == 0, let size = Self.number(block[124..<136]) else {
      return nil
    }
    self.init(name: String(decoding: block[..<100].prefix { $0 != 0 }, as: UTF8.self), size: size)
  }

  private static func octal(_ number: Int64, _ digits: Int) -> [UInt8] {
    let text = String(number, radix: 8)
    return Array((String(repeating: "0", count: max(0, digits - text.utf8.count)) + text).utf8)
  }

  private static func base256(_ number: Int64) -> [UInt8] {
    [0x80, 0, 0, 0]
      + (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
    if field.first == 0x80 {
      let digits = field.suffix(8)
      guard field.dropFirst().dropLast(8).allSatisfy({ $0 == 0 }) else { return nil }
      let value = digits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int64(exactly: value)
    }
    let text = field.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
    guard !text.isEmpty, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) })
    else { return nil }
    return Int64(String(decoding: text, as: UTF8.self), radix: 8)
  }
}
