/// Which packets tell something of their sender, by port alone, and what.
enum EvidenceReader {
  private enum Port {
    static let dhcpServer: UInt16 = 67
    static let dhcpClient: UInt16 = 68
    static let http: UInt16 = 80
    static let dhcpv6Client: UInt16 = 546
    static let dhcpv6Server: UInt16 = 547
    static let ssdp: UInt16 = 1900
    static let mdns: UInt16 = 5353
  }

  /// Whether a packet may be worth a look. The lower port decides, so that this is one test for each packet.
  @inline(__always)
  static func mayTell(
    _ source: UInt16, _ destination: UInt16, readsUserAgents: Bool
  ) -> Bool {
    switch min(source, destination) {
    case Port.dhcpServer, Port.dhcpv6Client, Port.ssdp, Port.mdns: true
    case Port.http: readsUserAgents
    default: false
    }
  }

  /// Whether it is an HTTP request, which is read only where that was asked for.
  static func isRequest(_ packet: Packet) -> Bool {
    packet.transport == TransportProtocol.tcp && packet.destinationPort == Port.http
  }

  /// Whether it is of mDNS or SSDP, whose senders repeat themselves.
  static func isAnnouncement(_ packet: Packet) -> Bool {
    packet.transport == TransportProtocol.udp
      && min(packet.sourcePort, packet.destinationPort) >= Port.ssdp
  }

  /// Whether an announcement may tell something, by its first bytes: questions and searches do not.
  static func mayAnnounce(_ frame: RawSpan, _ packet: Packet) -> Bool {
    let payload = packet.transportOffset + 8
    guard packet.sourcePort != Port.mdns else {
      return frame.byte(at: payload + 2).map { $0 & 0x80 != 0 } ?? false
    }
    return frame.byte(at: payload) != UInt8(ascii: "M")
  }

  static func isDHCP(_ packet: Packet) -> Bool {
    packet.transport == TransportProtocol.udp && packet.destinationPort == Port.dhcpServer
      && packet.sourcePort == Port.dhcpClient
  }

  /// What a packet other than DHCPv4's tells of the station that sent it.
  static func pieces(_ frame: RawSpan, _ packet: Packet) -> [EvidencePiece] {
    if packet.transport == TransportProtocol.udp {
      let headerOfUDP = 8
      let payload = (packet.transportOffset + headerOfUDP)..<frame.byteCount
      guard payload.lowerBound <= frame.byteCount else { return [] }
      switch (packet.sourcePort, packet.destinationPort) {
      case (Port.dhcpv6Client, Port.dhcpv6Server): return DHCPv6Request.decode(frame, payload)
      case (Port.mdns, _): return MulticastDNS.decode(frame, payload)
      case (Port.ssdp, _), (_, Port.ssdp):
        return [SimpleServiceDiscovery.decode(frame, payload)].compactMap { $0 }
      default: return []
      }
    }
    guard isRequest(packet), isFromHere(packet),
      let words = frame.byte(at: packet.transportOffset + 12)
    else { return [] }
    let payload = packet.transportOffset + Int(words >> 4) * 4
    guard payload < frame.byteCount else { return [] }
    return [HTTPRequestHead.decode(frame, payload..<frame.byteCount)].compactMap { $0 }
  }

  /// Whether the sender has a private address: what comes from outside bears the router's link address.
  private static func isFromHere(_ packet: Packet) -> Bool {
    switch packet.version {
    case .v4:
      let first = packet.sourceLow >> 24 & 0xff
      let second = packet.sourceLow >> 16 & 0xff
      return first == 10 || (first == 192 && second == 168)
        || (first == 172 && (16...31).contains(second))
    case .v6:
      return packet.sourceHigh >> 57 == 0xfc >> 1 || packet.sourceHigh >> 54 == 0xfe80 >> 6
    }
  }
}
