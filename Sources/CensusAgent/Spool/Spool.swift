import CensusProtocol

/// The agent's outbox: what is to be sent is on the disk before anything is sent, and stays there
/// until a server has acknowledged it.
///
/// In: a bundle's exact bytes with their signature. Out: the same bytes, as often as sending needs.
/// A bundle is known by its digest, so putting the same bytes in twice is putting them in once.
public final class Spool {
  private let database: SQLiteDatabase

  /// Marks the file as a spool (`PRAGMA application_id`): ASCII "FCsp".
  private static let applicationIdentifier: Int64 = 0x4643_7370

  /// Opens the spool file, making it where it does not exist.
  public init(path: String) throws(DatabaseError) {
    database = try SQLiteDatabase(path: path)
    try migrate()
  }

  private func migrate() throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      guard try database.run("PRAGMA user_version") == [[.integer(0)]] else { return }
      try database.run(
        """
        CREATE TABLE entry (
          digest TEXT PRIMARY KEY,
          session TEXT NOT NULL,
          server TEXT NOT NULL,
          bytes BLOB NOT NULL,
          signature TEXT NOT NULL,
          created INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'acknowledged', 'refused')),
          attempts INTEGER NOT NULL,
          next_attempt INTEGER NOT NULL,
          last_answer TEXT NOT NULL
        ) STRICT
        """)
      try database.run("PRAGMA application_id = \(Self.applicationIdentifier)")
      try database.run("PRAGMA user_version = 1")
    }
  }

  /// Puts a signed bundle in, to be sent to `server`. One that was refused before, or was meant for
  /// another server, waits again; one that is waiting or acknowledged stays as it is.
  public func put(
    _ bundle: SignedBundle, server: String, now: UTCTime
  ) throws(DatabaseError) {
    try database.run(
      """
      INSERT INTO entry (digest, session, server, bytes, signature, created, state, attempts,
                         next_attempt, last_answer)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', 0, 0, '')
      ON CONFLICT (digest) DO UPDATE
      SET state = 'waiting', server = excluded.server, attempts = 0, next_attempt = 0
      WHERE state = 'refused' OR server <> excluded.server
      """,
      [
        .text(bundle.digest.description), .text(bundle.session.description), .text(server),
        .bytes(bundle.bytes), .text(bundle.signature.description), .integer(now.seconds),
      ])
  }

  /// Every entry, the oldest first.
  public func entries() throws(DatabaseError) -> [SpoolEntry] {
    try database.run(
      """
      SELECT digest, session, server, length(bytes), created, state, attempts, next_attempt,
             last_answer
      FROM entry ORDER BY created, digest
      """
    ).compactMap(SpoolEntry.init(row:))
  }

  /// The bytes and the signature of an entry; nil where the spool has no such entry.
  public func content(
    of digest: Digest
  ) throws(DatabaseError) -> (bytes: [UInt8], signature: String)? {
    let rows = try database.run(
      "SELECT bytes, signature FROM entry WHERE digest = ?1", [.text(digest.description)])
    guard let row = rows.first, let bytes = row[0].bytes, let signature = row[1].text else {
      return nil
    }
    return (bytes, signature)
  }

  /// Records what came of an attempt.
  public func record(_ outcome: AttemptOutcome, of digest: Digest) throws(DatabaseError) {
    try database.run(
      """
      UPDATE entry SET state = ?2, attempts = attempts + 1, next_attempt = ?3, last_answer = ?4
      WHERE digest = ?1 AND state <> 'acknowledged'
      """,
      [
        .text(digest.description), .text(outcome.state.rawValue),
        .integer(outcome.nextAttempt?.seconds ?? 0), .text(outcome.answer),
      ])
  }

  /// Lets every refused entry wait for another attempt; returns how many there were.
  public func retryRefused() throws(DatabaseError) -> Int {
    try database.run(
      """
      UPDATE entry SET state = 'waiting', attempts = 0, next_attempt = 0
      WHERE state = 'refused' RETURNING digest
      """
    ).count
  }
}
