import GRDB

/// Why the store could not do what it was asked.
public enum StoreError: Error, Equatable, CustomStringConvertible {
  /// The disk, or the limit set for the database file, has no room left.
  case full
  /// Another process kept the database locked for longer than the store waits.
  case busy
  /// The database was written by a newer version of the server.
  case newer(file: String)
  /// The database file cannot be opened or made; the reason in the system's words.
  case unusable(file: String, reason: String)
  /// The public key is admitted for another organisation already.
  case keyOfAnother(organisation: String)
  /// Anything else that SQLite reports.
  case failed(reason: String)

  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_FULL: self = .full
      case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
      // The write-ahead log's index is a file as well; where it cannot grow, SQLite says so here.
      case .SQLITE_IOERR
      where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE
        || error.extendedResultCode == .SQLITE_IOERR_SHMMAP:
        self = .full
      default: self = .failed(reason: error.message ?? "SQLite result \(error.resultCode)")
      }
    default: self = .failed(reason: "\(error)")
    }
  }

  public var description: String {
    switch self {
    case .full:
      "the disk that holds the database is full: free some space, nothing that was acknowledged is lost"
    case .busy: "the database is locked by another program: end it, or try again"
    case .newer(let file):
      "the database \(file) was written by a newer version of flowcensus-server: use that version"
    case .unusable(let file, let reason):
      "the database \(file) cannot be used: \(reason). Check the path and its permissions, or name another with --database"
    case .keyOfAnother(let organisation):
      "this public key is already admitted for the organisation \(organisation): every organisation needs keys of its own"
    case .failed(let reason): "the database failed: \(reason)"
    }
  }
}
