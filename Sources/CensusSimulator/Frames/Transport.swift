/// Transport headers with their checksums, which cover the addresses too (RFC 9293, section 3.1;
/// RFC 768; RFC 8200, section 8.1).
enum Transport {
  static func udp(from source: Endpoint, to destination: Endpoint, _ data: [UInt8]) -> [UInt8] {
    let datagram =
      source.port.networkBytes + destination.port.networkBytes
      + UInt16(8 + data.count).networkBytes + [0, 0] + data
    return checksummed(
      datagram, from: source.address, to: destination.address, InternetPacket.udp, at: 6)
  }

  static func tcp(
    from source: Endpoint, to destination: Endpoint, _ segment: TCPSegment
  ) -> [UInt8] {
    // A SYN offers a maximum segment size of 1400: RFC 9293, section 3.7.1.
    let options: [UInt8] = segment.flags.contains(.synchronise) ? [2, 4, 0x05, 0x78] : []
    let header =
      source.port.networkBytes + destination.port.networkBytes + segment.sequence.networkBytes
      + segment.acknowledgement.networkBytes
      + [UInt8(20 + options.count) << 2, segment.flags.rawValue, 0xff, 0xff, 0, 0, 0, 0]
    return checksummed(
      header + options + segment.data, from: source.address, to: destination.address,
      InternetPacket.tcp, at: 16)
  }

  /// An echo request or reply: RFC 792, page 14 or RFC 4443, section 4.
  static func echo(
    from source: InternetAddress, to destination: InternetAddress, type: UInt8,
    identifier: UInt16, sequence: UInt16, _ data: [UInt8]
  ) -> [UInt8] {
    let message = [type, 0, 0, 0] + identifier.networkBytes + sequence.networkBytes + data
    return switch destination {
    case .four: message.with(checksum: internetChecksum(message), at: 2)
    case .six: icmpSix(from: source, to: destination, message)
    }
  }

  /// `message` with its checksum, which stands at offset 2.
  static func icmpSix(
    from source: InternetAddress, to destination: InternetAddress, _ message: [UInt8]
  ) -> [UInt8] {
    checksummed(message, from: source, to: destination, InternetPacket.icmpSix, at: 2)
  }

  private static func checksummed(
    _ payload: [UInt8], from source: InternetAddress, to destination: InternetAddress,
    _ protocolNumber: UInt8, at offset: Int
  ) -> [UInt8] {
    // IPv4's pseudo-header has the length in 16 bits, IPv6's in 32: the sum is the same.
    let pseudoHeader =
      source.bytes + destination.bytes + UInt32(payload.count).networkBytes
      + [0, 0, 0, protocolNumber]
    return payload.with(checksum: internetChecksum(pseudoHeader + payload), at: offset)
  }
}

/// What a TCP packet says beside its ports.
struct TCPSegment {
  /// RFC 9293, section 3.1.
  struct Flags: OptionSet {
    let rawValue: UInt8
    static let finish = Flags(rawValue: 0x01)
    static let synchronise = Flags(rawValue: 0x02)
    static let push = Flags(rawValue: 0x08)
    static let acknowledge = Flags(rawValue: 0x10)
  }

  let flags: Flags
  let sequence: UInt32
  let acknowledgement: UInt32
  var data: [UInt8] = []
}
