import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("flowcensus-agent run that contributes", .timeLimit(.minutes(10)))
struct RunContributionTests {
  @Test(
    "sends each contribution by itself when the moment drawn for it comes, and no second before")
  func randomMoments() throws {
    try withTemporaryFolder { folder in
      let cable = try LiveCable()
      let house = try House(in: folder)
      let server = try house.startServer(wrapper: cable.wrapper)
      try house.watch()
      let on = try run(
        URL(filePath: cable.wrapper[0]),
        cable.wrapper.dropFirst() + [Programs.agent.path]
          + house.agentArguments(
            ["contribute", "on", "--server", server.address, "--yes"], needsClock: true))
      try #require(on.status == 0, "\(on.text)\(on.errors)")
      let agent = try cable.start(
        Programs.agent, house.agentArguments(["run", "--interface", "home0"], needsClock: true),
        folder: folder)

      var moments: [UTCTime] = []
      var last: String?
      while moments.count < 2 {
        let changed = try wait { try house.status().next.flatMap { $0 == last ? nil : $0 } }
        let next = try #require(changed, "\(agent.errorText)")
        last = next
        let moment = try House.time(next)
        let before = moments.count
        try house.setTime(try #require(UTCTime(seconds: moment.seconds - 1)))
        // The agent looks at the clock five times a second.
        usleep(1_000_000)
        #expect(try house.uploadsAtServer().count == before)
        try house.setTime(moment)
        let after = try wait { () -> Int? in
          let count = try house.uploadsAtServer().count
          return try count > before || house.status().next != next ? count : nil
        }
        let arrived = max(try #require(after), try house.uploadsAtServer().count)
        moments += Array(repeating: moment, count: arrived - before)
      }
      // Two moments, both within the 48 hours after the epoch.
      let end = try #require(House.epoch).end.seconds
      #expect(Set(moments).count == 2)
      #expect(moments.allSatisfy { (end...end + 48 * 3600).contains($0.seconds) })
      _ = try wait {
        try house.status().uploads.allSatisfy { $0.state == "acknowledged" } ? true : nil
      }
      #expect(try house.status().uploads.map(\.state) == ["acknowledged", "acknowledged"])
      agent.end(SIGTERM)
      #expect(agent.finish() == 0, "\(agent.errorText)")
      server.stop()
    }
  }

  @Test("tells the service manager when it watches and when it ends")
  func notices() throws {
    try withTemporaryFolder { folder in
      let cable = try LiveCable()
      // Short: a socket's path has 107 bytes.
      let socket = "/tmp/fc-\(UUID().uuidString.prefix(8))"
      defer { try? FileManager.default.removeItem(atPath: socket) }
      let manager = try RunningCommand(
        URL(filePath: "/usr/bin/python3"),
        [
          "-c",
          """
          import socket, sys
          manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
          manager.bind(sys.argv[1])
          print("bound", flush=True)
          while True: print(manager.recv(4096).decode(), flush=True)
          """, socket,
        ], folder: folder)
      try #require(try wait { manager.outputText == "bound\n" ? true : nil } == true)
      let agent = try cable.start(
        URL(filePath: "/usr/bin/env"),
        [
          "NOTIFY_SOCKET=\(socket)", Programs.agent.path, "run", "--interface", "home0", "--state",
          folder.appending(path: "state").path,
        ], folder: folder)
      let isReady = try wait { manager.outputText == "bound\nREADY=1\n" ? true : nil }
      try #require(isReady == true, "\(agent.errorText)")
      #expect(agent.errorText.contains("watching"))
      agent.end(SIGTERM)
      #expect(agent.finish() == 0, "\(agent.errorText)")
      _ = try wait { manager.outputText.hasSuffix("STOPPING=1\n") ? true : nil }
      #expect(manager.outputText == "bound\nREADY=1\nSTOPPING=1\n")

      // Nobody listens there: that is said, and no reason not to watch.
      let alone = try cable.start(
        URL(filePath: "/usr/bin/env"),
        [
          "NOTIFY_SOCKET=\(socket)-nobody", Programs.agent.path, "run", "--interface", "home0",
          "--state", folder.appending(path: "state").path,
        ], folder: folder)
      let isSaid = try wait { alone.errorText.contains("could not be told") ? true : nil }
      try #require(isSaid == true, "\(alone.errorText)")
      #expect(alone.isRunning)
      alone.end(SIGTERM)
      #expect(alone.finish() == 0)
      // A test runner may pass blocked signals on to what it starts; this one cannot be blocked.
      manager.end(SIGKILL)
    }
  }

  /// Asks until there is an answer, for a minute at most.
  private func wait<Answer>(_ ask: () throws -> Answer?) throws -> Answer? {
    let deadline = Date.now.addingTimeInterval(60)
    while Date.now < deadline {
      if let answer = try ask() { return answer }
      usleep(100_000)
    }
    return nil
  }
}
