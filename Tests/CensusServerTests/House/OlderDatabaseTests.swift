import CensusProtocol
import Foundation
import GRDB
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

/// A database as a server left it that knew no lists of common models: its tables are written out here, as
/// they were, so that no later change of the migrations can change them.
@Suite("A database of an earlier server")
struct OlderDatabaseTests {
  /// The tables of households before the log took lists of models.
  private static let tables = """
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
      only INTEGER PRIMARY KEY NOT NULL CHECK (only = 1), secret TEXT NOT NULL
    ) STRICT;
    CREATE TABLE issuer_keys (
      identifier TEXT PRIMARY KEY NOT NULL, epoch INTEGER NOT NULL, tier TEXT NOT NULL,
      public_key TEXT NOT NULL, secret BLOB, UNIQUE (epoch, tier)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE issuer_invitations (
      code TEXT PRIMARY KEY NOT NULL, label TEXT NOT NULL, tier TEXT NOT NULL, created INTEGER NOT NULL,
      uses INTEGER NOT NULL, used INTEGER NOT NULL CHECK (used <= uses), revoked INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE issuer_agents (
      agent TEXT PRIMARY KEY NOT NULL, enrolled INTEGER NOT NULL, organisation INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE issuer_orders (
      epoch INTEGER NOT NULL, agent TEXT NOT NULL REFERENCES issuer_agents, tier TEXT NOT NULL,
      tokens INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (epoch, agent)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE house_uploads (
      epoch INTEGER NOT NULL, pseudonym TEXT NOT NULL, tier TEXT NOT NULL, sequence INTEGER NOT NULL,
      body BLOB, PRIMARY KEY (epoch, pseudonym)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER house_uploads_end_with_the_release BEFORE INSERT ON house_uploads
    WHEN EXISTS (SELECT 1 FROM log WHERE kind = 'release' AND epoch = NEW.epoch)
    BEGIN SELECT RAISE(ABORT, 'the epoch is released'); END;
    CREATE TABLE house_late (epoch INTEGER PRIMARY KEY NOT NULL, uploads INTEGER NOT NULL) STRICT;
    CREATE TABLE release_privacy (
      only INTEGER PRIMARY KEY NOT NULL CHECK (only = 1), spent TEXT NOT NULL
    ) STRICT;
    INSERT INTO grdb_migrations VALUES ('households'), ('privacy budget');
    """
  private static let names = [
    "issuer_keys", "issuer_invitations", "issuer_agents", "issuer_orders", "house_uploads",
    "house_late", "log_key", "release_privacy", "log",
  ]

  /// A file with those tables and with what stands in the database at `path`.
  private static func make(_ file: String, of path: String) throws {
    let queue = try DatabaseQueue(path: file)
    try Store.migrator.migrate(queue, upTo: "findings")
    try queue.write { try $0.execute(sql: tables) }
    try queue.inDatabase { database in
      try database.execute(sql: "ATTACH ? AS filled", arguments: [path])
      for name in names {
        try database.execute(sql: "INSERT INTO \(name) SELECT * FROM filled.\(name)")
      }
      try database.execute(sql: "DETACH filled")
    }
    try queue.close()
  }

  /// Every row of every table, as text.
  private static func content(_ store: Store) async throws -> [String: [String]] {
    try await store.read { database in
      var content: [String: [String]] = [:]
      for name in names {
        content[name] = try DatabaseRow.fetchAll(database, sql: "SELECT * FROM \(name)")
          .map(\.description)
      }
      return content
    }
  }

  private static func options(_ options: inout HouseOptions) {
    options.rule = MergeRule(fewest: 5, fewestConfirmed: 0) ?? .standard
    // The shared keys are in the database already.
    options.makeKey = IssuerSecretKey.random
  }

  /// What was done before the server was exchanged: a week released, with a late upload, and another sent.
  private struct Past: Sendable {
    let content: [String: [String]]
    let rights: [TestAgent.Right]
    let order: [UInt8]
    let answer: [UInt8]
    let agent: TestAgent
  }

  private static func past(of database: String) async throws -> Past {
    let box = Box()
    try await TestCrowd.with(
      database: database, named: [],
      options: { $0.rule = MergeRule(fewest: 5, fewestConfirmed: 0) ?? .standard }
    ) { crowd in
      _ = try await crowd.server.store.invite(label: "friends", tier: .new, uses: 2, at: .now)
      let agent = TestAgent()
      let first = try await agent.rights(crowd, 8)
      try crowd.moveToUploads(of: crowd.epoch)
      let upload = HouseUpload.contribution(try crowd.contribution("any-smartphone"))
      for right in first.dropLast() { _ = try await crowd.send(upload, by: right) }
      try crowd.moveToRelease(of: crowd.epoch)
      try await crowd.keeper.keep()
      #expect(try await crowd.send(upload, by: first[7]).problem == "epoch-over")

      let next = try #require(crowd.epoch.next)
      let order = try await agent.order(crowd, next, count: 6)
      let answer = try await agent.post(order.bytes, to: "/v1/tokens", crowd)
      let signed = try #require(TokenAnswer(decoding: Array(buffer: answer.body)))
      let rights = try zip(zip(order.pending, order.pseudonyms), signed.responses).map {
        TestAgent.Right(token: try $0.0.finalize($1), pseudonym: $0.1)
      }
      try crowd.moveToUploads(of: next)
      let later = HouseUpload.contribution(
        try crowd.contribution("any-smartphone", epoch: next))
      for right in rights { _ = try await crowd.send(later, by: right) }
      await box.set(
        Past(
          content: try await Self.content(crowd.server.store), rights: rights, order: order.bytes,
          answer: Array(buffer: answer.body), agent: agent))
    }
    return try #require(await box.past)
  }

  private actor Box {
    private(set) var past: Past?
    func set(_ past: Past) { self.past = past }
  }

  @Test(
    "is found whole: the log to the byte, keys, agents, orders, contributions, and what was spent")
  func everything() async throws {
    try await TemporaryFolder.with { folder in
      let past = try await Self.past(of: "\(folder)/filled.sqlite")
      #expect(try #require(past.content["log"]).count >= 5)
      #expect(try #require(past.content["house_uploads"]).count == 6)
      let old = "\(folder)/server.sqlite"
      try Self.make(old, of: "\(folder)/filled.sqlite")
      try await TestCrowd.with(database: old, named: [], options: Self.options) { crowd in
        let store = crowd.server.store
        #expect(try await Self.content(store) == past.content)
        let next = try #require(crowd.epoch.next)
        let log = try await crowd.server.get("/v1/log")
        #expect(ReleaseLog([("log", Array(buffer: log.body))]).faults.isEmpty)
        #expect(try await crowd.server.get("/v1/releases/\(crowd.epoch)").status == .ok)

        // It goes on where it was: the same tokens for the same order, the same upload known, no other table.
        crowd.clock.move(to: next.end)
        let again = try await past.agent.post(past.order, to: "/v1/tokens", crowd)
        #expect(Array(buffer: again.body) == past.answer)
        let upload = HouseUpload.contribution(
          try crowd.contribution("any-smartphone", epoch: next))
        try crowd.moveToUploads(of: next)
        let known = try await crowd.send(upload, by: past.rights[0])
        #expect(try known.object["status"] as? String == "known")
        let pixel = try #require(ModelIdentifier("google-pixel-6"))
        let now = crowd.clock.clock.now()
        #expect(try await store.changeListedModels(at: now) { _ in [pixel] } != nil)
        try crowd.moveToRelease(of: next)
        #expect(try await crowd.keeper.keep().releases == [next])
        #expect(try await crowd.stored().isEmpty)
      }
    }
  }

  @Test("has a log that the new table guards as the old one did")
  func guarded() async throws {
    try await TemporaryFolder.with { folder in
      _ = try await Self.past(of: "\(folder)/filled.sqlite")
      try Self.make("\(folder)/server.sqlite", of: "\(folder)/filled.sqlite")
      let store = try Store(path: "\(folder)/server.sqlite")
      let released = try await store.releases().compactMap(\.entry.release?.epoch.number)
      for sql in [
        "DELETE FROM log", "UPDATE log SET epoch = epoch + 1",
        "INSERT INTO log SELECT number + 1, kind, epoch, digest || 'x', signature, bytes FROM log WHERE number = (SELECT max(number) FROM log)",
        "INSERT INTO house_uploads VALUES (\(try #require(released.first)), 'x', 'new', 0, x'00')",
      ] {
        await #expect(throws: StoreError.self) {
          try await store.write { try $0.execute(sql: sql) }
        }
      }
      try store.close()
    }
  }
}
