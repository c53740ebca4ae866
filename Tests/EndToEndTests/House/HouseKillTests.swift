import Foundation
import TestSupport
import Testing

/// SIGKILL at seeded instants of a household's way. `SOAK_ROUNDS` says how many rounds, 4 unless set.
@Suite("A household's agent and its server, killed", .serialized, .timeLimit(.minutes(60)))
struct HouseKillTests {
  private static let rounds =
    Int(ProcessInfo.processInfo.environment["SOAK_ROUNDS"] ?? "") ?? 4

  @Test("at random instants of sending, count every contribution once and lose none")
  func sending() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      var server = try house.startServer()
      let listen = server.listen
      try house.watch()
      let on = try house.agent(
        ["contribute", "on", "--server", server.address, "--yes"], needsClock: true)
      try #require(on.status == 0, "\(on.errors)")
      // Everything is composed, and the first moment has come.
      _ = try house.contribute { $0.uploads.count == 2 }
      let next = try #require(try house.status().next)
      try house.setTime(House.time(next))
      server.stop()
      let full = try Snapshot(folder)
      var random = SeededGenerator(seed: 20_140_811)
      for round in 1...Self.rounds {
        try full.restore()
        server = try house.startServer(listen: listen)
        for _ in 1...2 {
          let agent = try RunningCommand(
            Programs.agent, house.agentArguments(["contribute", "send"], needsClock: true),
            folder: folder)
          usleep(useconds_t.random(in: 0...120_000, using: &random))
          agent.end(SIGKILL)
          if Bool.random(using: &random) {
            server.killAtOnce()
            server = try house.startServer(listen: listen)
          }
        }
        _ = try house.contribute { status in
          status.uploads.allSatisfy { $0.state == "acknowledged" }
        }
        #expect(try house.uploadsAtServer().count == 2, "round \(round)")
        #expect(try !house.uploadsAtServer().contains(""), "round \(round)")
        server.stop()
      }
    }
  }
}

/// The files of a folder as they were.
private struct Snapshot {
  private let folder: URL
  private let files: [String: Data]

  init(_ folder: URL) throws {
    self.folder = folder
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where name.contains(".sqlite") || name == "clock" {
      files[name] = try Data(contentsOf: folder.appending(path: name))
    }
    self.files = files
  }

  func restore() throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where name.contains(".sqlite") {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    for (name, content) in files {
      try content.write(to: folder.appending(path: name))
    }
  }
}
