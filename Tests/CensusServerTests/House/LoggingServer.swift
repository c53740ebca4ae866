import Crypto
import Foundation
import Testing

/// The real `flowcensus-server` with all that it prints in a file.
final class LoggingServer: Sendable {
  private let process: Process
  let port: Int

  init(database: String, log: String, _ options: [String]) async throws {
    let process = Process()
    process.executableURL = URL(filePath: Program.built("flowcensus-server"))
    process.arguments = ["serve", "--listen", "127.0.0.1:0", "--database", database] + options
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.standardOutput = FileHandle(forWritingAtPath: log)
    process.standardError = FileHandle(forUpdatingAtPath: log)
    try process.run()
    self.process = process
    var found: Int?
    while found == nil, process.isRunning {
      try await Task.sleep(for: .milliseconds(10))
      let text = try String(contentsOfFile: log, encoding: .utf8)
      found = text.firstMatch(of: /Listening on http:\/\/127\.0\.0\.1:(\d+)\n/).flatMap {
        Int($0.1)
      }
    }
    port = try #require(found, "the server did not start")
  }

  func end(_ signal: Int32) async -> Int32 {
    if process.isRunning { kill(process.processIdentifier, signal) }
    while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    return process.terminationStatus
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}

enum RateLimiterKey {
  static let some = SymmetricKey(data: [UInt8](repeating: 7, count: 32))
}
