/// A link-layer address of 48 bits (Ethernet, 802.11). It never leaves the agent.
public struct MACAddress: Hashable, Sendable {
  /// The address in the lower 48 bits, the first octet highest.
  public let bits: UInt64

  /// Takes the lower 48 bits of `bits`.
  @inline(__always)
  public init(_ bits: UInt64) {
    self.bits = bits & 0xffff_ffff_ffff
  }

  /// ff:ff:ff:ff:ff:ff
  public static let broadcast = MACAddress(0xffff_ffff_ffff)
}

extension MACAddress: CustomStringConvertible {
  /// Six pairs of lower-case hexadecimal digits with colons between them.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for shift in stride(from: 40, through: 0, by: -8) {
      let octet = Int(bits >> UInt64(shift)) & 0xff
      if !text.isEmpty { text.append(UInt8(ascii: ":")) }
      text.append(digits[octet >> 4])
      text.append(digits[octet & 15])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
