import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("A household's contribution, from the capture to the server", .timeLimit(.minutes(10)))
struct HouseTests {
  @Test("is what the preview showed, is sent when its moment comes, and is acknowledged")
  func wholeWay() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let server = try house.startServer()
      try house.watch()
      let on = try house.agent(
        ["contribute", "on", "--server", server.address, "--yes"], needsClock: true)
      try #require(on.status == 0, "\(on.text)\(on.errors)")
      #expect(on.text.contains("What never leaves"))
      #expect(on.text.contains("\"model\":\"google-pixel-6\""))
      let preview = try house.agent(["contribute", "preview", "--bytes"], needsClock: true)
      #expect(preview.output.count == 2 * 4096)
      let promised = stride(from: 0, to: preview.output.count, by: 4096).map {
        String(decoding: preview.output[$0..<$0 + 4096], as: UTF8.self)
          .trimmingCharacters(in: .whitespaces)
      }
      _ = try house.contribute { status in
        status.uploads.count == 2 && status.uploads.allSatisfy { $0.state == "acknowledged" }
      }
      #expect(try house.uploadsAtServer().sorted() == promised.sorted())
      server.stop()
    }
  }

  @Test("is taken back by an empty one, and forgotten with everything else when its owner says so")
  func withdrawAndForget() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let server = try house.startServer()
      try house.watch()
      _ = try house.agent(
        ["contribute", "on", "--server", server.address, "--yes"], needsClock: true)
      _ = try house.contribute { status in
        status.uploads.count == 2 && status.uploads.contains { $0.state == "acknowledged" }
      }
      // One is at the server, the other may be: what was not sent is deleted.
      let sent = try house.status().uploads.count { $0.state == "acknowledged" }
      let back = try house.agent(["contribute", "withdraw"], needsClock: true)
      #expect(back.text.contains("\(2 - sent) not sent yet and deleted, \(sent) to be taken back"))
      _ = try house.contribute { status in
        status.uploads.allSatisfy {
          $0.withdrawal && $0.state == "acknowledged" && $0.sequence == 2
        }
      }
      #expect(try house.uploadsAtServer() == Array(repeating: "", count: sent))
      let off = try house.agent(["contribute", "off"])
      #expect(off.status == 0)
      #expect(try !house.status().contributing)
      let forgotten = try house.agent(["forget", "--yes"])
      #expect(forgotten.status == 0, "\(forgotten.errors)")
      let left = try FileManager.default.subpathsOfDirectory(atPath: house.state.path)
        .map { house.state.appending(path: $0) }
      #expect(try CanarySearch.finds(House.canaries, in: left).isEmpty)
      #expect(!left.contains { $0.lastPathComponent == "house.key" })
      server.stop()
    }
  }

  @Test("is its owner's to look at: the report calls devices by their names, as the list does")
  func report() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      try house.watch()
      let listed = try house.agent(["devices", "list"])
      for format in ["table", "json", "csv"] {
        let report = try house.agent(["report", "--week", "2026-W47", "--format", format])
        #expect(report.status == 0, "\(report.errors)")
        for name in ["Google Pixel 6", "Xiaomi Mi 3"] {
          #expect(listed.text.contains(name))
          #expect(report.text.contains(name), "\(format): \(report.text)")
        }
      }
    }
  }

  @Test("does not begin unless its owner says yes, and not over a connection that all can read")
  func consent() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      try house.watch()
      let asked = try run(
        Programs.agent,
        house.agentArguments(
          ["contribute", "on", "--server", "https://census.invalid"], needsClock: true),
        input: Data("n\n".utf8))
      #expect(asked.status == 1)
      #expect(asked.text.contains("Nothing was changed."))
      // Before it asks: in words, and as the exact bytes.
      #expect(asked.text.contains("What never leaves: addresses"))
      #expect(asked.text.contains("Google Pixel 6 (google-pixel-6, as a model)"))
      #expect(asked.text.matches(of: #/exactly these 4096 bytes/#).count == 2)
      #expect(asked.text.contains("{\"agent\":"))
      let clear = try house.agent(
        ["contribute", "on", "--server", "http://census.example", "--yes"], needsClock: true)
      #expect(clear.status == 2)
      #expect(clear.errors.contains("https:"))
      let status = try house.agent(["contribute", "status"])
      #expect(status.text.contains("Contributing is off: nothing leaves."))
      #expect(try house.agent(["contribute", "send"], needsClock: true).status == 1)
    }
  }

  @Test("waits for the next week where the server published this week's keys within it")
  func lateKeys() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let server = try house.startLateServer()
      try house.watch()
      let on = try house.agent(
        ["contribute", "on", "--server", server.address, "--yes"], needsClock: true)
      try #require(on.status == 0, "\(on.errors)")
      let log = try house.contribute { status in
        status.epochs.contains { $0.epoch == "2026-W47" && $0.stage == "lost" }
      }
      #expect(log.contains("published its keys for 2026-W47 not before 2026-11-19T08:00:00Z"))
      try house.setTime(try House.time("2026-11-23T00:10:00Z"))
      _ = try house.contribute { status in
        status.epochs.contains { $0.epoch == "2026-W48" && $0.stage == "ready" }
      }
      // Nobody knows yet how many have such phones: they leave as one.
      let preview = try house.agent(["contribute", "preview", "--week", "2026-W47"])
      #expect(preview.text.contains("google-pixel-6 leaves as any-smartphone"))
      #expect(preview.text.contains("xiaomi-mi-3 leaves as any-smartphone"))
      #expect(preview.text.matches(of: #/exactly these 4096 bytes/#).count == 1, "\(preview.text)")
      #expect(!preview.text.contains("\"model\":\"google-pixel-6\""))
      server.stop()
    }
  }

  @Test("is sent over a connection of its own, and nothing else over that")
  func connections() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let server = try house.startServer()
      let relay = try SocksRelay(folder: folder)
      try house.watch()
      let on = try house.agent(
        [
          "contribute", "on", "--server", server.address, "--yes",
          "--relay", "socks5h://127.0.0.1:\(relay.port)",
        ], needsClock: true)
      try #require(on.status == 0, "\(on.errors)")
      _ = try house.contribute { $0.uploads.count == 2 }
      let before = relay.asked.count
      // Even where chance has drawn one moment for both.
      let spool = house.state.appending(path: "house.sqlite")
      let due = try runPython(
        """
        import sqlite3, sys
        spool = sqlite3.connect(sys.argv[1])
        spool.execute("UPDATE upload SET next_attempt = ?", (int(sys.argv[2]),))
        spool.commit()
        """, [spool.path, "\(try #require(House.epoch).end.seconds + 3600)"])
      try #require(due.status == 0, "\(due.errors)")
      try house.setTime(try House.time("2026-11-23T01:00:00Z"))
      _ = try house.agent(["contribute", "send"], needsClock: true)
      #expect(try house.status().uploads.map(\.state) == ["acknowledged", "acknowledged"])
      #expect(relay.asked.count == before + 2)
      let bytes = String(decoding: try Data(contentsOf: relay.recording), as: UTF8.self)
      #expect(bytes.matches(of: #/POST \/v1\/house /#).count == 2)
      #expect(!bytes.contains("User-Agent: curl"))
      server.stop()
    }
  }

  @Test("goes through a relay that alone learns the server's name, each upload by itself")
  func relay() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let server = try house.startServer()
      let relay = try SocksRelay(folder: folder)
      let port = server.listen.split(separator: ":").last.map(String.init) ?? ""
      try house.watch()
      // The relay connects to loopback whatever the name is; the server listens elsewhere on it.
      let on = try house.agent(
        [
          "contribute", "on", "--server", "http://census.onion:\(port)", "--yes",
          "--relay", "socks5h://127.0.0.1:\(relay.port)",
        ], needsClock: true)
      // Nobody answers at 127.0.0.1, which proves that the agent did not look for itself.
      #expect(on.status == 1)
      #expect(relay.asked == ["name census.onion \(port)"])
      server.stop()
    }
  }
}
