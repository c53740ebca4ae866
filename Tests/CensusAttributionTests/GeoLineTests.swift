import CensusCapture
import TestSupport
import Testing

@testable import CensusAttribution

@Suite("lines of a geo file, several bytes at a time")
struct GeoLineTests {
  private static let behind = String(repeating: "#", count: GeoLine.room)

  @Test("decimal numbers are what they are byte by byte", arguments: 0..<4)
  func decimals(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let interesting: [UInt64] = [
      0, 9, 10, 9_999_999, 10_000_000, 99_999_999, 100_000_000, 999_999_999, 1_000_000_000,
      4_294_967_295, 4_294_967_296, 9_999_999_999, 10_000_000_000,
    ]
    let random = (0..<2_000).map { _ in
      UInt64.random(in: 0...UInt64.max, using: &generator)
        >> UInt64.random(in: 30...63, using: &generator)
    }
    for value in interesting + random {
      let digits = String(value)
      let bytes = Array((digits + ",1,AU\n" + Self.behind).utf8)
      let found = GeoLine.decimal(bytes.span.bytes, from: 0)
      let expected = digits.count <= 10 ? UInt32(exactly: value) : nil
      #expect(found?.value == expected, "\(digits)")
      if expected != nil { #expect(found?.comma == digits.utf8.count, "\(digits)") }
    }
  }

  @Test(
    "what is no number is left alone", arguments: ["", ",", "x,", "1x,", "12345678x,", "1234567:,"])
  func noDecimal(text: String) {
    let bytes = Array((text + Self.behind).utf8)
    #expect(GeoLine.decimal(bytes.span.bytes, from: 0) == nil)
  }

  @Test("an IPv6 address is what it is byte by byte, or is left to be read so", arguments: 0..<4)
  func addresses(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var read = 0
    for _ in 0..<5_000 {
      let text = Self.address(using: &generator)
      let bytes = Array((text + ",AU\n" + Self.behind).utf8)
      let end = text.utf8.count
      guard let found = GeoLine.ipv6(bytes.span.bytes, from: 0) else { continue }
      read += 1
      let expected = AddressText.ipv6(bytes.span, 0..<end)
      #expect(expected.map { $0 == found.address } == true, "\(text)")
      #expect(found.comma == end, "\(text)")
    }
    #expect(read > 1_000)
  }

  /// One to nine groups, those of ones and the shortened end being frequent, as in such files.
  private static func address(using generator: inout SeededGenerator) -> String {
    let count = Int.random(in: 1...9, using: &generator)
    var groups = (0..<count).map { _ in
      String(UInt32.random(in: 0...0x1_2fff, using: &generator), radix: 16)
    }
    let ones = Int.random(in: 0...count, using: &generator)
    for index in groups.indices.suffix(ones) { groups[index] = "ffff" }
    return groups.joined(separator: ":") + (Bool.random(using: &generator) ? "::" : "")
  }
}
