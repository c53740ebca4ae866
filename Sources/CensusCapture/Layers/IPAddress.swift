/// An IPv4 or IPv6 address, as a number. It never leaves the agent, nor the attribution room.
public struct IPAddress: Hashable, Sendable {
  /// Which protocol the address belongs to. An IPv4-mapped IPv6 address is an IPv6 address.
  public enum Version: UInt8, Sendable {
    /// 32 bits, in `low`.
    case v4 = 4
    /// 128 bits.
    case v6 = 6
  }

  /// The upper 64 bits; 0 for IPv4.
  public let high: UInt64
  /// The lower 64 bits; for IPv4 the 32 bits of the address.
  public let low: UInt64
  /// The protocol.
  public let version: Version

  /// An IPv4 address of 32 bits, the first octet highest.
  @inline(__always)
  public init(v4 bits: UInt32) {
    high = 0
    low = UInt64(bits)
    version = .v4
  }

  /// An IPv6 address of 128 bits, the first octet highest.
  @inline(__always)
  public init(v6 high: UInt64, _ low: UInt64) {
    self.high = high
    self.low = low
    version = .v6
  }

  @inline(__always)
  init(high: UInt64, low: UInt64, version: Version) {
    self.high = high
    self.low = low
    self.version = version
  }
}
