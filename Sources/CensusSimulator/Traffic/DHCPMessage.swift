/// DHCP messages: RFC 2131, section 2; options: RFC 2132.
enum DHCPMessage {
  /// Option 53.
  enum Kind: UInt8 {
    case discover = 1
    case offer = 2
    case request = 3
    case acknowledgement = 5

    var isFromClient: Bool { self == .discover || self == .request }
  }

  /// A message about the unit's address: the client's carry its host name (12), what it wants to know
  /// (55) and its vendor class (60), the server's the subnet mask (1) and the router (3).
  static func bytes(_ kind: Kind, from unit: Station) -> [UInt8] {
    let assigned = kind.isFromClient ? InternetAddress.unspecifiedFour : unit.four
    let fixed: [UInt8] =
      [kind.isFromClient ? 1 : 2, 1, 6, 0, 0x53, 0x49, 0x4d, 0x31, 0, 0, 0, 0]
      + [0, 0, 0, 0] + assigned.bytes + [0, 0, 0, 0, 0, 0, 0, 0] + unit.ethernet.bytes
    let options =
      kind.isFromClient
      ? option(12, Array(unit.name.utf8)) + option(55, [1, 3, 6, 15, 26, 28, 51, 58, 59, 43])
        + option(60, Array("SIMULATED-dhcp".utf8))
      : option(54, BenchNetwork.router.four.bytes) + option(51, UInt32(86_400).networkBytes)
        + option(1, [255, 255, 255, 0]) + option(3, BenchNetwork.router.four.bytes)
    // 236 bytes of fixed fields, then the magic cookie.
    return fixed + Array(repeating: 0, count: 236 - fixed.count) + [99, 130, 83, 99]
      + option(53, [kind.rawValue]) + options + [255]
  }

  private static func option(_ code: UInt8, _ value: [UInt8]) -> [UInt8] {
    [code, UInt8(value.count)] + value
  }
}
