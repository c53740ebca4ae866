import SystemSQLite

/// What SQLite could not do with a file.
public struct DatabaseError: Error, Equatable, CustomStringConvertible {
  public let path: String
  /// SQLite's primary result code.
  public let code: Int32
  public let reason: String

  /// Whether the disk, or the space given to the file, is full.
  public var isFull: Bool { code == SQLITE_FULL }

  public var description: String {
    switch code {
    case SQLITE_FULL:
      "\(path) cannot grow: the disk is full. Nothing that was in it is lost; make room and try again"
    case SQLITE_CANTOPEN:
      "\(path) cannot be opened or created: \(reason). Does its folder exist, and may you write there?"
    case SQLITE_NOTADB: "\(path) is not a database of this program"
    case SQLITE_BUSY: "\(path) is in use by another program; try again when it has ended"
    default: "\(path): \(reason)"
    }
  }
}

/// A value in a row.
enum DatabaseValue: Equatable {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])

  var integer: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var bytes: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }
}

/// One connection to an SQLite file, used by one thread: the agent's only door to libsqlite3 and the
/// one place with its pointers.
@safe
final class SQLiteDatabase {
  private let handle: OpaquePointer
  /// Prepared statements by their text; preparing anew would be most of a short statement's work.
  private var statements = unsafe [String: OpaquePointer]()
  private static let mostStatements = 128
  let path: String

  /// Opens the file, making it where it does not exist, in WAL mode with full synchronisation: what
  /// is committed survives a power cut.
  init(path: String) throws(DatabaseError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      unsafe sqlite3_close_v2(handle)
      throw DatabaseError(
        path: path, code: code & 0xff, reason: unsafe String(cString: sqlite3_errstr(code)))
    }
    unsafe self.handle = opened
    self.path = path
    unsafe sqlite3_busy_timeout(opened, 10_000)
    try run("PRAGMA journal_mode = WAL")
    try run("PRAGMA synchronous = FULL")
    try run("PRAGMA foreign_keys = ON")
  }

  deinit {
    unsafe statements.values.forEach { unsafe _ = sqlite3_finalize($0) }
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs one statement and returns its rows. The statement stays prepared for the next time.
  @discardableResult
  func run(
    _ sql: String, _ arguments: [DatabaseValue] = []
  ) throws(DatabaseError) -> [[DatabaseValue]] {
    let statement = try unsafe prepared(sql)
    // What is bound is let go at once: it may be large, and a statement that is not reset holds a lock.
    defer {
      unsafe sqlite3_reset(statement)
      unsafe sqlite3_clear_bindings(statement)
    }
    for (index, argument) in arguments.enumerated() {
      try check(unsafe bind(argument, to: Int32(index + 1), of: statement))
    }
    var rows: [[DatabaseValue]] = []
    while true {
      let code = unsafe sqlite3_step(statement)
      if code == SQLITE_DONE { return rows }
      guard code == SQLITE_ROW else { throw error(code) }
      rows.append(
        unsafe (0..<sqlite3_column_count(statement)).map { unsafe value($0, of: statement) })
    }
  }

  private func prepared(_ sql: String) throws(DatabaseError) -> OpaquePointer? {
    if let known = unsafe statements[sql] { return unsafe known }
    if unsafe statements.count >= Self.mostStatements {
      unsafe statements.values.forEach { unsafe _ = sqlite3_finalize($0) }
      unsafe statements.removeAll()
    }
    var statement: OpaquePointer?
    let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
    try check(unsafe sqlite3_prepare_v3(handle, sql, -1, flags, &statement, nil))
    if let made = unsafe statement { unsafe statements[sql] = made }
    return unsafe statement
  }

  /// Runs `body` as one transaction: all of it or nothing.
  func transaction(_ body: () throws(DatabaseError) -> Void) throws(DatabaseError) {
    try run("BEGIN IMMEDIATE")
    do {
      try body()
      try run("COMMIT")
    } catch {
      // The first failure is the one to report; SQLite may have rolled back by itself.
      _ = try? run("ROLLBACK")
      throw error
    }
  }

  private func bind(
    _ value: DatabaseValue, to index: Int32, of statement: OpaquePointer?
  ) -> Int32 {
    // SQLITE_TRANSIENT, a macro that Swift cannot import: SQLite takes a copy of the bytes.
    let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    return switch value {
    case .null: unsafe sqlite3_bind_null(statement, index)
    case .integer(let number): unsafe sqlite3_bind_int64(statement, index, number)
    case .text(let text): unsafe sqlite3_bind_text(statement, index, text, -1, copied)
    case .bytes(let bytes):
      unsafe bytes.withUnsafeBytes { buffer in
        unsafe sqlite3_bind_blob64(
          statement, index, buffer.baseAddress, UInt64(buffer.count), copied)
      }
    }
  }

  private func value(_ column: Int32, of statement: OpaquePointer?) -> DatabaseValue {
    switch unsafe sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: .integer(unsafe sqlite3_column_int64(statement, column))
    case SQLITE_TEXT: .text(unsafe String(cString: sqlite3_column_text(statement, column)))
    case SQLITE_BLOB:
      .bytes(
        unsafe Array(
          UnsafeRawBufferPointer(
            start: sqlite3_column_blob(statement, column),
            count: Int(sqlite3_column_bytes(statement, column)))))
    default: .null
    }
  }

  private func check(_ code: Int32) throws(DatabaseError) {
    guard code == SQLITE_OK else { throw error(code) }
  }

  private func error(_ code: Int32) -> DatabaseError {
    DatabaseError(
      path: path, code: code & 0xff, reason: unsafe String(cString: sqlite3_errmsg(handle)))
  }
}
