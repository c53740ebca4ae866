/// What connections had counted when they were last read: so that what is new is the difference, never
/// the sum of readings. Hardware and software offloading count a connection in bursts and late; its
/// difference is right all the same, where adding snapshots up would count it several times.
struct ConnectionLedger {
  /// What a connection did since it was last read.
  struct Step: Equatable {
    var connection: Connection
    var original: Connection.Counters
    var reply: Connection.Counters
    /// Since when, in microseconds since 1970.
    var since: Int64
  }

  private struct Key: Hashable {
    let identity: UInt32
    let original: Connection.Tuple

    init(_ connection: Connection) {
      identity = connection.identity
      original = connection.original
    }
  }

  private struct Reading {
    var original = Connection.Counters()
    var reply = Connection.Counters()
    var time: Int64
    /// The number of the dump in which it was last seen.
    var round: UInt32
  }

  private var readings: [Key: Reading] = [:]
  private var round: UInt32 = 0
  private let most: Int
  /// Connections that ended while nobody heard it: what they did after their last reading is unknown.
  private(set) var endedUnseen = 0
  /// Connections without counters, since accounting was off when they began.
  private(set) var uncounted = 0

  /// Of more than `most` connections, the further ones are counted when they end.
  init(most: Int) {
    self.most = most
  }

  /// How many connections are remembered.
  var count: Int { readings.count }

  /// Takes what the connection had done before anybody looked: it does not count.
  mutating func setBaseline(_ connection: Connection, at now: Int64) {
    if connection.originalCounters == nil { uncounted += 1 }
    remember(connection, at: now)
  }

  /// Takes note of a connection that began. Where a dump has overtaken the news, its reading stands.
  mutating func begin(_ connection: Connection, at now: Int64) {
    let key = Key(connection)
    guard readings.count < most, readings[key] == nil else { return }
    readings[key] = Reading(time: now, round: round)
  }

  /// Takes a reading of a connection that goes on. Nil where nothing is new, or where it is one too many.
  mutating func read(_ connection: Connection, at now: Int64) -> Step? {
    let before = readings[Key(connection)]
    guard before != nil || readings.count < most else { return nil }
    defer { remember(connection, at: now) }
    return step(connection, from: before, at: now)
  }

  private mutating func remember(_ connection: Connection, at now: Int64) {
    let key = Key(connection)
    guard readings.count < most || readings[key] != nil else { return }
    readings[key] = Reading(
      original: connection.originalCounters ?? Connection.Counters(),
      reply: connection.replyCounters ?? Connection.Counters(), time: now, round: round)
  }

  /// Takes the last reading of a connection. Nil where nothing is new.
  mutating func end(_ connection: Connection, at now: Int64) -> Step? {
    let key = Key(connection)
    return step(connection, from: readings.removeValue(forKey: key), at: now)
  }

  /// Begins a dump.
  mutating func beginRound() { round &+= 1 }

  /// Forgets the connections that neither this dump nor the one before it showed. Their ends were missed.
  mutating func endRound() {
    let before = readings.count
    readings = readings.filter { round &- $0.value.round <= 1 }
    endedUnseen += before - readings.count
  }

  private func step(
    _ connection: Connection, from before: Reading?, at now: Int64
  ) -> Step? {
    guard let original = connection.originalCounters, let reply = connection.replyCounters
    else { return nil }
    var step = Step(
      connection: connection, original: original, reply: reply,
      since: before?.time ?? connection.began ?? now)
    // A counter that ran backwards belongs to a new connection under the same number.
    if let before, original.isAtLeast(before.original), reply.isAtLeast(before.reply) {
      step.original = original.minus(before.original)
      step.reply = reply.minus(before.reply)
    }
    let isEmpty = step.original.packets == 0 && step.reply.packets == 0
    return isEmpty ? nil : step
  }
}

extension Connection.Counters {
  fileprivate func isAtLeast(_ other: Self) -> Bool {
    packets >= other.packets && bytes >= other.bytes
  }

  fileprivate func minus(_ other: Self) -> Self {
    Self(packets: packets - other.packets, bytes: bytes - other.bytes)
  }
}
