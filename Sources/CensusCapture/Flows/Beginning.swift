/// Who began a flow, as its first packet tells (ORACLE.md rule 7): its sender; but the receiver where the
/// packet is the second of a TCP handshake, or no SYN and comes from a well-known port to a higher one.
enum Beginning {
  private static let wellKnownPorts: ClosedRange<UInt16> = 1...1023

  static func isBySender(_ packet: PacketBatch.Entry) -> Bool {
    let key = packet.key
    if key.transport == TransportProtocol.tcp, packet.tcpFlags.contains(.synchronise) {
      return !packet.tcpFlags.contains(.acknowledge)
    }
    guard key.transport == TransportProtocol.tcp || key.transport == TransportProtocol.udp
    else { return true }
    let isFromLower = packet.sender.isLower
    let source = isFromLower ? key.lowerPort : key.upperPort
    let destination = isFromLower ? key.upperPort : key.lowerPort
    return !(wellKnownPorts.contains(source) && destination >= 1024)
  }
}
