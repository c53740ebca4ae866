import CensusProtocol
import Foundation
import GRDB

extension Store {
  /// The entries of the log from `number` on, at most `limit`, each as the line that was signed.
  func log(from number: Int64, limit: Int) async throws(StoreError) -> [SignedEntry] {
    try await read { database in
      try DatabaseRow.fetchAll(
        database,
        sql: "SELECT bytes, signature FROM log WHERE number >= ? ORDER BY number LIMIT ?",
        arguments: [number, limit]
      )
      .map { try $0.signedEntry() }
    }
  }

  /// The entry that announces the keys of an epoch, or releases it.
  func logEntry(_ kind: LogKind, of epoch: Epoch) async throws(StoreError) -> SignedEntry? {
    try await read { try $0.logEntry(kind, of: epoch) }
  }

  /// The release of the latest epoch; nil where there is none.
  func latestRelease() async throws(StoreError) -> SignedEntry? {
    try await read { database in
      try DatabaseRow.fetchOne(
        database,
        sql: """
          SELECT bytes, signature FROM log WHERE kind = 'release' ORDER BY epoch DESC LIMIT 1
          """
      )?.signedEntry()
    }
  }

  /// All releases, the latest first.
  func releases() async throws(StoreError) -> [SignedEntry] {
    try await read { database in
      try DatabaseRow.fetchAll(
        database, sql: "SELECT bytes, signature FROM log WHERE kind = 'release' ORDER BY epoch DESC"
      )
      .map { try $0.signedEntry() }
    }
  }

  /// The public half of the key that signs the log, which is made where there is none.
  func establishedLogKey() throws(StoreError) -> VerifyingKey {
    do { return try pool.write { try $0.establishedLogKey().verifyingKey } } catch {
      throw StoreError(error)
    }
  }
}

/// What an entry of the log is.
enum LogKind: String, Sendable {
  case keys, release, models
}

extension DatabaseRow {
  func signedEntry() throws -> SignedEntry {
    let bytes: [UInt8] = Array(self["bytes"] as Data)
    do {
      return try SignedEntry(bytes: bytes, signature: try decoded("signature") { Signature($0) })
    } catch let error as LogEntryError {
      throw StoreError.failed(reason: "the column bytes of the log holds no entry: \(error)")
    }
  }
}

extension Database {
  func logEntry(_ kind: LogKind, of epoch: Epoch) throws -> SignedEntry? {
    try DatabaseRow.fetchOne(
      self, sql: "SELECT bytes, signature FROM log WHERE kind = ? AND epoch = ?",
      arguments: [kind.rawValue, epoch.number]
    )?.signedEntry()
  }

  func isInLog(_ kind: LogKind, of epoch: Epoch) throws -> Bool {
    try Bool.fetchOne(
      self, sql: "SELECT count(*) FROM log WHERE kind = ? AND epoch = ?",
      arguments: [kind.rawValue, epoch.number]) ?? false
  }

  func logKey() throws -> SigningKey? {
    try DatabaseRow.fetchOne(self, sql: "SELECT secret FROM log_key")?
      .decoded("secret") { SigningKey($0) }
  }

  func establishedLogKey() throws -> SigningKey {
    if let key = try logKey() { return key }
    let key = SigningKey.random()
    try execute(
      sql: "INSERT INTO log_key (only, secret) VALUES (1, ?)", arguments: [key.secretText])
    return key
  }

  /// Writes the next entry. The table refuses a second one of the same kind and epoch, and any change.
  func append(_ content: LogEntry.Content, at time: UTCTime) throws -> SignedEntry {
    let key = try establishedLogKey()
    let last = try DatabaseRow.fetchOne(
      self, sql: "SELECT number, digest FROM log ORDER BY number DESC LIMIT 1")
    let entry = LogEntry(
      number: last.map { $0["number"] + 1 } ?? 0,
      previous: try last?.decoded("digest") { Digest($0) } ?? LogEntry.beginning, time: time,
      key: key.verifyingKey, content: content)
    let signed = try SignedEntry(signing: entry, with: key)
    let (kind, epoch): (LogKind, Epoch?) =
      switch content {
      case .keys(let keys): (.keys, keys.epoch)
      case .release(let release): (.release, release.epoch)
      case .models: (.models, nil)
      }
    try execute(
      sql: """
        INSERT INTO log (number, kind, epoch, digest, signature, bytes) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        entry.number, kind.rawValue, epoch?.number, signed.digest.description,
        signed.signature.description, Data(signed.bytes),
      ])
    return signed
  }
}
