import CensusProtocol

/// What the truth says of a packet: whose row it belongs to, and which.
struct Exchange: Hashable {
  enum Direction { case up, down }

  /// The station whose packet it is, by rules 1 to 4 of the attribution.
  let owner: Station
  let place: Place
  let service: ServiceClass

  var key: RowKey { RowKey(place: place, service: service) }
}

/// A row of a block.
struct RowKey: Hashable, Comparable {
  let place: Place
  let service: ServiceClass

  /// The order of rows in a bundle.
  static func < (left: RowKey, right: RowKey) -> Bool {
    [left.place.description, left.service.rawValue]
      .lexicographicallyPrecedes([right.place.description, right.service.rawValue])
  }
}

/// A bidirectional 5-tuple, seen from the station's side.
struct FlowKey: Hashable {
  let protocolNumber: UInt8
  let local: Endpoint
  let remote: Endpoint
}

/// A packet in the books.
struct LedgerEntry {
  let moment: Moment
  let flow: FlowKey
  /// Nil for a packet that is in nobody's row of interest but keeps its flow alive, such as the
  /// router's answer to the unit.
  let exchange: Exchange?
  let direction: Exchange.Direction
  /// The IP packet's length.
  let bytes: Int
  /// False for all fragments of a datagram but the first: they have no ports, so they begin no flow.
  let canBeginFlow: Bool
}

/// A TCP handshake that a server answered.
struct HandshakeEntry {
  /// When the SYN+ACK passed the access point.
  let answered: Moment
  let exchange: Exchange
  /// From SYN to SYN+ACK: from the access point to the server and back.
  let microseconds: Int64
}
