import CensusProtocol

/// The books of a phase: what the traffic scripts sent, packet by packet.
struct Ledger {
  /// Flow records end after 120 s without a packet and 1800 s after their first packet, the agent's
  /// defaults; the next packet begins a new one.
  private static let idleTimeout: Int64 = 120_000_000
  private static let activeTimeout: Int64 = 1_800_000_000

  private(set) var entries: [LedgerEntry] = []
  private var handshakes: [HandshakeEntry] = []

  mutating func add(_ entry: LedgerEntry) { entries.append(entry) }
  mutating func add(_ handshake: HandshakeEntry) { handshakes.append(handshake) }

  /// What `owner` did, hour by hour (since 1970), or all stations together where `owner` is nil.
  func rows(of owner: Station?) -> [Int64: [RowKey: RowTruth]] {
    var rows: [Int64: [RowKey: RowTruth]] = [:]
    var records: [FlowKey: (first: Moment, last: Moment)] = [:]
    // Packets of one moment fall into the same record whichever comes first, so an unstable sort
    // does no harm.
    for entry in entries.sorted(by: { $0.moment < $1.moment }) {
      var begins = false
      if let record = records[entry.flow],
        entry.moment.microseconds - record.last.microseconds <= Self.idleTimeout,
        entry.moment.microseconds - record.first.microseconds <= Self.activeTimeout
      {
        records[entry.flow]?.last = entry.moment
      } else if entry.canBeginFlow {
        records[entry.flow] = (entry.moment, entry.moment)
        begins = true
      }
      guard let exchange = entry.exchange, owner == nil || exchange.owner == owner else { continue }
      rows[entry.moment.hour, default: [:]][exchange.key, default: RowTruth()]
        .count(entry, begins: begins)
    }
    for handshake in handshakes where owner == nil || handshake.exchange.owner == owner {
      rows[handshake.answered.hour]?[handshake.exchange.key]?.count(handshake)
    }
    return rows
  }

  /// Whether any station but `unit` exchanged packets with a country.
  func hasOtherClient(than unit: Station) -> Bool {
    entries.contains { entry in
      guard let exchange = entry.exchange, case .country = exchange.place else { return false }
      return exchange.owner != unit
    }
  }
}

/// The figures of one row of one block.
struct RowTruth: Equatable {
  private(set) var flows: Int64 = 0
  private(set) var up = Traffic(packets: 0, bytes: 0)
  private(set) var down = Traffic(packets: 0, bytes: 0)
  private var minutes: Set<Int64> = []
  private(set) var handshakeMicroseconds: Int64?

  var contactMinutes: Int64 { Int64(minutes.count) }

  mutating func count(_ entry: LedgerEntry, begins: Bool) {
    let traffic = entry.direction == .up ? \RowTruth.up : \RowTruth.down
    self[keyPath: traffic].packets += 1
    self[keyPath: traffic].bytes += Int64(entry.bytes)
    flows += begins ? 1 : 0
    minutes.insert(entry.moment.minute)
  }

  mutating func count(_ handshake: HandshakeEntry) {
    handshakeMicroseconds = min(
      handshakeMicroseconds ?? handshake.microseconds, handshake.microseconds)
  }
}
