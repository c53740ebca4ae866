/// The ports behind an IP header, of the protocols whose header begins with them.
enum TransportLayer {
  /// Fills ports and TCP flags from the frame at `packet.transportOffset`, as far as captured.
  @inline(__always)
  static func decode(_ frame: RawSpan, into packet: inout Packet) {
    packet.sourcePort = 0
    packet.destinationPort = 0
    packet.tcpFlags = TCPFlags()
    guard !packet.isLaterFragment else { return }
    switch packet.transport {
    case TransportProtocol.tcp:
      readPorts(frame, into: &packet)
      packet.tcpFlags = TCPFlags(rawValue: frame.byte(at: packet.transportOffset + 13) ?? 0)
    case TransportProtocol.udp, TransportProtocol.dccp, TransportProtocol.sctp,
      TransportProtocol.udpLite:
      readPorts(frame, into: &packet)
    default:
      break
    }
  }

  @inline(__always)
  private static func readPorts(_ frame: RawSpan, into packet: inout Packet) {
    guard let ports = frame.bigEndian32(at: packet.transportOffset) else { return }
    packet.sourcePort = UInt16(truncatingIfNeeded: ports >> 16)
    packet.destinationPort = UInt16(truncatingIfNeeded: ports)
  }
}
