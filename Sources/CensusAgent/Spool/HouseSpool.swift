import CensusProtocol

/// The household's outbox: what is on its way to a server, from the owner's consent to the acknowledgement.
///
/// In: consent, tokens, and contributions as exact bytes. Out: the same bytes, as often as sending needs.
/// It is a file apart from the local store, because nothing of what that one knows may get in here: two
/// households that differ in names and addresses alone have the same spool, byte for byte.
public final class HouseSpool {
  let database: SQLiteDatabase

  /// Where the file lies.
  public var path: String { database.path }

  /// Marks the file (`PRAGMA application_id`): ASCII "FChs".
  private static let applicationIdentifier: Int64 = 0x4643_6873

  /// One consent or none, what the issuers said, the epochs on their way, their tokens, their contributions.
  private static let migrations = [
    Migration(
      room: "house", number: 1,
      statements: [
        """
        CREATE TABLE consent (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          server TEXT NOT NULL,
          region TEXT NOT NULL,
          relay TEXT,
          certificate_authorities TEXT,
          since INTEGER NOT NULL,
          given INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE issuer (
          server TEXT PRIMARY KEY,
          enrolled INTEGER NOT NULL,
          is_organisation INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE log_pin (
          server TEXT PRIMARY KEY,
          log_key TEXT NOT NULL,
          number INTEGER NOT NULL,
          digest TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE issuer_keys (
          server TEXT NOT NULL,
          epoch INTEGER NOT NULL,
          new TEXT NOT NULL,
          established TEXT NOT NULL,
          organisation TEXT NOT NULL,
          PRIMARY KEY (server, epoch)
        ) STRICT
        """,
        """
        CREATE TABLE epoch (
          epoch INTEGER PRIMARY KEY,
          stage TEXT NOT NULL CHECK (stage IN ('planned', 'ready', 'composed', 'lost')),
          order_at INTEGER NOT NULL,
          reason TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE token (
          number INTEGER PRIMARY KEY,
          epoch INTEGER NOT NULL REFERENCES epoch (epoch) ON DELETE CASCADE,
          bytes TEXT NOT NULL,
          secret TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE upload (
          number INTEGER PRIMARY KEY REFERENCES token (number) ON DELETE CASCADE,
          body BLOB NOT NULL,
          sequence INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'acknowledged', 'refused')),
          attempts INTEGER NOT NULL,
          next_attempt INTEGER NOT NULL,
          last_answer TEXT NOT NULL
        ) STRICT
        """,
      ]),
    Migration(
      room: "house", number: 2,
      statements: [
        "ALTER TABLE log_pin ADD COLUMN time INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE log_pin ADD COLUMN seen INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE issuer_keys ADD COLUMN since INTEGER NOT NULL DEFAULT 0",
      ]),
    Migration(
      room: "house", number: 3,
      statements: [
        """
        CREATE TABLE log_models (
          server TEXT NOT NULL,
          number INTEGER NOT NULL,
          from_epoch INTEGER NOT NULL,
          release INTEGER,
          models TEXT NOT NULL,
          PRIMARY KEY (server, number)
        ) STRICT
        """
      ]),
  ]

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
