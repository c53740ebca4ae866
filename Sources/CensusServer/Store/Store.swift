import Foundation
import GRDB

/// What the server has taken in, durably: organisations and their keys, the exact bytes of every
/// bundle, and the same bundles taken apart for the statistics.
///
/// SQLite in write-ahead-log mode; nothing outside this folder knows SQL. A call that writes has
/// returned only when its transaction is on the disk.
public struct Store: Sendable {
  let pool: DatabasePool

  /// How long a write waits for another process (`organisation add`) to finish its own, in seconds.
  private static let patience = 5.0

  /// Opens the database at `path`, making it and its folder where they are missing, and brings its
  /// schema up to date.
  public init(path: String) throws(StoreError) {
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
      var configuration = Configuration()
      configuration.label = "store"
      configuration.foreignKeysEnabled = true
      configuration.busyMode = .timeout(Self.patience)
      // What is deleted is overwritten with zeros: a household's contribution must not survive its
      // release in a free page (https://www.sqlite.org/pragma.html#pragma_secure_delete).
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
      pool = try DatabasePool(path: path, configuration: configuration)
      // GRDB opens a pool with synchronous=NORMAL, which may lose the last commits when the power
      // fails; FULL makes a commit wait for the disk (https://www.sqlite.org/pragma.html).
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      let migrator = Self.migrator
      guard try !pool.read(migrator.hasBeenSuperseded) else { throw StoreError.newer(file: path) }
      try migrator.migrate(pool)
    } catch let error as StoreError {
      throw error
    } catch {
      throw .unusable(file: path, reason: Self.reason(of: error))
    }
  }

  private static func reason(of error: any Error) -> String {
    switch error {
    case let error as DatabaseError: error.message ?? "SQLite result \(error.resultCode)"
    case let error as CocoaError: error.localizedDescription.trimmingCharacters(in: ["."])
    default: "\(error)"
    }
  }

  /// Whether the store can be read and a write could begin; throws what is wrong.
  public func check() async throws(StoreError) {
    try await write { database in
      _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM organisations")
    }
  }

  /// Writes everything back into the one database file and closes it.
  public func close() throws(StoreError) {
    // SQLite removes its log with the last connection, which must be the one that may write.
    pool.invalidateReadOnlyConnections()
    do { try pool.close() } catch { throw StoreError(error) }
  }

  func read<Value: Sendable>(
    _ query: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await pool.read(query) } catch { throw StoreError(error) }
  }

  /// Runs `update` in one transaction that takes the write lock at once (GRDB's default).
  func write<Value: Sendable>(
    _ update: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await pool.write(update) } catch { throw StoreError(error) }
  }
}
