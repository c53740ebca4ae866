/// An IP packet; `length` is what the contract calls its bytes.
struct InternetPacket {
  /// IANA's numbers of the protocols that are simulated.
  static let icmp: UInt8 = 1
  static let tcp: UInt8 = 6
  static let udp: UInt8 = 17
  static let icmpSix: UInt8 = 58

  let source: InternetAddress
  let destination: InternetAddress
  let protocolNumber: UInt8
  /// The transport header and what it carries, or a part of it in a fragment.
  let payload: [UInt8]
  /// Where `payload` begins in the datagram, in bytes, and whether more fragments follow.
  var fragmentOffset = 0
  var isFollowed = false
  /// IPv4's identification, common to the fragments of a datagram.
  var identification: UInt16 = 0
  /// IPv6 extension headers, with the number of the first; their last "next header" is
  /// `protocolNumber`.
  var extensionHeaders: (first: UInt8, bytes: [UInt8])?

  /// IPv4: total length. IPv6: 40 and the payload length, which counts extension headers.
  var length: Int {
    switch destination {
    case .four: 20 + payload.count
    case .six: 40 + (extensionHeaders?.bytes.count ?? 0) + payload.count
    }
  }

  /// Header and payload: RFC 791, section 3.1 or RFC 8200, section 3.
  var bytes: [UInt8] {
    switch destination {
    case .four:
      let fragment = UInt16(fragmentOffset / 8) | (isFollowed ? 0x2000 : 0)
      let header =
        [0x45, 0] + UInt16(length).networkBytes + identification.networkBytes
        + fragment.networkBytes + [64, protocolNumber, 0, 0] + source.bytes + destination.bytes
      return header.with(checksum: internetChecksum(header), at: 10) + payload
    case .six:
      let version: [UInt8] = [0x60, 0, 0, 0]
      let header =
        version + UInt16(length - 40).networkBytes
        + [extensionHeaders?.first ?? protocolNumber, hopLimit] + source.bytes + destination.bytes
      return header + (extensionHeaders?.bytes ?? []) + payload
    }
  }

  /// Neighbour discovery is only believed with 255 (RFC 4861, section 7.1.1), and listener reports
  /// must have 1 (RFC 3810, section 5).
  private var hopLimit: UInt8 {
    if extensionHeaders != nil { return 1 }
    return protocolNumber == Self.icmpSix ? 255 : 64
  }

  /// The packet in pieces of at most 1480 bytes of payload (RFC 791, section 3.2); IPv4 only.
  var fragments: [InternetPacket] {
    stride(from: 0, to: payload.count, by: 1480).map { offset in
      let end = min(offset + 1480, payload.count)
      return InternetPacket(
        source: source, destination: destination, protocolNumber: protocolNumber,
        payload: Array(payload[offset..<end]), fragmentOffset: offset,
        isFollowed: end < payload.count, identification: identification)
    }
  }
}
