import CensusCapture

/// What an address is by itself, whatever the local network: the blocks of IANA's special-purpose address
/// registries that are never a place in a country.
enum AddressClass {
  /// 0.0.0.0 or ::, the sender that has no address yet.
  case unspecified
  /// 224/4, ff00::/8.
  case multicast
  /// 255.255.255.255.
  case limitedBroadcast
  /// Private, shared, link-local and loopback blocks.
  case local
  /// Set aside for other ends.
  case reserved
  /// Anything else.
  case global

  init(_ address: IPAddress) {
    let plain = address.withoutMapping
    switch plain.version {
    case .v4: self = Self.ofIPv4(UInt32(truncatingIfNeeded: plain.low))
    case .v6: self = Self.ofIPv6(plain.high, plain.low)
    }
  }

  private static func ofIPv4(_ bits: UInt32) -> AddressClass {
    if bits == 0 { return .unspecified }
    if bits == .max { return .limitedBroadcast }
    switch bits >> 24 {
    case 10, 127: return .local  // RFC 1918, RFC 1122
    case 100 where bits >> 22 == 0x6440_0000 >> 22: return .local  // 100.64/10, RFC 6598
    case 169 where bits >> 16 == 0xa9fe: return .local  // 169.254/16, RFC 3927
    case 172 where bits >> 20 == 0xac1: return .local  // 172.16/12, RFC 1918
    case 192 where bits >> 16 == 0xc0a8: return .local  // 192.168/16, RFC 1918
    case 0: return .reserved  // RFC 791
    case 192 where bits >> 8 == 0xc0_0000: return .reserved  // 192.0.0/24, RFC 6890
    case 192 where bits >> 8 == 0xc0_0002: return .reserved  // 192.0.2/24, RFC 5737
    case 198 where bits >> 17 == 0xc612 >> 1: return .reserved  // 198.18/15, RFC 2544
    case 198 where bits >> 8 == 0xc6_3364: return .reserved  // 198.51.100/24, RFC 5737
    case 203 where bits >> 8 == 0xcb_0071: return .reserved  // 203.0.113/24, RFC 5737
    case 224...239: return .multicast  // RFC 5771
    case 240...: return .reserved  // RFC 1112
    default: return .global
    }
  }

  private static func ofIPv6(_ high: UInt64, _ low: UInt64) -> AddressClass {
    if high == 0 && low == 0 { return .unspecified }
    if high == 0 && low == 1 { return .local }  // ::1
    if high >> 56 == 0xff { return .multicast }
    if high >> 57 == 0xfc >> 1 { return .local }  // fc00::/7, RFC 4193
    if high >> 54 == 0xfe80 >> 6 { return .local }  // fe80::/10, RFC 4291
    if high >> 54 == 0xfec0 >> 6 { return .local }  // fec0::/10, deprecated by RFC 3879
    if high == 0x0100_0000_0000_0000 { return .reserved }  // 100::/64, RFC 6666
    if high >> 32 == 0x2001_0db8 { return .reserved }  // RFC 3849
    if high >> 44 == 0x3fff0 { return .reserved }  // 3fff::/20, RFC 9637
    return .global
  }
}

extension IPAddress {
  /// The IPv4 address inside ::ffff:0:0/96 (RFC 4291) or 64:ff9b::/96 (RFC 6052); else the address itself.
  var withoutMapping: IPAddress {
    guard version == .v6 else { return self }
    let isMapped = high == 0 && low >> 32 == 0xffff
    let isTranslated = high == 0x0064_ff9b_0000_0000 && low >> 32 == 0
    guard isMapped || isTranslated else { return self }
    return IPAddress(v4: UInt32(truncatingIfNeeded: low))
  }
}
