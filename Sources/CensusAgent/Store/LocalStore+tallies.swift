import CensusAttribution
import CensusProtocol

extension LocalStore {
  /// The tables of what was seen. Minutes are sets of 60 bits (`MinuteBits`), hours are counted since
  /// 1970-01-01T00:00Z. A table of another room that refers to `device` says ON DELETE CASCADE: a device
  /// that was not seen for `hoursKept` is forgotten.
  static let tallyMigrations = [
    Migration(
      room: "tallies", number: 1,
      statements: [
        """
        CREATE TABLE device (
          id INTEGER PRIMARY KEY,
          label TEXT NOT NULL UNIQUE,
          last_minute INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE TABLE places (id INTEGER PRIMARY KEY, answers TEXT NOT NULL UNIQUE) STRICT",
        "CREATE TABLE geo (id INTEGER PRIMARY KEY, databases TEXT NOT NULL UNIQUE) STRICT",
        """
        CREATE TABLE tally (
          hour INTEGER NOT NULL,
          device INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
          places INTEGER NOT NULL REFERENCES places (id),
          service TEXT NOT NULL,
          flows INTEGER NOT NULL,
          packets_up INTEGER NOT NULL,
          bytes_up INTEGER NOT NULL,
          packets_down INTEGER NOT NULL,
          bytes_down INTEGER NOT NULL,
          minutes INTEGER NOT NULL,
          handshake INTEGER,
          PRIMARY KEY (hour, device, places, service)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE presence (
          hour INTEGER NOT NULL,
          device INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
          minutes INTEGER NOT NULL,
          PRIMARY KEY (hour, device)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE watched (
          hour INTEGER PRIMARY KEY,
          minutes INTEGER NOT NULL,
          lost INTEGER NOT NULL,
          undecodable INTEGER NOT NULL,
          packets_read INTEGER NOT NULL,
          sampling INTEGER NOT NULL,
          geo INTEGER NOT NULL REFERENCES geo (id)
        ) STRICT
        """,
        "CREATE INDEX tally_device ON tally (device)",
        "CREATE INDEX presence_device ON presence (device)",
      ])
  ]

  /// Hours are kept for five weeks: the running epoch, four whole ones before it.
  public static let hoursKept: Int64 = 5 * 7 * 24

  /// A device is taken to be present between two packets of its own that are no more than this many
  /// minutes apart: an idle phone sleeps, but renews its address and its neighbours within the hour.
  static let longestSilence: Int64 = 60

  /// Adds what was watched, as one transaction, but for devices that are not to be observed at that instant.
  /// `alongside` writes what must be true at the same instant.
  public func add(_ span: WatchedSpan) throws(DatabaseError) {
    try add(span) { () throws(DatabaseError) in }
  }

  func add(
    _ span: WatchedSpan, alongside: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      try markWatched(span)
      var sights: [Device: [Int64: UInt64]] = [:]
      var numbers: [Device: Int64] = [:]
      let ignored = try ignoredDevices()
      for tally in span.tallies where !ignored.contains(tally.key.device) {
        let device: Int64
        if let known = numbers[tally.key.device] {
          device = known
        } else {
          device = try number(of: tally.key.device)
          numbers[tally.key.device] = device
        }
        try add(tally, device: device)
        sights[tally.key.device, default: [:]][Int64(tally.key.hour), default: 0] |=
          tally.counters.minutes
      }
      for (device, hours) in sights {
        guard let number = numbers[device] else { continue }
        try markPresent(number, hours)
      }
      try alongside()
    }
  }

  private func markWatched(_ span: WatchedSpan) throws(DatabaseError) {
    guard !span.minutes.isEmpty || span.loss != WatchLoss() else { return }
    let geo = try number(
      of: Self.text(span.databases), in: "geo", column: "databases")
    var hours = MinuteBits.hours(of: span.minutes)
    // A piece of a minute is no exposure, but what was lost in it is lost.
    if hours.isEmpty, let hour = span.tallies.map(\.key.hour).max() { hours = [(Int64(hour), 0)] }
    for (index, (hour, bits)) in hours.enumerated() {
      // What is known to be lost is known for the whole span: it is written where the span ends.
      let loss = index == hours.count - 1 ? span.loss : WatchLoss(sampling: span.loss.sampling)
      try database.run(
        """
        INSERT INTO watched (hour, minutes, lost, undecodable, packets_read, sampling, geo)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (hour) DO UPDATE SET
          minutes = minutes | excluded.minutes, lost = lost + excluded.lost,
          undecodable = undecodable + excluded.undecodable,
          packets_read = packets_read + excluded.packets_read,
          sampling = max(sampling, excluded.sampling), geo = excluded.geo
        """,
        [
          .integer(hour), .integer(Int64(bits)), .count(loss.lost), .count(loss.undecodable),
          .count(loss.read), .count(loss.sampling), .integer(geo),
        ])
    }
  }

  /// What makes one row of two of the same key.
  static let addingToTally = """
    ON CONFLICT (hour, device, places, service) DO UPDATE SET
      flows = flows + excluded.flows,
      packets_up = packets_up + excluded.packets_up, bytes_up = bytes_up + excluded.bytes_up,
      packets_down = packets_down + excluded.packets_down,
      bytes_down = bytes_down + excluded.bytes_down,
      minutes = minutes | excluded.minutes,
      handshake = min(coalesce(handshake, excluded.handshake),
                      coalesce(excluded.handshake, handshake))
    """

  private func add(_ tally: Tally, device: Int64) throws(DatabaseError) {
    let places = try number(of: Self.text(tally.key.places), in: "places", column: "answers")
    let counters = tally.counters
    try database.run(
      """
      INSERT INTO tally (hour, device, places, service, flows, packets_up, bytes_up, packets_down,
                         bytes_down, minutes, handshake)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      \(Self.addingToTally)
      """,
      [
        .integer(Int64(tally.key.hour)), .integer(device), .integer(places),
        .text(tally.key.service.rawValue), .integer(Int64(counters.flows)),
        .count(counters.up.packets), .count(counters.up.bytes), .count(counters.down.packets),
        .count(counters.down.bytes), .integer(Int64(counters.minutes)),
        counters.handshake.map { .integer(Int64($0)) } ?? .null,
      ])
  }

  /// Marks the minutes of sight and the short silences between them, as far as they were watched.
  func markPresent(_ device: Int64, _ hours: [Int64: UInt64]) throws(DatabaseError) {
    let minutes = hours.flatMap { MinuteBits.minutes($0.value, ofHour: $0.key) }.sorted()
    guard let latest = minutes.last else { return }
    let known = try database.run(
      "SELECT last_minute FROM device WHERE id = ?1", [.integer(device)])
    var last = known.first?.first?.integer ?? 0
    var present: [Int64: UInt64] = [:]
    for minute in minutes {
      let isAfterShortSilence = minute > last && minute - last <= Self.longestSilence
      let begin = isAfterShortSilence ? last + 1 : minute
      for (hour, bits) in MinuteBits.hours(of: begin..<minute + 1) {
        present[hour, default: 0] |= bits
      }
      last = max(last, minute)
    }
    for (hour, bits) in present {
      try database.run(
        """
        INSERT INTO presence (hour, device, minutes)
        SELECT hour, ?2, minutes & ?3 FROM watched WHERE hour = ?1 AND minutes & ?3 <> 0
        ON CONFLICT (hour, device) DO UPDATE SET minutes = minutes | excluded.minutes
        """,
        [.integer(hour), .integer(device), .integer(Int64(bits))])
    }
    try database.run(
      "UPDATE device SET last_minute = max(last_minute, ?2) WHERE id = ?1",
      [.integer(device), .integer(latest)])
  }

  /// The device's number in this file, given where it is new.
  func number(of device: Device) throws(DatabaseError) -> Int64 {
    let known = try database.run("SELECT id FROM device WHERE label = ?1", [.text(device.label)])
    if let number = known.first?.first?.integer { return number }
    let made = try database.run(
      "INSERT INTO device (label, last_minute) VALUES (?1, 0) RETURNING id", [.text(device.label)])
    return made.first?.first?.integer ?? 0
  }

  /// The number of a value that many rows share, given where it is new.
  private func number(
    of text: String, in table: String, column: String
  ) throws(DatabaseError) -> Int64 {
    let known = try database.run("SELECT id FROM \(table) WHERE \(column) = ?1", [.text(text)])
    if let number = known.first?.first?.integer { return number }
    let made = try database.run(
      "INSERT INTO \(table) (\(column)) VALUES (?1) RETURNING id", [.text(text)])
    return made.first?.first?.integer ?? 0
  }
}

extension DatabaseValue {
  /// A count; beyond the range of SQLite's integers it stays at their greatest.
  static func count(_ number: UInt64) -> DatabaseValue { .integer(Int64(clamping: number)) }
}
