import Foundation
import HTTPTransfer
import TestSupport
import Testing

/// SIGKILL at seeded instants of real uploads. `SOAK_ROUNDS` says how many rounds, 4 unless set;
/// `make soak` plays 100.
@Suite("Killed at random instants", .serialized, .timeLimit(.minutes(60)))
struct KillTests {
  private static let rounds =
    Int(ProcessInfo.processInfo.environment["SOAK_ROUNDS"] ?? "") ?? 4

  @Test("SIGKILL to the agent or the server during uploads loses nothing and doubles nothing")
  func uploads() throws {
    try withTemporaryFolder { folder in
      let stage = try Stage(in: folder)
      var random = SeededGenerator(seed: 20_140_724)
      var kills = Kills()
      for round in 1...Self.rounds {
        try stage.reset()
        try play(stage, &kills, &random)
        try stage.expectEachBundleOnce("round \(round)")
        if round.isMultiple(of: 10) { print("round \(round) of \(Self.rounds): \(kills)") }
      }
      print("\(Self.rounds) rounds of uploads: \(kills)")
      // Where all came too late, nothing was shown.
      #expect(kills.duringUpload > 0)
    }
  }

  /// An upload with one to three kills; whatever was killed is started again.
  private func play(
    _ stage: Stage, _ kills: inout Kills, _ random: inout SeededGenerator
  ) throws {
    var server = try stage.startServer()
    var agent = try stage.startUpload()
    for _ in 1...Int.random(in: 1...3, using: &random) {
      usleep(useconds_t.random(in: 0...stage.uploadMicroseconds, using: &random))
      kills.duringUpload += agent.isRunning ? 1 : 0
      if Bool.random(using: &random) {
        kills.agents += 1
        agent.end(SIGKILL)
        agent = try stage.startUpload()
      } else {
        kills.servers += 1
        server.killAtOnce()
        server = try stage.startServer()
      }
    }
    let status = agent.finish()
    #expect(status == 0, "\(agent.errorText)\(server.log.suffix(2000))")
    server.stop()
  }

  @Test("SIGKILL to the agent while it submits, then the same again, counts the session once")
  func submissions() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      try bench.admitOrganisation()
      let server = try RunningServer(database: bench.database)
      let session = try #require(try bench.sessions().first)
      var random = SeededGenerator(seed: 20_140_810)
      // How long it takes when nothing disturbs it, for a session that is not looked at later.
      let other = try #require(try bench.sessions().last)
      let began = Date.now
      let undisturbed = try bench.submit([other], to: server.address)
      #expect(undisturbed.status == 0, "\(undisturbed.errors)")
      let microseconds = useconds_t(Date.now.timeIntervalSince(began) * 1_000_000)
      for round in 1...Self.rounds {
        let agent = try RunningCommand(
          Programs.agent, bench.submitArguments([session], to: server.address, wait: 20),
          folder: folder)
        usleep(useconds_t.random(in: 0...microseconds, using: &random))
        agent.end(SIGKILL)
        #expect(try bench.spooled().count <= 2, "round \(round)")
        #expect(try server.bundles().count <= 2, "round \(round)")
      }
      let submitted = try bench.submit([session], to: server.address)
      #expect(submitted.status == 0, "\(submitted.errors)")
      #expect(try server.bundles().count == 2)
      #expect(try bench.spooled().count { $0.contains("acknowledged") } == 2)
    }
  }
}

/// What was killed, for the message at the end.
private struct Kills: CustomStringConvertible {
  var agents = 0
  var servers = 0
  /// Those that came while the agent was still at work.
  var duringUpload = 0

  var description: String {
    "SIGKILL \(agents) times to the agent and \(servers) times to the server, \(duringUpload) times during an upload"
  }
}

/// A spool full of sessions and a server that has none, as often as one likes.
private struct Stage {
  private let bench: Bench
  private let listen: String
  /// What the server has when all went well.
  private let digests: Set<String>
  private let statistics: String
  /// How long an upload takes that nobody disturbs, in microseconds.
  let uploadMicroseconds: useconds_t

  private static let files = ["spool.sqlite", "server.sqlite"]
  private static let suffixes = ["", "-wal", "-shm"]

  init(in folder: URL) throws {
    bench = try Bench(in: folder, units: 4)
    try bench.admitOrganisation()
    let server = try RunningServer(database: bench.database)
    listen = server.listen
    server.stop()
    let kept = try bench.submit(bench.sessions(), to: server.address, wait: 0)
    try #require(kept.status == 1, "\(kept.errors)")
    for file in Self.files { try Self.copy(file, to: "full-" + file, in: folder) }

    let undisturbed = try RunningServer(database: bench.database, listen: listen)
    let began = Date.now
    // Sessions that were tried in vain may have to wait for their turn.
    let sent = try bench.upload(wait: 60)
    uploadMicroseconds = useconds_t(Date.now.timeIntervalSince(began) * 1_000_000)
    try #require(sent.status == 0, "\(sent.errors)")
    digests = Set(try undisturbed.bundles())
    statistics = try undisturbed.get("/v1/statistics").text
    undisturbed.stop()
    try #require(digests.count == 8)
  }

  /// The spool is full and the server empty again.
  func reset() throws {
    for file in Self.files { try Self.copy("full-" + file, to: file, in: bench.folder) }
  }

  private static func copy(_ source: String, to target: String, in folder: URL) throws {
    for suffix in suffixes {
      let destination = folder.appending(path: target + suffix)
      try? FileManager.default.removeItem(at: destination)
      let origin = folder.appending(path: source + suffix)
      if FileManager.default.fileExists(atPath: origin.path) {
        try FileManager.default.copyItem(at: origin, to: destination)
      }
    }
  }

  func startServer() throws -> RunningServer {
    try RunningServer(database: bench.database, listen: listen)
  }

  func startUpload() throws -> RunningCommand {
    try RunningCommand(Programs.agent, bench.uploadArguments(wait: 120), folder: bench.folder)
  }

  /// What the server has is exactly what it has after an undisturbed upload, and the spool knows it.
  func expectEachBundleOnce(_ round: String) throws {
    let server = try startServer()
    let stored = try server.bundles()
    #expect(stored.count == digests.count, "\(round)")
    #expect(Set(stored) == digests, "\(round)")
    #expect(try server.get("/v1/statistics").text == statistics, "\(round)")
    #expect(try bench.spooled().count { $0.contains("acknowledged") } == digests.count, "\(round)")
    server.stop()
  }
}
