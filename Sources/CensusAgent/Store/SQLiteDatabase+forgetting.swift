extension SQLiteDatabase {
  /// Empties every table but the list of migrations. What was there is overwritten in the file and in its
  /// write-ahead log; what a disk keeps of its own accord is beyond SQLite's reach. Other connections, also
  /// of other programs, go on with empty tables.
  func forgetEverything() throws(DatabaseError) {
    let tables = try run(
      """
      SELECT name FROM sqlite_schema
      WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migration'
      """
    ).compactMap { $0[0].text }
    try transaction { () throws(DatabaseError) in
      try run("PRAGMA defer_foreign_keys = ON")
      for table in tables { try run("DELETE FROM \(table)") }
    }
    try run("VACUUM")
    try run("PRAGMA wal_checkpoint(TRUNCATE)")
  }
}

extension LocalStore {
  /// Forgets all that was ever seen.
  public func forgetEverything() throws(DatabaseError) { try database.forgetEverything() }
}

extension HouseSpool {
  /// Forgets consent, tokens and contributions. What a server has can then not be taken back any more.
  public func forgetEverything() throws(DatabaseError) { try database.forgetEverything() }
}
