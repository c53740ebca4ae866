import CensusProtocol

extension LocalStore {
  /// The capture files that were counted, so that none counts twice.
  static let importMigrations = [
    Migration(
      room: "imports", number: 1,
      statements: [
        "CREATE TABLE imported (digest TEXT PRIMARY KEY, last_hour INTEGER NOT NULL) STRICT"
      ])
  ]

  /// Whether a file of these bytes was counted.
  func hasImported(_ digest: Digest) throws(DatabaseError) -> Bool {
    try !database.run(
      "SELECT 1 FROM imported WHERE digest = ?1", [.text(digest.description)]
    ).isEmpty
  }

  /// Notes that a file of these bytes was counted. Fails where it was noted before, so that two programs
  /// that count one file at once do not both succeed.
  func rememberImport(_ digest: Digest, lastHour: Int64) throws(DatabaseError) {
    try database.run(
      "INSERT INTO imported (digest, last_hour) VALUES (?1, ?2)",
      [.text(digest.description), .integer(lastHour)])
  }
}
