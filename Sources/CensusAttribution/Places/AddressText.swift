import CensusCapture

/// Reads the text forms of addresses: dotted IPv4, and IPv6 as RFC 4291 section 2.2 allows it.
enum AddressText {
  static func address(_ text: some StringProtocol) -> IPAddress? {
    let bytes = Array(text.utf8)
    return address(bytes.span)
  }

  private static func address(_ text: Span<UInt8>) -> IPAddress? {
    for index in text.indices where text[index] == UInt8(ascii: ":") {
      guard let (high, low) = ipv6(text, 0..<text.count) else { return nil }
      return IPAddress(v6: high, low)
    }
    return dotted(text, 0..<text.count).map { IPAddress(v4: $0) }
  }

  /// Four decimal numbers up to 255 with dots between them.
  static func dotted(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt32? {
    var bits: UInt32 = 0
    var number: UInt32 = 0
    var digits = 0
    var numbers = 1
    for index in range {
      let byte = text[index]
      if byte == UInt8(ascii: ".") {
        guard digits > 0, numbers < 4 else { return nil }
        bits = bits << 8 | number
        (number, digits, numbers) = (0, 0, numbers + 1)
      } else {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), digits < 3 else { return nil }
        number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
        guard number <= 255 else { return nil }
        digits += 1
      }
    }
    return digits > 0 && numbers == 4 ? bits << 8 | number : nil
  }

  /// Eight groups of up to four hexadecimal digits, one run of zero groups left out as `::`, the last two
  /// groups possibly a dotted IPv4 address.
  @inline(__always)
  static func ipv6(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) -> (high: UInt64, low: UInt64)? {
    var (high, low): (UInt64, UInt64) = (0, 0)
    var group: UInt64 = 0
    var digits = 0
    var groups = 0
    // What stood before `::`, and how many groups.
    var head: (high: UInt64, low: UInt64, groups: Int)?
    var index = range.lowerBound
    var groupBegin = index
    while index < range.upperBound {
      let byte = text[index]
      let digit = hexadecimalValue(byte)
      if digit < 16 {
        guard digits < 4 else { return nil }
        group = group << 4 | UInt64(digit)
        digits += 1
        index += 1
        continue
      }
      if byte == UInt8(ascii: ".") {
        guard let dotted = dotted(text, groupBegin..<range.upperBound) else { return nil }
        (high, low) = (high << 32 | low >> 32, low << 32 | UInt64(dotted))
        groups += 2
        digits = 0
        index = range.upperBound
        break
      }
      guard byte == UInt8(ascii: ":"), groups < 8 else { return nil }
      if digits > 0 {
        (high, low) = (high << 16 | low >> 48, low << 16 | group)
        groups += 1
        (group, digits) = (0, 0)
      } else if index == range.lowerBound {
        guard index + 1 < range.upperBound, text[index + 1] == byte else { return nil }
      }
      index += 1
      if index < range.upperBound, text[index] == UInt8(ascii: ":") {
        guard head == nil else { return nil }
        head = (high, low, groups)
        (high, low, groups) = (0, 0, 0)
        index += 1
      } else if index == range.upperBound {
        return nil  // a single colon at the end
      }
      groupBegin = index
    }
    if digits > 0 {
      (high, low) = (high << 16 | low >> 48, low << 16 | group)
      groups += 1
    }
    guard let head else { return groups == 8 ? (high, low) : nil }
    guard head.groups + groups < 8 else { return nil }
    let shifted = shift(head.high, head.low, groups: 8 - head.groups)
    return (shifted.high | high, shifted.low | low)
  }

  /// Moves 128 bits up by so many groups of 16 bits.
  @inline(__always)
  private static func shift(
    _ high: UInt64, _ low: UInt64, groups: Int
  ) -> (high: UInt64, low: UInt64) {
    let bits = UInt64(groups * 16)
    if bits >= 128 { return (0, 0) }
    if bits >= 64 { return (low << (bits - 64), 0) }
    if bits == 0 { return (high, low) }
    return (high << bits | low >> (64 - bits), low << bits)
  }

  /// The value of a byte as a hexadecimal digit; 16 or more for what is none.
  @inline(__always)
  private static func hexadecimalValue(_ byte: UInt8) -> UInt8 {
    let digit = byte &- UInt8(ascii: "0")
    if digit < 10 { return digit }
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? letter + 10 : .max
  }
}
