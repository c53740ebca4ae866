import Crypto
import Foundation
import TestSupport
import Testing

/// The real `flowcensus-server` with all that it prints in a file; in a network of its own where one is given.
final class LoggingServer: Sendable {
  private let process: Process
  let port: Int

  init(
    database: String, log: String, listen: String = "127.0.0.1:0", in network: TestNetwork? = nil,
    _ options: [String]
  ) async throws {
    let process = Process()
    let command =
      (network?.prefix ?? []) + [Program.built("flowcensus-server")]
      + ["serve", "--listen", listen, "--database", database] + options
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.standardOutput = FileHandle(forWritingAtPath: log)
    process.standardError = FileHandle(forUpdatingAtPath: log)
    try ProgramStart.run(process)
    self.process = process
    var found: Int?
    while found == nil, process.isRunning {
      try await Task.sleep(for: .milliseconds(10))
      let text = try String(contentsOfFile: log, encoding: .utf8)
      found = text.firstMatch(of: /Listening on http:\/\/\S+:(\d+)\n/).flatMap { Int($0.1) }
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

/// A network namespace with a loopback that has addresses of our own. It vanishes with this. Needs root.
final class TestNetwork: Sendable {
  private let name =
    "fc-server-\(ProcessInfo.processInfo.processIdentifier)-\(Int.random(in: 0..<100_000))"
  private static let program = "/usr/sbin/ip"

  /// What a command begins with that runs in it.
  var prefix: [String] { [Self.program, "netns", "exec", name] }

  init(addresses: [String]) async throws {
    try await Self.ip(["netns", "add", name])
    try await Self.ip(["-n", name, "link", "set", "lo", "up"])
    for address in addresses {
      try await Self.ip(["-n", name, "address", "add", address, "dev", "lo", "nodad"])
    }
  }

  private static func ip(_ arguments: [String]) async throws {
    let outcome = try await Program.run(program, arguments, package: "iproute2")
    try #require(outcome.status == 0, "ip \(arguments): \(outcome.errors)")
  }

  deinit {
    let removal = Process()
    removal.executableURL = URL(filePath: Self.program)
    removal.arguments = ["netns", "delete", name]
    try? ProgramStart.run(removal)
    removal.waitUntilExit()
  }
}
