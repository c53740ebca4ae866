import Foundation
import HTTPTransfer
import TestSupport
import Testing

/// Everything by which a household's secrets could get out, kept as files: one for each channel.
struct HouseEvidence {
  /// A way out.
  enum Channel: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// What waits to be sent: the file, and every write of it, those undone later too.
    case spool = "spool.sqlite"
    case spoolLog = "spool.wal"
    /// All bytes between agent and server, headers and bodies, both ways.
    case upload
    case serverDatabase = "server.sqlite"
    case serverDatabaseLog = "server.wal"
    /// What the agent and the server print.
    case agentOutput = "agent.log"
    case serverOutput = "server.log"
    /// What the agent shows of a contribution before it leaves.
    case preview
    /// What everybody may read: pages, documents and tables of the server, and what the reader's command
    /// prints.
    case page, export
    /// The signed log with its releases.
    case release

    var testDescription: String { rawValue }
    var isDatabase: Bool { self == .spool || self == .serverDatabase }
  }

  let folder: URL

  init(in folder: URL) throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func file(_ channel: Channel) -> URL { folder.appending(path: channel.rawValue) }

  func add(_ bytes: some Sequence<UInt8>, to channel: Channel) throws {
    let path = file(channel)
    let before =
      FileManager.default.fileExists(atPath: path.path) ? try Data(contentsOf: path) : Data()
    try (before + Data(Array(bytes))).write(to: path)
  }

  /// The same evidence once more, to be spoilt.
  func copy(to other: URL) throws -> HouseEvidence {
    try FileManager.default.copyItem(at: folder, to: other)
    return try HouseEvidence(in: other)
  }

  /// A secret in a channel.
  struct Leak: Hashable, CustomStringConvertible {
    let channel: Channel
    /// The canary's name and its form.
    let find: String
    var description: String { "\(channel.rawValue): \(find)" }
  }

  /// The detector: every secret of the household that any channel has, in whatever form. Of the databases
  /// the values are read too, as a value may lie in pieces in the file. A channel of which there is nothing
  /// is an error: then nothing was looked at.
  func leaks() throws -> Set<Leak> {
    var channels: [String: Channel] = [:]
    for channel in Channel.allCases {
      let size = try FileManager.default.attributesOfItem(atPath: file(channel).path)[.size] as? Int
      try #require((size ?? 0) > 0, "nothing of \(channel.rawValue)")
      channels[file(channel).path] = channel
      guard channel.isDatabase else { continue }
      let values = folder.appending(path: channel.rawValue + ".values")
      let read = try runPython(Self.reading, [file(channel).path, values.path])
      try #require(read.status == 0, "\(read.errors)")
      channels[values.path] = channel
    }
    let finds = try CanarySearch.finds(House.canaries, in: channels.keys.map { URL(filePath: $0) })
    return Set(
      try finds.map { line in
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        return Leak(channel: try #require(channels[parts[0]]), find: parts[1])
      })
  }

  private static let reading = """
    import sqlite3, sys
    database = sqlite3.connect(f"file:{sys.argv[1]}?immutable=1", uri=True)
    database.text_factory = bytes
    with open(sys.argv[2], "wb") as out:
        for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in database.execute(f'SELECT * FROM "{table.decode()}"'):
                for value in row:
                    out.write(value if isinstance(value, bytes) else str(value).encode())
                    out.write(b"\\n")
    """
}

/// Reads a database from the first to the last, so that its write-ahead log keeps every write meanwhile.
final class HeldLog {
  private let process = Process()
  private let lifeline = Pipe()
  private let database: URL

  init(_ database: URL) throws {
    self.database = database
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      "-c",
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1], isolation_level=None)
      database.execute("BEGIN")
      database.execute("SELECT count(*) FROM sqlite_schema").fetchall()
      print("held", flush=True)
      sys.stdin.read()
      """, database.path,
    ]
    let output = Pipe()
    process.standardInput = lifeline
    process.standardOutput = output
    try ProgramStart.run(process)
    let said = try output.fileHandleForReading.read(upToCount: 5)
    try #require(said == Data("held\n".utf8))
  }

  /// Copies the log, lets go, and copies the database with everything written back.
  func release(log: URL, database copy: URL) throws {
    try FileManager.default.copyItem(at: database.wal, to: log)
    try lifeline.fileHandleForWriting.close()
    process.waitUntilExit()
    let written = try runPython(
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1], timeout=20)
      while database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] != 0: pass
      """, [database.path])
    try #require(written.status == 0, "\(written.errors)")
    try FileManager.default.copyItem(at: database, to: copy)
  }

  deinit { if process.isRunning { process.terminate() } }
}

extension URL {
  /// The write-ahead log beside an SQLite file.
  var wal: URL { URL(filePath: path + "-wal") }
}
