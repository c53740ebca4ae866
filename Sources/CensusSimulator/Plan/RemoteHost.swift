import CensusProtocol

/// A server on the internet that the simulated units talk to.
///
/// The addresses are real ones, so that a real geo database answers for them. They were chosen deep
/// inside large, old ranges of universities and carriers, whose country does not change from one
/// edition to the next; a test compares them with the installed edition. Nobody is ever contacted:
/// the addresses stand in files only.
struct RemoteHost: Hashable {
  /// The name that the units look up; `.example` is nobody's (RFC 2606).
  let name: String
  let address: InternetAddress
  /// ISO 3166-1 alpha-2.
  let country: String
  /// The time that a packet needs from the access point to the host and back.
  let roundTripMilliseconds: Int64

  /// The country as a place of the contract.
  var place: Place { Place(country) ?? .unknown }
}

extension RemoteHost {
  static let callerTLS = RemoteHost(
    name: "collect.simulated-caller.example", address: .four(42, 62, 48, 100), country: "CN",
    roundTripMilliseconds: 62)
  static let callerTLSSix = RemoteHost(
    name: "collect6.simulated-caller.example",
    address: .six(0x2409, 0x8000, 0, 0, 0, 0, 0, 0x64), country: "CN", roundTripMilliseconds: 66)
  static let callerQUIC = RemoteHost(
    name: "report.simulated-caller.example", address: .four(111, 13, 141, 31), country: "CN",
    roundTripMilliseconds: 71)
  static let callerContent = RemoteHost(
    name: "content.simulated-caller.example", address: .four(137, 132, 21, 27), country: "SG",
    roundTripMilliseconds: 38)
  static let callerHongKong = RemoteHost(
    name: "update.simulated-caller.example", address: .four(147, 8, 17, 17), country: "HK",
    roundTripMilliseconds: 29)
  static let referenceContent = RemoteHost(
    name: "content.simulated-reference.example", address: .four(17, 253, 4, 125), country: "US",
    roundTripMilliseconds: 184)
  static let referenceSix = RemoteHost(
    name: "sync.simulated-reference.example",
    address: .six(0x2001, 0x0638, 0x0610, 0xbe01, 0, 0, 0, 0x108), country: "DE",
    roundTripMilliseconds: 201)
  static let operatorPortal = RemoteHost(
    name: "portal.simulated.example", address: .four(203, 162, 4, 191), country: "VN",
    roundTripMilliseconds: 8)
  static let connectivityCheck = RemoteHost(
    name: "check.simulated.example",
    address: .six(0x2607, 0xf8b0, 0x4005, 0x080a, 0, 0, 0, 0x200e), country: "US",
    roundTripMilliseconds: 47)
  static let push = RemoteHost(
    name: "push.simulated.example", address: .four(17, 57, 145, 20), country: "US",
    roundTripMilliseconds: 178)
  static let resolver = RemoteHost(
    name: "resolver.simulated.example", address: .four(8, 8, 8, 8), country: "US",
    roundTripMilliseconds: 24)
  static let resolverSix = RemoteHost(
    name: "resolver6.simulated.example",
    address: .six(0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8888), country: "US",
    roundTripMilliseconds: 26)
  /// The time servers of a pool: one of them is in China, whoever made the phone.
  static let clocks = [
    RemoteHost(
      name: "0.pool.simulated.example", address: .four(129, 6, 15, 28), country: "US",
      roundTripMilliseconds: 211),
    RemoteHost(
      name: "1.pool.simulated.example", address: .four(202, 112, 31, 197), country: "CN",
      roundTripMilliseconds: 74),
    RemoteHost(
      name: "2.pool.simulated.example", address: .four(131, 188, 3, 220), country: "DE",
      roundTripMilliseconds: 196),
  ]

  /// Every host, for the test that asks the installed geo database.
  static let all =
    [
      callerTLS, callerTLSSix, callerQUIC, callerContent, callerHongKong, referenceContent,
      referenceSix, operatorPortal, connectivityCheck, push, resolver, resolverSix,
    ] + clocks
}
