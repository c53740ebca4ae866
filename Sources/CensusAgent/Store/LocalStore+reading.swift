public import CensusAttribution
import CensusProtocol

extension LocalStore {
  /// What was counted in `hours`, by hour, device, places and service.
  public func tallies(in hours: Range<Int64>) throws(DatabaseError) -> [Tally] {
    var places: [Int64: Places] = [:]
    for row in try database.run("SELECT id, answers FROM places") {
      if let id = row[0].integer, let text = row[1].text { places[id] = Self.places(text) }
    }
    let devices = try devicesByNumber()
    let rows = try database.run(
      """
      SELECT hour, device, places, service, flows, packets_up, bytes_up, packets_down, bytes_down,
             minutes, handshake
      FROM tally WHERE hour >= ?1 AND hour < ?2
      """, [.integer(hours.lowerBound), .integer(hours.upperBound)])
    return rows.compactMap { row in
      guard let device = row[1].integer.flatMap({ devices[$0] }),
        let answers = row[2].integer.flatMap({ places[$0] }),
        let service = row[3].text.flatMap(ServiceClass.init(rawValue:))
      else { return nil }
      return Tally(
        key: Tally.Key(
          hour: UInt32(clamping: row[0].integer ?? 0), device: device, places: answers,
          service: service),
        counters: Tally.Counters(
          flows: Int(row[4].integer ?? 0),
          up: Tally.Traffic(packets: row[5].unsigned, bytes: row[6].unsigned),
          down: Tally.Traffic(packets: row[7].unsigned, bytes: row[8].unsigned),
          minutes: row[9].unsigned,
          handshake: row[10].integer.map { UInt32(clamping: $0) }))
    }.sorted { $0.key < $1.key }
  }

  /// When which device was there in `hours`.
  public func presence(in hours: Range<Int64>) throws(DatabaseError) -> [Presence] {
    let devices = try devicesByNumber()
    return try database.run(
      """
      SELECT hour, device, minutes FROM presence WHERE hour >= ?1 AND hour < ?2
      ORDER BY hour, device
      """, [.integer(hours.lowerBound), .integer(hours.upperBound)]
    ).compactMap { row in
      guard let device = row[1].integer.flatMap({ devices[$0] }) else { return nil }
      return Presence(device: device, hour: row[0].integer ?? 0, bits: row[2].unsigned)
    }
  }

  /// What was watched in `hours`, in ascending order; an hour that is not named was not watched.
  public func watched(in hours: Range<Int64>) throws(DatabaseError) -> [WatchedHour] {
    try database.run(
      """
      SELECT hour, minutes, lost, undecodable, packets_read, sampling, databases
      FROM watched JOIN geo ON geo.id = watched.geo
      WHERE hour >= ?1 AND hour < ?2 ORDER BY hour
      """, [.integer(hours.lowerBound), .integer(hours.upperBound)]
    ).map { row in
      WatchedHour(
        hour: row[0].integer ?? 0, bits: row[1].unsigned,
        loss: WatchLoss(
          lost: row[2].unsigned, undecodable: row[3].unsigned, read: row[4].unsigned,
          sampling: row[5].unsigned),
        databases: Self.databases(row[6].text ?? ""))
    }
  }

  /// Every device that is known, by label.
  public func devices() throws(DatabaseError) -> [Device] {
    try devicesByNumber().values.sorted()
  }

  /// Forgets everything of hours before `hour`, and devices that were not seen since, with what they were taken
  /// for unless their owner labelled them.
  public func prune(before hour: Int64) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      for table in ["tally", "presence", "watched"] {
        try database.run("DELETE FROM \(table) WHERE hour < ?1", [.integer(hour)])
      }
      try database.run("DELETE FROM imported WHERE last_hour < ?1", [.integer(hour)])
      try database.run("DELETE FROM device WHERE last_minute < ?1 * 60", [.integer(hour)])
      try database.run(
        """
        DELETE FROM device_conclusion WHERE last < ?1 * 3600000000
          AND device NOT IN (SELECT label FROM device)
          AND device NOT IN (SELECT device FROM device_label)
        """, [.integer(hour)])
      try forgetForgetting(at: (hour + Self.hoursKept) * 3_600_000_000)
      try database.run("DELETE FROM places WHERE id NOT IN (SELECT places FROM tally)")
      try database.run("DELETE FROM geo WHERE id NOT IN (SELECT geo FROM watched)")
    }
  }

  private func devicesByNumber() throws(DatabaseError) -> [Int64: Device] {
    var devices: [Int64: Device] = [:]
    for row in try database.run("SELECT id, label FROM device") {
      if let id = row[0].integer, let label = row[1].text { devices[id] = Device(label: label) }
    }
    return devices
  }
}

// Lists within a column: the words of the contract hold neither commas nor control characters.
extension LocalStore {
  static func text(_ places: Places) -> String {
    places.all.map(\.description).joined(separator: ",")
  }

  static func places(_ text: String) -> Places {
    Places(text.split(separator: ",").map { Place(String($0)) ?? .unknown })
  }

  static func text(_ databases: [GeoDatabaseReference]) -> String {
    databases.map { "\($0.name)\t\($0.version)" }.joined(separator: "\n")
  }

  static func databases(_ text: String) -> [GeoDatabaseReference] {
    text.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      return GeoDatabaseReference(
        name: String(parts[0]), version: parts.count > 1 ? String(parts[1]) : "")
    }
  }
}

extension DatabaseValue {
  /// A count; 0 where the column holds none.
  var unsigned: UInt64 { UInt64(clamping: integer ?? 0) }
}
