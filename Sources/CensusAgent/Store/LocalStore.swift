/// The agent's own memory: one SQLite file that never leaves the machine.
///
/// In: what was watched, a minute at a time. Out: tallies and exposure for the owner's view and for
/// composing contributions. Devices are named here by their labels, so the file is made for its owner's
/// eyes alone. Other rooms keep their tables in the same file (`Migration`), so that one transaction can
/// span them and `forget` has one thing to delete.
///
/// One connection for one thread; several connections, also of several programs, may be open at once.
public final class LocalStore {
  let database: SQLiteDatabase

  /// Where the file lies.
  public var path: String { database.path }

  /// Marks the file (`PRAGMA application_id`): ASCII "FCag".
  private static let applicationIdentifier: Int64 = 0x4643_6167

  /// The tables of every room, in the order in which they may refer to each other.
  private static let migrations: [Migration] =
    tallyMigrations + importMigrations
    + deviceMigrations

  /// Opens the file, making it where it does not exist, readable by its owner alone.
  public init(path: String) throws(DatabaseError) {
    database = try SQLiteDatabase(
      privateFile: path, applicationIdentifier: Self.applicationIdentifier)
    try database.migrate(Self.migrations)
  }

  /// Runs `body` as one transaction: all of it or nothing.
  func transaction(_ body: () throws(DatabaseError) -> Void) throws(DatabaseError) {
    try database.transaction(body)
  }
}
