import Foundation
import HTTPTransfer
import TestSupport
import Testing

/// A crowd of simulated households, through real programs and sockets; `make soak` sends 10,000
/// households (`FLOWCENSUS_HOUSEHOLDS`) over 4 epochs.
@Suite("From households to a release", .timeLimit(.minutes(60)))
struct CrowdTests {
  static let households =
    ProcessInfo.processInfo.environment["FLOWCENSUS_HOUSEHOLDS"].flatMap { Int($0) } ?? 120

  /// A server that believes the time in `folder`/clock.
  private static func server(in folder: URL, _ options: [String] = []) throws -> RunningServer {
    let clock = folder.appending(path: "clock")
    try Data("2026-01-05T00:00:00Z\n".utf8).write(to: clock)
    let database = folder.appending(path: "server.sqlite")
    let listed = try run(
      Programs.server,
      [
        "models", "add", "simulated-caller", "simulated-reference", "imagined-alpha",
        "imagined-beta", "imagined-gamma", "imagined-delta", "--database", database.path,
        "--clock", clock.path,
      ])
    try #require(listed.status == 0, "\(listed.errors)")
    return try RunningServer(
      database: database,
      options: [
        "--accept-simulated", "--households", "open", "--enrolments-per-day", "1000000",
        "--requests-per-minute", "0", "--clock", clock.path,
      ] + options)
  }

  private static func crowd(
    _ server: RunningServer, in folder: URL, _ options: [String]
  ) throws -> FinishedCommand {
    try run(
      Programs.simulator,
      ["crowd", "--server", server.address, "--clock", folder.appending(path: "clock").path]
        + options)
  }

  @Test("what the server releases is what the households contributed, and its log holds")
  func releases() throws {
    try withTemporaryFolder { folder in
      let server = try Self.server(in: folder)
      let crowd = try Self.crowd(
        server, in: folder, ["--households", "\(Self.households)", "--epochs", "4"])
      #expect(crowd.status == 0, "\(crowd.text) \(crowd.errors)")
      #expect(crowd.text.contains("All releases agree with the truth"))
      #expect(!crowd.text.contains(", 0 medians"))
      #expect(crowd.text.matches(of: #/, 0 moved by liars/#).count == 4, "\(crowd.text)")
      let verified = try run(Programs.query, ["verify", "release", "--server", server.address])
      #expect(verified.status == 0, "\(verified.text) \(verified.errors)")
      if Self.households > 1000 {
        let size = try FileManager.default.attributesOfItem(
          atPath: folder.appending(path: "server.sqlite").path)[.size]
        print(crowd.text + verified.text + "The server's database has \(size ?? 0) bytes.")
      }
    }
  }

  @Test("a log that was changed in one byte does not verify, and says where")
  func tampering() throws {
    try withTemporaryFolder { folder in
      let server = try Self.server(in: folder)
      let crowd = try Self.crowd(server, in: folder, ["--households", "60", "--epochs", "1"])
      #expect(crowd.status == 0, "\(crowd.text) \(crowd.errors)")
      var log = try server.get("/v1/log").body
      let file = folder.appending(path: "census.log")
      try Data(log).write(to: file)
      let whole = try run(Programs.query, ["verify", "release", file.path])
      #expect(whole.status == 0, "\(whole.text)")
      for _ in 0..<20 {
        let index = Int.random(in: 0..<log.count - 1)
        log[index] ^= 1
        try Data(log).write(to: file)
        let changed = try run(Programs.query, ["verify", "release", file.path])
        #expect(changed.status == 1 && changed.text.contains("FAULT"), "byte \(index)")
        log[index] ^= 1
      }
    }
  }

  @Test("verify release says what is wrong with its arguments and files")
  func usage() throws {
    #expect(try run(Programs.query, ["verify", "release"]).status == 2)
    #expect(try run(Programs.query, ["verify", "release", "--key", "x", "y"]).status == 2)
    let missing = try run(Programs.query, ["verify", "release", "/nowhere/census.log"])
    #expect(missing.status == 1 && missing.errors.contains("/nowhere/census.log"))
  }
}
