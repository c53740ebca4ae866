extension SQLiteDatabase {
  /// Opens a file of personal data, making it where it does not exist: its owner alone can read it, and what
  /// is deleted from it is overwritten. `applicationIdentifier` marks what kind of file it is; one of another
  /// kind is refused and left as it is.
  convenience init(privateFile path: String, applicationIdentifier: Int64) throws(DatabaseError) {
    // SQLite gives its companion files the rights of the file itself. One that exists keeps its own.
    _ = try? LocalFile.createPrivate(path, [])
    try self.init(path: path)
    try run("PRAGMA secure_delete = ON")
    let mark = try run("PRAGMA application_id").first?.first?.integer ?? 0
    guard mark == 0 || mark == applicationIdentifier else {
      throw DatabaseError(
        path: path, code: 1, reason: "is a database of another kind; name another file or folder")
    }
    if mark == 0 { try run("PRAGMA application_id = \(applicationIdentifier)") }
  }
}
