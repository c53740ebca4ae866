/// DNS messages: RFC 1035, section 4.
enum DNSMessage {
  static func query(for host: RemoteHost, identifier: UInt16) -> [UInt8] {
    identifier.networkBytes + [0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0] + question(for: host)
  }

  /// A multicast question: who on the network offers this service (RFC 6762, section 5)? PTR is 12.
  static func question(service: String) -> [UInt8] {
    [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + labels(of: service) + [0, 12, 0, 1]
  }

  static func answer(for host: RemoteHost, identifier: UInt16) -> [UInt8] {
    let address = host.address.bytes
    // The name is a pointer to the question; the answer is good for 300 s.
    return identifier.networkBytes + [0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + question(for: host)
      + [0xc0, 12] + recordType(of: host).networkBytes + [0, 1, 0, 0, 0x01, 0x2c]
      + UInt16(address.count).networkBytes + address
  }

  private static func question(for host: RemoteHost) -> [UInt8] {
    labels(of: host.name) + recordType(of: host).networkBytes + [0, 1]
  }

  private static func labels(of name: String) -> [UInt8] {
    name.utf8.split(separator: UInt8(ascii: ".")).flatMap { [UInt8($0.count)] + $0 } + [0]
  }

  /// A is 1 (RFC 1035, section 3.2.2), AAAA 28 (RFC 3596, section 2.1).
  private static func recordType(of host: RemoteHost) -> UInt16 {
    switch host.address {
    case .four: 1
    case .six: 28
    }
  }
}
