/// A coarse class of service, told by transport protocol and the remote side's port alone.
///
/// It exists so that a clock's NTP packet to a pool server in some country is not read as an upload
/// to that country. No payload is ever looked at, so the class says which port was used, not what
/// was said there. Ports: IANA Service Name and Transport Protocol Port Number Registry.
public enum ServiceClass: String, Hashable, Sendable, CaseIterable {
  /// Name look-ups: port 53, DNS over TLS or QUIC (853), multicast DNS (5353).
  case dns
  /// Clock: UDP 123.
  case ntp
  /// Clear-text web: TCP 80 and 8080.
  case http
  /// Web over TLS: TCP 443 and 8443.
  case tls
  /// HTTP/3 and other QUIC: UDP 443, 80 and 8443.
  case quic
  /// Long-lived push connections: XMPP and Apple push (TCP 5222, 5223, 2197), Google (TCP 5228 to
  /// 5230), MQTT (TCP 1883, 8883).
  case push
  /// Mail: TCP 25, 110, 143, 465, 587, 993, 995.
  case mail
  case other

  private static let tcp: UInt8 = 6
  private static let udp: UInt8 = 17

  /// The class of a flow. `protocolNumber` is IANA's IP protocol number; `remotePort` is 0 where the
  /// protocol has no ports.
  public init(protocolNumber: UInt8, remotePort: UInt16) {
    self =
      switch (protocolNumber, remotePort) {
      case (Self.tcp, 53), (Self.udp, 53), (Self.tcp, 853), (Self.udp, 853), (Self.udp, 5353): .dns
      case (Self.udp, 123): .ntp
      case (Self.tcp, 80), (Self.tcp, 8080): .http
      case (Self.tcp, 443), (Self.tcp, 8443): .tls
      case (Self.udp, 443), (Self.udp, 80), (Self.udp, 8443): .quic
      case (Self.tcp, 5222...5223), (Self.tcp, 5228...5230), (Self.tcp, 2197), (Self.tcp, 1883),
        (Self.tcp, 8883):
        .push
      case (Self.tcp, 25), (Self.tcp, 110), (Self.tcp, 143), (Self.tcp, 465), (Self.tcp, 587),
        (Self.tcp, 993), (Self.tcp, 995):
        .mail
      default: .other
      }
  }
}
