/// What the kernel's connection tracking says of one connection at one moment.
struct Connection: Equatable {
  /// One direction as the packets of that direction look before they are translated.
  struct Tuple: Hashable {
    var source = IPAddress(v4: 0)
    var destination = IPAddress(v4: 0)
    var sourcePort: UInt16 = 0
    var destinationPort: UInt16 = 0
    /// IANA's IP protocol number.
    var transport: UInt8 = 0
  }

  /// Packets and IP bytes since the connection began.
  struct Counters: Equatable {
    var packets: UInt64 = 0
    var bytes: UInt64 = 0
  }

  /// The kernel's number of the entry, unique while it lives.
  var identity: UInt32
  /// From the side that began the connection.
  var original: Tuple
  /// From the other side; its destination is where the first side's packets seem to come from.
  var reply: Tuple
  /// Nil where accounting is off, or was when the connection began.
  var originalCounters: Counters?
  var replyCounters: Counters?
  /// When the connection began, in microseconds since 1970; nil unless the kernel stamps connections.
  var began: Int64?
}

/// A message of the kernel about a connection.
enum ConnectionMessage: Equatable {
  /// It began.
  case began(Connection)
  /// It is there: from a dump, or because something about it changed.
  case stands(Connection)
  /// It ended; the counters are final.
  case ended(Connection)
}
