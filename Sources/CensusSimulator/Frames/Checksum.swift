/// The internet checksum of `bytes`: RFC 1071.
func internetChecksum(_ bytes: [UInt8]) -> UInt16 {
  var sum: UInt32 = 0
  for index in stride(from: 0, to: bytes.count, by: 2) {
    let low = index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0
    sum += UInt32(bytes[index]) << 8 | low
    // Folded at once, so that no packet is too long for 32 bits.
    sum = (sum & 0xffff) + (sum >> 16)
  }
  return ~UInt16(truncatingIfNeeded: sum)
}

extension FixedWidthInteger {
  /// In network order.
  var networkBytes: [UInt8] {
    stride(from: Self.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: self >> Self($0))
    }
  }
}

extension [UInt8] {
  /// The bytes with `checksum` in the two bytes at `offset`.
  func with(checksum: UInt16, at offset: Int) -> [UInt8] {
    var bytes = self
    bytes.replaceSubrange(offset..<offset + 2, with: checksum.networkBytes)
    return bytes
  }
}
