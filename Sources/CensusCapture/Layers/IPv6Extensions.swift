/// The extension headers between an IPv6 header and its transport (RFC 8200 section 4; the numbers:
/// IANA, Internet Protocol Version 6 Parameters).
enum IPv6Extensions {
  static let hopByHop: UInt8 = 0
  private static let routing: UInt8 = 43
  private static let fragment: UInt8 = 44
  private static let authentication: UInt8 = 51
  private static let destinationOptions: UInt8 = 60
  private static let mobility: UInt8 = 135
  private static let hostIdentity: UInt8 = 139
  private static let shim6: UInt8 = 140

  @inline(__always)
  static func isExtension(_ number: UInt8) -> Bool {
    switch number {
    case hopByHop, routing, fragment, authentication, destinationOptions, mobility, hostIdentity,
      shim6:
      true
    default: false
    }
  }

  /// More headers than this are not walked: no sender needs them, and an attacker could make a walk long.
  private static let most = 16

  /// Moves `transport` and `transportOffset` behind the extension headers; where a header is cut, or
  /// there are too many, the walk stops at it.
  @inline(never)
  static func walk(_ frame: RawSpan, into packet: inout Packet) {
    for _ in 0..<most where isExtension(packet.transport) {
      let offset = packet.transportOffset
      guard let next = frame.byte(at: offset), let extent = frame.byte(at: offset + 1) else {
        return
      }
      switch packet.transport {
      case fragment:
        guard let position = frame.bigEndian16(at: offset + 2) else { return }
        packet.transportOffset += 8
        // The offset is in the upper 13 bits.
        if position & 0xfff8 != 0 {
          packet.isLaterFragment = true
          packet.transport = next
          return
        }
      case authentication:
        // In units of four bytes, less two (RFC 4302 section 2.2).
        packet.transportOffset += (Int(extent) + 2) * 4
      default:
        packet.transportOffset += (Int(extent) + 1) * 8
      }
      packet.transport = next
    }
  }
}
