import GRDB

extension Store {
  /// The schema, as the sequence of changes that led to it. A published migration is never edited:
  /// databases in the field have already run it.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 sessions") { try $0.execute(sql: sessions) }
    migrator.registerMigration("findings") { try $0.execute(sql: findings) }
    migrator.registerMigration("households") { try $0.execute(sql: households) }
    migrator.registerMigration("privacy budget") { try $0.execute(sql: privacyBudget) }
    migrator.registerMigration("common models") { try $0.execute(sql: commonModels) }
    return migrator
  }

  /// Times are seconds since 1970-01-01T00:00:00Z. `rows.places` holds the answer of every database
  /// of the session, in the order of `databases.position`, separated by spaces.
  private static let sessions = """
    CREATE TABLE organisations (
      id TEXT PRIMARY KEY NOT NULL,
      name TEXT NOT NULL,
      admitted INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE keys (
      fingerprint TEXT PRIMARY KEY NOT NULL,
      organisation TEXT NOT NULL REFERENCES organisations,
      public_key TEXT NOT NULL,
      admitted INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX keys_of_organisation ON keys (organisation);
    CREATE TABLE bundles (
      digest TEXT PRIMARY KEY NOT NULL,
      bytes BLOB NOT NULL,
      signature TEXT NOT NULL,
      key TEXT NOT NULL REFERENCES keys,
      received INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE sessions (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      bundle TEXT NOT NULL UNIQUE REFERENCES bundles,
      organisation TEXT NOT NULL REFERENCES organisations,
      model TEXT NOT NULL,
      unit TEXT NOT NULL,
      region TEXT NOT NULL,
      build TEXT NOT NULL,
      system TEXT NOT NULL,
      sim TEXT NOT NULL,
      first_boot TEXT,
      network TEXT NOT NULL,
      agent TEXT NOT NULL,
      catalogue INTEGER NOT NULL,
      plan TEXT NOT NULL,
      plan_version INTEGER NOT NULL,
      site TEXT NOT NULL,
      site_country TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sessions_of_model ON sessions (model);
    CREATE TABLE databases (
      session INTEGER NOT NULL REFERENCES sessions,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      version TEXT NOT NULL,
      PRIMARY KEY (session, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE phases (
      id INTEGER PRIMARY KEY,
      session INTEGER NOT NULL REFERENCES sessions,
      position INTEGER NOT NULL,
      condition TEXT NOT NULL,
      step TEXT NOT NULL,
      dose_bytes INTEGER,
      started INTEGER NOT NULL,
      ended INTEGER NOT NULL,
      void TEXT,
      dropped INTEGER NOT NULL,
      undecodable INTEGER NOT NULL,
      damaged_blocks INTEGER NOT NULL,
      cut_captures INTEGER NOT NULL,
      UNIQUE (session, position)
    ) STRICT;
    CREATE INDEX phases_of_condition ON phases (condition);
    CREATE TABLE captures (
      phase INTEGER NOT NULL REFERENCES phases,
      position INTEGER NOT NULL,
      digest TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      packets INTEGER NOT NULL,
      PRIMARY KEY (phase, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE blocks (
      id INTEGER PRIMARY KEY,
      phase INTEGER NOT NULL REFERENCES phases,
      hour INTEGER NOT NULL,
      exposure_minutes INTEGER NOT NULL,
      UNIQUE (phase, hour)
    ) STRICT;
    CREATE TABLE rows (
      block INTEGER NOT NULL REFERENCES blocks,
      places TEXT NOT NULL,
      service TEXT NOT NULL,
      flows INTEGER NOT NULL,
      packets_up INTEGER NOT NULL,
      bytes_up INTEGER NOT NULL,
      packets_down INTEGER NOT NULL,
      bytes_down INTEGER NOT NULL,
      contact_minutes INTEGER NOT NULL,
      handshake_microseconds INTEGER,
      PRIMARY KEY (block, places, service)
    ) STRICT, WITHOUT ROWID;
    """
}
