extension Store {
  /// The tables of the issuer, of the collector and of the log.
  ///
  /// The tables that begin with `issuer_` know agents and never see a pseudonym; those that begin with
  /// `house_` know pseudonyms and never see an agent. They share the epoch and the tier, which are
  /// public, and nothing else: no column, no time of arrival, no order of arrival (every table is
  /// sorted by its key), so nothing that is stored links an agent with a contribution.
  static let households = """
    CREATE TABLE log (
      number INTEGER PRIMARY KEY NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('keys', 'release')),
      epoch INTEGER NOT NULL,
      digest TEXT NOT NULL UNIQUE,
      signature TEXT NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (kind, epoch)
    ) STRICT;
    CREATE TRIGGER log_only_grows BEFORE INSERT ON log
    WHEN NEW.number IS NOT (SELECT coalesce(max(number) + 1, 0) FROM log)
    BEGIN SELECT RAISE(ABORT, 'an entry of the log comes after the last'); END;
    CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'the log never changes'); END;
    CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'the log never shrinks'); END;
    CREATE TABLE log_key (
      only INTEGER PRIMARY KEY NOT NULL CHECK (only = 1),
      secret TEXT NOT NULL
    ) STRICT;

    CREATE TABLE issuer_keys (
      identifier TEXT PRIMARY KEY NOT NULL,
      epoch INTEGER NOT NULL,
      tier TEXT NOT NULL,
      public_key TEXT NOT NULL,
      secret BLOB,
      UNIQUE (epoch, tier)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE issuer_invitations (
      code TEXT PRIMARY KEY NOT NULL,
      label TEXT NOT NULL,
      tier TEXT NOT NULL,
      created INTEGER NOT NULL,
      uses INTEGER NOT NULL,
      used INTEGER NOT NULL CHECK (used <= uses),
      revoked INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE issuer_agents (
      agent TEXT PRIMARY KEY NOT NULL,
      enrolled INTEGER NOT NULL,
      organisation INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE issuer_orders (
      epoch INTEGER NOT NULL,
      agent TEXT NOT NULL REFERENCES issuer_agents,
      tier TEXT NOT NULL,
      tokens INTEGER NOT NULL,
      digest TEXT NOT NULL,
      PRIMARY KEY (epoch, agent)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE house_uploads (
      epoch INTEGER NOT NULL,
      pseudonym TEXT NOT NULL,
      tier TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      body BLOB,
      PRIMARY KEY (epoch, pseudonym)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER house_uploads_end_with_the_release BEFORE INSERT ON house_uploads
    WHEN EXISTS (SELECT 1 FROM log WHERE kind = 'release' AND epoch = NEW.epoch)
    BEGIN SELECT RAISE(ABORT, 'the epoch is released'); END;
    CREATE TABLE house_late (
      epoch INTEGER PRIMARY KEY NOT NULL,
      uploads INTEGER NOT NULL
    ) STRICT;
    """

  /// The log takes lists of common models too, of which an epoch may have several: SQLite cannot change a
  /// table's constraint, so the log moves into a new one with the same triggers.
  static let commonModels = """
    DROP TRIGGER house_uploads_end_with_the_release;
    CREATE TABLE longer_log (
      number INTEGER PRIMARY KEY NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('keys', 'release', 'models')),
      epoch INTEGER CHECK ((epoch IS NULL) = (kind = 'models')),
      digest TEXT NOT NULL UNIQUE,
      signature TEXT NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (kind, epoch)
    ) STRICT;
    INSERT INTO longer_log SELECT number, kind, epoch, digest, signature, bytes FROM log ORDER BY number;
    DROP TABLE log;
    ALTER TABLE longer_log RENAME TO log;
    CREATE TRIGGER log_only_grows BEFORE INSERT ON log
    WHEN NEW.number IS NOT (SELECT coalesce(max(number) + 1, 0) FROM log)
    BEGIN SELECT RAISE(ABORT, 'an entry of the log comes after the last'); END;
    CREATE TRIGGER log_never_changes BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'the log never changes'); END;
    CREATE TRIGGER log_never_shrinks BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'the log never shrinks'); END;
    CREATE TRIGGER house_uploads_end_with_the_release BEFORE INSERT ON house_uploads
    WHEN EXISTS (SELECT 1 FROM log WHERE kind = 'release' AND epoch = NEW.epoch)
    BEGIN SELECT RAISE(ABORT, 'the epoch is released'); END;
    """

  /// What noisy releases have cost so far, written in the transaction of each.
  static let privacyBudget = """
    CREATE TABLE release_privacy (
      only INTEGER PRIMARY KEY NOT NULL CHECK (only = 1),
      spent TEXT NOT NULL
    ) STRICT;
    """
}
