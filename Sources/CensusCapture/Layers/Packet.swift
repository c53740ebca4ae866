/// What was decoded of one frame. One value is reused for all frames of a capture, so that nothing is
/// copied on the way; only the fields that `FrameKind` promises are valid.
struct Packet {
  /// Valid for `.ip`.
  var version = IPAddress.Version.v4
  var sourceHigh: UInt64 = 0
  var sourceLow: UInt64 = 0
  var destinationHigh: UInt64 = 0
  var destinationLow: UInt64 = 0
  /// IANA's protocol number behind the IPv6 extension headers.
  var transport: UInt8 = 0
  /// 0 where the protocol has no ports or they were not captured.
  var sourcePort: UInt16 = 0
  var destinationPort: UInt16 = 0
  /// Valid for TCP; 0 where not captured.
  var tcpFlags = TCPFlags()
  /// A fragment that is not the first: it has no ports and is never a flow.
  var isLaterFragment = false
  /// IP bytes: header and payload (see `IPLayer`).
  var length = 0
  /// The header claims more bytes than the frame had on the wire.
  var isOverlong = false
  /// Where the transport header begins in the frame.
  var transportOffset = 0
  /// What the link said.
  var link = LinkContext()
  /// How many link bytes stand before the IP header.
  var networkOffset = 0
}

/// The flag bits of a TCP header (RFC 9293 section 3.1) that tell who begins a connection.
struct TCPFlags: OptionSet {
  let rawValue: UInt8
  static let synchronise = TCPFlags(rawValue: 0x02)
  static let reset = TCPFlags(rawValue: 0x04)
  static let acknowledge = TCPFlags(rawValue: 0x10)
}

/// IANA protocol numbers that matter here.
enum TransportProtocol {
  static let tcp: UInt8 = 6
  static let udp: UInt8 = 17
  static let dccp: UInt8 = 33
  static let sctp: UInt8 = 132
  static let udpLite: UInt8 = 136
}

/// What a frame turned out to be. Exactly one holds for each frame.
enum FrameKind {
  /// An IP packet whose whole fixed header was captured.
  case ip
  case arp
  /// A protocol that is not looked into.
  case other
  /// The capture ends within a header of the link.
  case short
  /// An 802.11 frame whose body is protected.
  case encrypted
  /// It calls itself IP, but its header contradicts itself or was not captured whole.
  case malformedIP
  /// A link type that is not known.
  case unknownLink
}
