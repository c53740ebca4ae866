/// An Ethernet address.
struct EthernetAddress: Hashable {
  let bytes: [UInt8]

  static let everyone = EthernetAddress(bytes: [0xff, 0xff, 0xff, 0xff, 0xff, 0xff])

  /// The address to which frames for an IP multicast group are sent: RFC 1112, section 6.4 and
  /// RFC 2464, section 7.
  static func group(_ address: InternetAddress) -> EthernetAddress {
    let bytes = address.bytes
    return switch address {
    case .four: EthernetAddress(bytes: [0x01, 0x00, 0x5e, bytes[1] & 0x7f, bytes[2], bytes[3]])
    case .six: EthernetAddress(bytes: [0x33, 0x33] + bytes[12...])
    }
  }

  /// Six pairs of hexadecimal digits, such as `02:00:5e:10:00:01`.
  var text: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }
}

/// An IPv4 or IPv6 address.
enum InternetAddress: Hashable {
  case four(UInt8, UInt8, UInt8, UInt8)
  /// The upper and the lower 64 bits.
  case six(UInt64, UInt64)

  /// IPv6 written in its eight groups.
  static func six(
    _ first: UInt16, _ second: UInt16, _ third: UInt16, _ fourth: UInt16,
    _ fifth: UInt16, _ sixth: UInt16, _ seventh: UInt16, _ eighth: UInt16
  ) -> InternetAddress {
    func joined(_ groups: [UInt16]) -> UInt64 { groups.reduce(0) { $0 << 16 | UInt64($1) } }
    return .six(
      joined([first, second, third, fourth]), joined([fifth, sixth, seventh, eighth]))
  }

  /// In network order.
  var bytes: [UInt8] {
    switch self {
    case .four(let first, let second, let third, let fourth): [first, second, third, fourth]
    case .six(let upper, let lower):
      [upper, lower].flatMap { half in
        (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * $0)) }
      }
    }
  }

  /// The group in which the owner of an IPv6 address listens for neighbour solicitations: RFC 4291,
  /// section 2.7.1.
  var solicitedNodeGroup: InternetAddress {
    let last = bytes.suffix(3).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    return .six(0xff02_0000_0000_0000, 0x0000_0001_ff00_0000 | last)
  }

  static let unspecifiedFour = InternetAddress.four(0, 0, 0, 0)
  static let unspecifiedSix = InternetAddress.six(0, 0)
  static let broadcast = InternetAddress.four(255, 255, 255, 255)
  /// The groups of all nodes, all routers, and all routers that speak MLDv2.
  static let allNodes = InternetAddress.six(0xff02, 0, 0, 0, 0, 0, 0, 1)
  static let allRouters = InternetAddress.six(0xff02, 0, 0, 0, 0, 0, 0, 2)
  static let listenerReports = InternetAddress.six(0xff02, 0, 0, 0, 0, 0, 0, 0x16)
  static let multicastDNSFour = InternetAddress.four(224, 0, 0, 251)
  static let multicastDNSSix = InternetAddress.six(0xff02, 0, 0, 0, 0, 0, 0, 0xfb)
  static let simpleServiceDiscovery = InternetAddress.four(239, 255, 255, 250)
}

/// An address and a port; port 0 where the protocol has none.
struct Endpoint: Hashable {
  let address: InternetAddress
  let port: UInt16
}
