public import CensusCapture

/// A block of addresses, as `--lan` takes it: `192.0.2.0/24`, `2001:db8:1::/48`, or one address.
public struct AddressPrefix: Hashable, Sendable {
  private let base: IPAddress
  private let length: Int

  /// Nil unless `text` is an address, or one and a length in bits after a slash.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2,
      let address = AddressText.address(first)
    else { return nil }
    let width = address.version == .v4 ? 32 : 128
    guard parts.count == 2 else {
      base = address
      length = width
      return
    }
    guard let length = Int(parts[1]), (0...width).contains(length) else { return nil }
    self.base = address
    self.length = length
  }

  /// Whether `address`, which is of the same version as the prefix, lies in the block.
  public func contains(_ address: IPAddress) -> Bool {
    guard address.version == base.version else { return false }
    guard address.version == .v6 else {
      return length == 0 || (address.low ^ base.low) >> UInt64(32 - length) == 0
    }
    let highLength = min(length, 64)
    let lowLength = length - highLength
    return (highLength == 0 || (address.high ^ base.high) >> UInt64(64 - highLength) == 0)
      && (lowLength == 0 || (address.low ^ base.low) >> UInt64(64 - lowLength) == 0)
  }
}

extension AddressPrefix {
  /// Whether an address is in one of `prefixes`, for what admits some senders only; nil, which admits all,
  /// where there is none.
  public static func admission(prefixes: [AddressPrefix]) -> ((IPAddress) -> Bool)? {
    prefixes.isEmpty ? nil : { address in prefixes.contains { $0.contains(address) } }
  }
}
