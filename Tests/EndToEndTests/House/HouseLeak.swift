import Foundation
import TestSupport
import Testing

/// What a build that leaks one secret through one channel would have done: the secret is written where and
/// how that channel is written, by SQLite, over a socket, as a line or in a document.
enum HouseLeak: CaseIterable, Sendable, CustomTestStringConvertible {
  case spool, spoolAndUndone
  case uploadBody, uploadHeader
  case serverDatabase, serverDatabaseAndUndone
  case agentLog, serverLog
  case preview, page, export, release

  var testDescription: String { "\(self)" }

  var channel: HouseEvidence.Channel {
    switch self {
    case .spool: .spool
    case .spoolAndUndone: .spoolLog
    case .uploadBody, .uploadHeader: .upload
    case .serverDatabase: .serverDatabase
    case .serverDatabaseAndUndone: .serverDatabaseLog
    case .agentLog: .agentOutput
    case .serverLog: .serverOutput
    case .preview: .preview
    case .page: .page
    case .export: .export
    case .release: .release
    }
  }

  /// Leaks `secrets`, which are one secret in its forms.
  func happen(_ secrets: [[UInt8]], in evidence: HouseEvidence) throws {
    switch self {
    case .spool: try write(secrets, to: evidence.file(.spool), Self.intoSpool, undoneInto: nil)
    case .spoolAndUndone:
      try write(
        secrets, to: evidence.file(.spool), Self.intoSpool, undoneInto: evidence.file(.spoolLog))
    case .serverDatabase:
      try write(secrets, to: evidence.file(.serverDatabase), Self.intoServer, undoneInto: nil)
    case .serverDatabaseAndUndone:
      try write(
        secrets, to: evidence.file(.serverDatabase), Self.intoServer,
        undoneInto: evidence.file(.serverDatabaseLog))
    case .uploadBody: try send(secrets, "body", evidence)
    case .uploadHeader: try send(secrets, "header", evidence)
    case .agentLog, .serverLog:
      for secret in secrets {
        let line = "2026-11-24T09:00:00+0000 info flowcensus-agent: reason="
        try evidence.add(Array(line.utf8) + secret + [0x0a], to: channel)
      }
    case .preview, .page, .export, .release:
      // Within the document, whose last bytes stay the last.
      let document = try Data(contentsOf: evidence.file(channel))
      let leaking = document.dropLast(2) + secrets.joined(separator: [0x20]) + document.suffix(2)
      try leaking.write(to: evidence.file(channel))
    }
  }

  /// Columns in which a row's text or body is anything.
  private static let intoSpool = (
    "INSERT INTO epoch VALUES (5000 + ?, 'lost', 0, CAST(? AS TEXT))",
    "DELETE FROM epoch WHERE epoch >= 5000"
  )
  private static let intoServer = (
    "INSERT INTO house_uploads VALUES (99999, printf('%064x', ?), 'new', 0, ?)",
    "DELETE FROM house_uploads WHERE epoch = 99999"
  )

  /// Writes by SQLite; with `undoneInto`, deletes it again before it is in the file, and gives the log that
  /// had it.
  private func write(
    _ secrets: [[UInt8]], to database: URL, _ statements: (insert: String, delete: String),
    undoneInto log: URL?
  ) throws {
    let command = try runPython(
      """
      import shutil, sqlite3, sys
      path, insert, delete, log, *secrets = sys.argv[1:]
      database = sqlite3.connect(path, isolation_level=None)
      for pragma in ("journal_mode=WAL", "wal_autocheckpoint=0", "secure_delete=ON"):
          database.execute(f"PRAGMA {pragma}")
      for number, secret in enumerate(secrets):
          database.execute(insert, (number, bytes.fromhex(secret)))
      if log:
          shutil.copyfile(path + "-wal", log)
          database.execute(delete)
      database.close()
      """,
      [database.path, statements.insert, statements.delete, log?.path ?? ""]
        + secrets.map(Self.hexadecimal))
    try #require(command.status == 0, "\(command.errors)")
  }

  /// Sends over a socket and a relay that records, to somebody who reads and hangs up.
  private func send(_ secrets: [[UInt8]], _ place: String, _ evidence: HouseEvidence) throws {
    try withTemporaryFolder { folder in
      let relay = try SocksRelay(folder: folder)
      let command = try runPython(
        """
        import socket, sys, threading
        relay, place, *secrets = sys.argv[1:]
        listener = socket.create_server(("127.0.0.1", 0))
        def read():
            connection = listener.accept()[0]
            while connection.recv(65536): pass
            connection.close()
        threading.Thread(target=read, daemon=True).start()
        def exactly(count):
            data = b""
            while len(data) < count: data += stream.recv(count - len(data))
        for secret in map(bytes.fromhex, secrets):
            threading.Thread(target=read, daemon=True).start()
            stream = socket.create_connection(("127.0.0.1", int(relay)))
            stream.sendall(b"\\5\\1\\0")
            exactly(2)
            stream.sendall(b"\\5\\1\\0\\1\\x7f\\0\\0\\1" + listener.getsockname()[1].to_bytes(2, "big"))
            exactly(10)
            header, body = (secret, b"") if place == "header" else (b"none", secret)
            stream.sendall(b"POST /v1/house HTTP/1.1\\r\\nHost: census\\r\\nX-Agent: " + header
                           + b"\\r\\nContent-Length: 4096\\r\\n\\r\\n" + body.ljust(4096))
            stream.shutdown(socket.SHUT_WR)
            while stream.recv(65536): pass
        """, ["\(relay.port)", place] + secrets.map(Self.hexadecimal))
      try #require(command.status == 0, "\(command.errors)")
      try evidence.add(Data(contentsOf: relay.recording), to: .upload)
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
