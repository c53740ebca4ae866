/// One step in the life of the local store's tables. Each room numbers its own steps from 1 and lists
/// them in a file of its own; a step that has been in a release never changes.
struct Migration: Sendable {
  /// The room whose tables these are: `tallies`, `devices`, `house`, `bench`.
  let room: String
  /// 1, 2, 3 … within the room.
  let number: Int64
  /// SQL, run in this order.
  let statements: [String]
}

extension SQLiteDatabase {
  /// Makes the steps that the file does not have yet, all of them or none. A file from a later version
  /// of this program, which has steps that are not in the list, is refused.
  func migrate(_ migrations: [Migration]) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      try run(
        """
        CREATE TABLE IF NOT EXISTS migration (
          room TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (room, number)
        ) STRICT, WITHOUT ROWID
        """)
      let done = try doneMigrations()
      let known = Set(migrations.map { MigrationName(room: $0.room, number: $0.number) })
      guard done.isSubset(of: known) else { throw isFromLaterVersion }
      for migration in migrations
      where !done.contains(MigrationName(room: migration.room, number: migration.number)) {
        for statement in migration.statements { try run(statement) }
        try run(
          "INSERT INTO migration (room, number) VALUES (?1, ?2)",
          [.text(migration.room), .integer(migration.number)])
      }
    }
  }

  private func doneMigrations() throws(DatabaseError) -> Set<MigrationName> {
    let rows = try run("SELECT room, number FROM migration")
    return Set(
      rows.compactMap { row in
        guard let room = row[0].text, let number = row[1].integer else { return nil }
        return MigrationName(room: room, number: number)
      })
  }

  private var isFromLaterVersion: DatabaseError {
    DatabaseError(
      path: path, code: 1,
      reason: "was written by a later version of this program; install that version")
  }
}

private struct MigrationName: Hashable {
  let room: String
  let number: Int64
}
