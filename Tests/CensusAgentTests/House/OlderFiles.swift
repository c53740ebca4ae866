import CensusAttribution
import CensusProtocol
import Testing

@testable import CensusAgent

/// `house.sqlite` before it knew what the log says of models: its tables as they were, written out so that no
/// later change of the migrations can change them.
enum OlderSpool {
  static let logKey = SigningKey.random()
  static let tokens: [OwnedToken] = (try? HouseSpoolTests.tokens(3)) ?? []

  /// The log as far as the old version has followed it.
  static let entry: SignedEntry = {
    do {
      let key = try IssuerSecretKey.random().publicKey
      let time = UTCTime(seconds: Household.epoch.start.seconds - 14 * 86_400)
      return try SignedEntry(
        signing: LogEntry(
          number: 0, previous: LogEntry.beginning, time: try #require(time),
          key: logKey.verifyingKey,
          content: .keys(
            IssuerKeys(epoch: Household.epoch, new: key, established: key, organisation: key))),
        with: logKey)
    } catch { preconditionFailure("\(error)") }
  }()

  private static let tables = [
    "CREATE TABLE migration (room TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (room, number)) STRICT, WITHOUT ROWID",
    "INSERT INTO migration VALUES ('house', 1), ('house', 2)",
    "CREATE TABLE consent (id INTEGER PRIMARY KEY CHECK (id = 1), server TEXT NOT NULL, region TEXT NOT NULL, relay TEXT, certificate_authorities TEXT, since INTEGER NOT NULL, given INTEGER NOT NULL) STRICT",
    "CREATE TABLE issuer (server TEXT PRIMARY KEY, enrolled INTEGER NOT NULL, is_organisation INTEGER NOT NULL) STRICT",
    "CREATE TABLE log_pin (server TEXT PRIMARY KEY, log_key TEXT NOT NULL, number INTEGER NOT NULL, digest TEXT NOT NULL, time INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE TABLE issuer_keys (server TEXT NOT NULL, epoch INTEGER NOT NULL, new TEXT NOT NULL, established TEXT NOT NULL, organisation TEXT NOT NULL, since INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (server, epoch)) STRICT",
    "CREATE TABLE epoch (epoch INTEGER PRIMARY KEY, stage TEXT NOT NULL CHECK (stage IN ('planned', 'ready', 'composed', 'lost')), order_at INTEGER NOT NULL, reason TEXT NOT NULL) STRICT",
    "CREATE TABLE token (number INTEGER PRIMARY KEY, epoch INTEGER NOT NULL REFERENCES epoch (epoch) ON DELETE CASCADE, bytes TEXT NOT NULL, secret TEXT NOT NULL) STRICT",
    "CREATE TABLE upload (number INTEGER PRIMARY KEY REFERENCES token (number) ON DELETE CASCADE, body BLOB NOT NULL, sequence INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'acknowledged', 'refused')), attempts INTEGER NOT NULL, next_attempt INTEGER NOT NULL, last_answer TEXT NOT NULL) STRICT",
  ]

  /// A file in which `bodies` wait; the first `attempted` of them may have reached the server.
  static func make(at path: String, server: String, bodies: [[UInt8]], attempted: Int) throws {
    let database = try SQLiteDatabase(privateFile: path, applicationIdentifier: 0x4643_6873)
    for table in tables { try database.run(table) }
    let epoch = Household.epoch
    try database.run(
      "INSERT INTO consent VALUES (1, ?1, 'ZZ', NULL, NULL, ?2, 1)",
      [.text(server), .integer(epoch.number)])
    try database.run(
      "INSERT INTO issuer VALUES (?1, ?2, 0)", [.text(server), .integer(epoch.number)])
    try database.run(
      "INSERT INTO log_pin VALUES (?1, ?2, 0, ?3, ?4, ?4)",
      [
        .text(server), .text(logKey.verifyingKey.description), .text(entry.digest.description),
        .integer(entry.entry.time.seconds),
      ])
    let keys = try #require(entry.entry.keys)
    try database.run(
      "INSERT INTO issuer_keys VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      [
        .text(server), .integer(epoch.number), .text(keys.new.description),
        .text(keys.established.description), .text(keys.organisation.description),
        .integer(entry.entry.time.seconds),
      ])
    try database.run(
      "INSERT INTO epoch VALUES (?1, 'composed', 0, '')", [.integer(epoch.number)])
    for (index, owned) in tokens.enumerated() {
      try database.run(
        "INSERT INTO token VALUES (?1, ?2, ?3, ?4)",
        [
          .integer(Int64(index + 1)), .integer(epoch.number), .text(owned.token.description),
          .text(owned.key.secretText),
        ])
    }
    for (index, body) in bodies.enumerated() {
      try database.run(
        "INSERT INTO upload VALUES (?1, ?2, 1, 'waiting', ?3, ?4, '')",
        [
          .integer(Int64(index + 1)), .bytes(body), .integer(index < attempted ? 1 : 0),
          .integer(epoch.end.seconds + Int64(index)),
        ])
    }
  }
}

/// `agent.sqlite` before it knew anything of devices but their names.
enum OlderStore {
  static let hour = Household.epoch.start.hour
  static let device = Device(label: "02:a1:c7:5e:39:d4")

  private static let tables = [
    "CREATE TABLE migration (room TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (room, number)) STRICT, WITHOUT ROWID",
    "INSERT INTO migration VALUES ('tallies', 1), ('imports', 1)",
    "CREATE TABLE device (id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE, last_minute INTEGER NOT NULL) STRICT",
    "CREATE TABLE places (id INTEGER PRIMARY KEY, answers TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE geo (id INTEGER PRIMARY KEY, databases TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE tally (hour INTEGER NOT NULL, device INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE, places INTEGER NOT NULL REFERENCES places (id), service TEXT NOT NULL, flows INTEGER NOT NULL, packets_up INTEGER NOT NULL, bytes_up INTEGER NOT NULL, packets_down INTEGER NOT NULL, bytes_down INTEGER NOT NULL, minutes INTEGER NOT NULL, handshake INTEGER, PRIMARY KEY (hour, device, places, service)) STRICT, WITHOUT ROWID",
    "CREATE TABLE presence (hour INTEGER NOT NULL, device INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE, minutes INTEGER NOT NULL, PRIMARY KEY (hour, device)) STRICT, WITHOUT ROWID",
    "CREATE TABLE watched (hour INTEGER PRIMARY KEY, minutes INTEGER NOT NULL, lost INTEGER NOT NULL, undecodable INTEGER NOT NULL, packets_read INTEGER NOT NULL, sampling INTEGER NOT NULL, geo INTEGER NOT NULL REFERENCES geo (id)) STRICT",
    "CREATE INDEX tally_device ON tally (device)",
    "CREATE INDEX presence_device ON presence (device)",
    "CREATE TABLE imported (digest TEXT PRIMARY KEY, last_hour INTEGER NOT NULL) STRICT",
  ]

  /// An hour of one device.
  static func make(at path: String) throws {
    let database = try SQLiteDatabase(privateFile: path, applicationIdentifier: 0x4643_6167)
    for table in tables { try database.run(table) }
    let whole = Int64(bitPattern: MinuteBits.wholeHour)
    for sql in [
      "INSERT INTO device VALUES (1, '\(device.label)', \(hour * 60))",
      "INSERT INTO places VALUES (1, 'CN')", "INSERT INTO geo VALUES (1, '')",
      "INSERT INTO tally VALUES (\(hour), 1, 1, 'tls', 1, 3, 900, 4, 5000, 7, NULL)",
      "INSERT INTO presence VALUES (\(hour), 1, \(whole))",
      "INSERT INTO watched VALUES (\(hour), \(whole), 0, 0, 7, 1, 1)",
      "INSERT INTO imported VALUES ('\(Digest(of: [1]))', \(hour))",
    ] { try database.run(sql) }
  }
}
