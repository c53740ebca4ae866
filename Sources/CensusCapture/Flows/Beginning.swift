/// Who began a flow, as its first packet tells (ORACLE.md rule 7): its sender; but the receiver where the
/// packet is the second of a TCP handshake, or no SYN and comes from a well-known port to a higher one.
enum Beginning {
  private static let wellKnownPorts: ClosedRange<UInt16> = 1...1023

  static func isBySender(_ packet: Packet) -> Bool {
    if packet.transport == TransportProtocol.tcp, packet.tcpFlags.contains(.synchronise) {
      return !packet.tcpFlags.contains(.acknowledge)
    }
    guard packet.transport == TransportProtocol.tcp || packet.transport == TransportProtocol.udp
    else { return true }
    return !(wellKnownPorts.contains(packet.sourcePort) && packet.destinationPort >= 1024)
  }
}
