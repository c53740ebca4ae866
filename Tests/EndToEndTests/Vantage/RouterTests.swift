import Foundation
import TestSupport
import Testing

/// What a router's agent meets beside plain IPv4: IPv6, interfaces that go and come, leases, restarts.
@Suite(
  "an agent on a router", .serialized, .timeLimit(.minutes(3)),
  .enabled(if: HomeNetwork.obstacle == nil, "\(HomeNetwork.obstacle ?? "")"))
struct RouterTests {
  private struct Figures: Equatable {
    var packets = 0
    var bytes = 0
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// Packets and bytes by device and direction of the rows that have this place; of all where it is nil.
  private func rows(_ text: String, place: String?) throws -> [String: Figures] {
    var figures: [String: Figures] = [:]
    for row in try #require(try json(text)["rows"] as? [[String: Any]]) {
      guard place == nil || row["dest"] as? String == place else { continue }
      let key = "\(row["device"] ?? "") \(row["dir"] ?? "")"
      figures[key, default: Figures()].packets += row["packets"] as? Int ?? 0
      figures[key, default: Figures()].bytes += row["bytes"] as? Int ?? 0
    }
    return figures
  }

  private func watch(
    _ options: [String], on machine: HomeNetwork.Machine = .router, in home: HomeNetwork,
    folder: URL
  ) throws -> RunningCommand {
    let agent = try home.start(
      [Programs.agent.path, "watch", "--format", "json"] + options, on: machine, folder: folder)
    try agent.waitUntilItSays("watching")
    return agent
  }

  @Test("tracked connections of IPv6 give exactly what the interface gives")
  func sixthVersion() throws {
    try withTemporaryFolder { folder in
      let home = try HomeNetwork()
      try home.addIPv6()
      let server = try home.start(
        [
          "python3", "-c",
          """
          import socket, sys
          tcp = socket.create_server(('2001:4860:4860::8888', 443), family=socket.AF_INET6)
          print('ready', file=sys.stderr, flush=True)
          while True:
              connection, _ = tcp.accept()
              got = 0
              while got < 40000: got += len(connection.recv(4000))
              connection.sendall(b'x' * 3000)
              connection.close()
          """,
        ], on: .server, folder: folder)
      try server.waitUntilItSays("ready")
      // Neighbours are found first: a packet that the router has to drop is no connection's.
      try home.on(
        .phone,
        [
          "python3", "-c",
          """
          import socket
          try: socket.create_connection(('2001:4860:4860::8888', 444), timeout=20)
          except ConnectionRefusedError: pass
          """,
        ])
      let live = try watch(["--interface", HomeNetwork.lan], in: home, folder: folder)
      let tracked = try watch(["--conntrack"], in: home, folder: folder)
      try home.on(
        .phone,
        [
          "python3", "-c",
          """
          import socket
          for _ in range(5):
              tcp = socket.create_connection(('2001:4860:4860::8888', 443))
              tcp.sendall(b'y' * 40000)
              while tcp.recv(3000): pass
              tcp.close()
          """,
        ])
      // The last acknowledgement comes after the phone's last word.
      usleep(300_000)
      live.end(SIGINT)
      tracked.end(SIGINT)
      server.end(SIGKILL)
      let ofInterface = try rows(live.outputText, place: "US")
      let ofConnections = try rows(tracked.outputText, place: "US")
      #expect(ofConnections == ofInterface)
      let up = try #require(ofInterface["\(HomeNetwork.phoneStation) up"])
      #expect(up.bytes > 5 * 40_000)
    }
  }

  @Test("an interface that is deleted and made again is seen again, and the time between is said")
  func madeAgain() throws {
    try withTemporaryFolder { folder in
      let home = try HomeNetwork()
      let agent = try watch(["--interface", HomeNetwork.lan], in: home, folder: folder)
      try home.speak(count: 3)
      usleep(600_000)
      try home.deleteHomeLink()
      usleep(300_000)
      try home.makeHomeLink()
      // It is tried again after half a second, a second, two.
      usleep(2_500_000)
      try home.speak(count: 5)
      usleep(600_000)
      agent.end(SIGINT)
      let up = try #require(
        try rows(agent.outputText, place: "US")["\(HomeNetwork.phoneStation) up"])
      #expect(up.packets == 8)
      let loss = try #require(try json(agent.outputText)["loss"] as? [String: Any])
      #expect(loss["gaps"] as? Int == 1)
      #expect((loss["gap_microseconds"] as? Int ?? 0) > 300_000)
    }
  }

  @Test(
    "a device behind flow records is named by the lease that a real dnsmasq gave it",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/dnsmasq")))
  func leased() throws {
    try withTemporaryFolder { folder in
      let home = try HomeNetwork()
      let leases = folder.appending(path: "dnsmasq.leases")
      let identifier = folder.appending(path: "dnsmasq.pid")
      // It goes into the background once it can answer.
      try home.on(
        .router,
        [
          "dnsmasq", "--conf-file=/dev/null", "--port=0", "--no-ping", "--user=root",
          "--interface=\(HomeNetwork.lan)", "--dhcp-range=192.168.77.10,192.168.77.10,1h",
          "--dhcp-leasefile=\(leases.path)", "--pid-file=\(identifier.path)",
        ])
      let dnsmasq = try #require(
        Int32(
          try String(contentsOf: identifier, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)))
      // A test runner may pass blocked signals on to what it starts; this one cannot be blocked.
      defer { kill(dnsmasq, SIGKILL) }
      try home.on(
        .phone, ["udhcpc", "-i", "eth0", "-n", "-q", "-t", "10", "-T", "1", "-s", "/bin/true"])
      #expect(try String(contentsOf: leases, encoding: .utf8).contains(HomeNetwork.phoneStation))

      // The collector stands elsewhere: the phone is not among its neighbours.
      let collector = try watch(
        ["--flow-records", "198.51.100.2:2055", "--leases", leases.path], on: .server, in: home,
        folder: folder)
      // Of a file, since softflowd waits for a block of packets to be full at an interface.
      let frame = Packets.udpFrame(
        from: (0x0200_5e10_0001, 0xc0a8_4d0a, 40_000), to: (0x0200_5e10_0002, 0x0808_0808, 4000),
        data: 48)
      let capture = folder.appending(path: "question.pcap")
      let frames = (0..<4).map { TimedFrame(1_795_435_200_000_000 + $0 * 1000, frame) }
      try Data(PcapWriter().file(frames)).write(to: capture)
      try home.on(
        .router,
        ["softflowd", "-r", capture.path, "-c", "none", "-v", "10", "-n", "198.51.100.2:2055"])
      usleep(500_000)
      collector.end(SIGINT)
      let seen = try rows(collector.outputText, place: "US")
      #expect(seen["\(HomeNetwork.phoneStation) up"]?.packets == 4, "\(collector.outputText)")
    }
  }

  @Test(
    "run keeps the templates of exporters with its state, so that a restart need not wait; forget deletes them"
  )
  func exporters() throws {
    try withTemporaryFolder { folder in
      let home = try HomeNetwork()
      let state = folder.appending(path: "state")
      func listen() throws -> RunningCommand {
        let agent = try home.start(
          [
            Programs.agent.path, "run", "--flow-records", "127.0.0.1:2055", "--state", state.path,
          ], on: .router, folder: folder)
        try agent.waitUntilItSays("watching")
        return agent
      }
      func send(_ datagram: [UInt8]) throws {
        let hexadecimal = datagram.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try home.on(
          .router,
          [
            "python3", "-c",
            """
            import socket, sys
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.sendto(bytes.fromhex(sys.argv[1]), ("127.0.0.1", 2055))
            """, hexadecimal,
          ])
      }
      let first = try listen()
      try send(RecordsTests.template)
      usleep(500_000)
      first.end(SIGTERM)
      let kept = state.appending(path: "exporters")
      #expect(FileManager.default.fileExists(atPath: kept.path))

      let second = try listen()
      try send(RecordsTests.data)
      usleep(500_000)
      second.end(SIGTERM)
      #expect(second.finish() == 0, "\(second.errorText)")
      let stored = try runPython(
        """
        import sqlite3, sys
        store = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
        print(store.execute("SELECT sum(packets_up), sum(packets_down) FROM tally").fetchone())
        """, [state.appending(path: "agent.sqlite").path])
      #expect(stored.text.contains("(3, 2)"), "\(stored.text) \(stored.errors)")

      let forgotten = try run(Programs.agent, ["forget", "--yes", "--state", state.path])
      #expect(forgotten.status == 0, "\(forgotten.errors)")
      #expect(!FileManager.default.fileExists(atPath: kept.path))
    }
  }
}
