import Foundation
import Testing

/// The real `flowcensus-server` in a process of its own, on a free port.
final class ServerProcess: Sendable {
  /// Its address, such as `http://127.0.0.1:40123`.
  let url: String
  private let process: Process

  var port: Int { get throws { try #require(url.split(separator: ":").last.flatMap { Int($0) }) } }

  init(database: String, _ options: [String] = ["--accept-simulated"]) async throws {
    let process = Process()
    process.executableURL = URL(filePath: Program.built("flowcensus-server"))
    process.arguments =
      ["serve", "--listen", "127.0.0.1:0", "--database", database] + options
    let output = database + ".output"
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    var line = ""
    while !line.hasSuffix("\n"), process.isRunning {
      try await Task.sleep(for: .milliseconds(10))
      line = try String(contentsOfFile: output, encoding: .utf8)
    }
    let address = line.trimmingCharacters(in: .newlines)
    url = try #require(
      address.hasPrefix("Listening on ") ? String(address.dropFirst(13)) : nil,
      "the server did not start")
  }

  /// Ends it with `signal` and waits; the exit status, or the signal that ended it.
  func end(_ signal: Int32) async -> Int32 {
    if process.isRunning { kill(process.processIdentifier, signal) }
    while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    return process.terminationStatus
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}
