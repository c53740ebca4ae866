/// Decodes messages of the connection tracking subsystem (linux/netfilter/nfnetlink_conntrack.h). Values
/// are in network order.
enum ConnectionDecoder {
  /// The subsystem, in the upper byte of a message's type.
  static let subsystem: UInt16 = 1
  /// The lower byte: an entry is there, a request for entries, an entry is gone.
  static let newType: UInt16 = subsystem << 8 | 0
  static let getType: UInt16 = subsystem << 8 | 1
  static let deleteType: UInt16 = subsystem << 8 | 2
  /// `nfgenmsg`: address family, version, resource.
  private static let familyHeaderLength = 4

  private enum Attribute {
    static let original: UInt16 = 1
    static let reply: UInt16 = 2
    static let originalCounters: UInt16 = 9
    static let replyCounters: UInt16 = 10
    static let identity: UInt16 = 12
    static let timestamp: UInt16 = 20
  }

  /// The message of this type and flags; nil where it is of another kind, or lacks what tells a connection.
  static func decode(type: UInt16, flags: UInt16, _ body: RawSpan) -> ConnectionMessage? {
    guard type == newType || type == deleteType, let connection = connection(body) else {
      return nil
    }
    if type == deleteType { return .ended(connection) }
    return flags & NetlinkMessage.Flag.create != 0 ? .began(connection) : .stands(connection)
  }

  private static func connection(_ body: RawSpan) -> Connection? {
    var identity: UInt32?
    var tuples: (original: Connection.Tuple?, reply: Connection.Tuple?)
    var counters: (original: Connection.Counters?, reply: Connection.Counters?)
    var began: Int64?
    NetlinkMessage.forEachAttribute(of: body, from: familyHeaderLength) { type, value in
      switch type {
      case Attribute.original: tuples.original = tuple(value)
      case Attribute.reply: tuples.reply = tuple(value)
      case Attribute.originalCounters: counters.original = self.counters(value)
      case Attribute.replyCounters: counters.reply = self.counters(value)
      case Attribute.identity: identity = value.bigEndian32(at: 0)
      case Attribute.timestamp: began = beginning(value)
      default: break
      }
    }
    guard let identity, let original = tuples.original, let reply = tuples.reply,
      original.source.version == reply.source.version
    else { return nil }
    return Connection(
      identity: identity, original: original, reply: reply, originalCounters: counters.original,
      replyCounters: counters.reply, began: began)
  }

  /// CTA_TUPLE_IP (1) and CTA_TUPLE_PROTO (2).
  private static func tuple(_ span: RawSpan) -> Connection.Tuple? {
    var tuple = Connection.Tuple()
    var (source, destination): (IPAddress?, IPAddress?)
    var transport: UInt8?
    NetlinkMessage.forEachAttribute(of: span) { type, value in
      switch type {
      case 1: (source, destination) = addresses(value)
      case 2:
        NetlinkMessage.forEachAttribute(of: value) { type, value in
          switch type {
          case 1: transport = value.byte(at: 0)
          // Ports; what ICMP has in their place stands in attributes of its own, and is no port.
          case 2: tuple.sourcePort = value.bigEndian16(at: 0) ?? 0
          case 3: tuple.destinationPort = value.bigEndian16(at: 0) ?? 0
          default: break
          }
        }
      default: break
      }
    }
    guard let source, let destination, let transport, source.version == destination.version
    else { return nil }
    tuple.source = source
    tuple.destination = destination
    tuple.transport = transport
    return tuple
  }

  /// CTA_IP_V4_SRC (1) and _DST (2), CTA_IP_V6_SRC (3) and _DST (4).
  private static func addresses(_ span: RawSpan) -> (IPAddress?, IPAddress?) {
    var found: (source: IPAddress?, destination: IPAddress?)
    NetlinkMessage.forEachAttribute(of: span) { type, value in
      switch type {
      case 1: found.source = value.bigEndian32(at: 0).map { IPAddress(v4: $0) }
      case 2: found.destination = value.bigEndian32(at: 0).map { IPAddress(v4: $0) }
      case 3: found.source = address6(value)
      case 4: found.destination = address6(value)
      default: break
      }
    }
    return found
  }

  private static func address6(_ span: RawSpan) -> IPAddress? {
    guard let high = span.bigEndian64(at: 0), let low = span.bigEndian64(at: 8) else { return nil }
    return IPAddress(v6: high, low)
  }

  /// CTA_COUNTERS_PACKETS (1) and _BYTES (2).
  private static func counters(_ span: RawSpan) -> Connection.Counters? {
    var (packets, bytes): (UInt64?, UInt64?)
    NetlinkMessage.forEachAttribute(of: span) { type, value in
      switch type {
      case 1: packets = value.bigEndian64(at: 0)
      case 2: bytes = value.bigEndian64(at: 0)
      default: break
      }
    }
    guard let packets, let bytes else { return nil }
    return Connection.Counters(packets: packets, bytes: bytes)
  }

  /// CTA_TIMESTAMP_START (1), in nanoseconds since 1970.
  private static func beginning(_ span: RawSpan) -> Int64? {
    var began: Int64?
    NetlinkMessage.forEachAttribute(of: span) { type, value in
      if type == 1 { began = value.bigEndian64(at: 0).map { Int64($0 / 1000) } }
    }
    return began
  }
}
