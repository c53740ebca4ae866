public import CensusCapture

/// The prefixes that are local beside the blocks that always are (private, link-local, loopback).
public struct LocalNetworks: Sendable {
  private let prefixes: [AddressPrefix]

  /// `prefixes` are the ones that the user names with `--lan`.
  public init(_ prefixes: [AddressPrefix] = []) {
    self.prefixes = prefixes
  }

  /// Whether `address` is one of the local network.
  public func isLocal(_ address: IPAddress) -> Bool {
    if case .local = classify(address) { true } else { false }
  }

  func classify(_ address: IPAddress) -> AddressClass {
    let kind = AddressClass(address)
    switch kind {
    case .multicast, .limitedBroadcast, .unspecified, .local:
      return kind
    case .reserved, .global:
      let plain = address.withoutMapping
      let isNamed = prefixes.contains { $0.contains(address) || $0.contains(plain) }
      return isNamed ? .local : kind
    }
  }
}
