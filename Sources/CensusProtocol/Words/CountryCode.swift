/// An ISO 3166-1 alpha-2 country code as a geo database gives it: two upper-case ASCII characters.
///
/// Databases also use a few codes outside ISO 3166-1 (`EU` for an address that is registered for
/// Europe at large, `AP` for Asia and the Pacific, `A1`); they are kept as given, since correcting
/// them would invent data. `HK`, `MO` and `TW` are codes of their own.
public struct CountryCode: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let packed: UInt16

  /// Nil unless `text` is an upper-case letter followed by an upper-case letter or a digit.
  public init?(_ text: some StringProtocol) {
    var bytes = text.utf8.makeIterator()
    guard let first = bytes.next(), let second = bytes.next(), bytes.next() == nil else {
      return nil
    }
    self.init(ascii: first, second)
  }

  /// Nil unless the two bytes are an upper-case letter followed by an upper-case letter or a digit.
  public init?(ascii first: UInt8, _ second: UInt8) {
    let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard letters.contains(first), letters.contains(second) || digits.contains(second) else {
      return nil
    }
    packed = UInt16(first) << 8 | UInt16(second)
  }

  public var description: String {
    String(decoding: [UInt8(packed >> 8), UInt8(packed & 0xff)], as: UTF8.self)
  }

  public static func < (left: CountryCode, right: CountryCode) -> Bool {
    left.packed < right.packed
  }
}
