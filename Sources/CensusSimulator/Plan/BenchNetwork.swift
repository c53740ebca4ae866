/// A host on the bench's network.
struct Station: Hashable {
  let name: String
  let ethernet: EthernetAddress
  let four: InternetAddress
  /// Link-local (RFC 4291, section 2.5.6).
  let linkLocal: InternetAddress
  /// In the network's global prefix.
  let global: InternetAddress

  /// The station with this number on the network: its addresses follow from it.
  init(name: String, ethernet: EthernetAddress, number: UInt8) {
    self.name = name
    self.ethernet = ethernet
    four = .four(192, 168, 77, number)
    linkLocal = .six(0xfe80, 0, 0, 0, 0, 0, 0x77, UInt16(number))
    global = .six(
      BenchNetwork.globalPrefix, 0x0000_0000_0077_0000 | UInt64(number))
  }

  /// The station's address that a packet to `remote` comes from.
  func address(towards remote: InternetAddress) -> InternetAddress {
    switch remote {
    case .four: four
    case .six: global
    }
  }
}

/// The bench: a router, an access point that only talks to its own network, and, in one phase that is
/// void for it, a computer that somebody forgot to take off the network.
enum BenchNetwork {
  /// The upper 64 bits of the network's global IPv6 addresses, and the prefix as `session.json`
  /// names it. It is one of those kept for documentation (RFC 3849), so it is nobody's.
  static let globalPrefix: UInt64 = 0x2001_0db8_5e55_0077
  static let globalPrefixText = "2001:db8:5e55:77::/64"

  static let router = Station(
    name: "simulated-router", ethernet: EthernetAddress(bytes: [2, 0, 0x5e, 0x77, 0, 1]), number: 1)
  static let accessPoint = Station(
    name: "simulated-access-point", ethernet: EthernetAddress(bytes: [2, 0, 0x5e, 0x77, 0, 2]),
    number: 2)
  static let otherClient = Station(
    name: "simulated-other-client", ethernet: EthernetAddress(bytes: [2, 0, 0x5e, 0x77, 0, 3]),
    number: 33)

  /// The address that means every host of the IPv4 network.
  static let subnetBroadcast = InternetAddress.four(192, 168, 77, 255)
}
