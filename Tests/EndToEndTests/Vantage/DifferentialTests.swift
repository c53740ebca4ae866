import Foundation
import TestSupport
import Testing

/// The same traffic from every vantage, with real tools, in network namespaces: the tallies must agree,
/// exactly where the vantage can, else within a bound that stands here.
@Suite(
  "the same traffic from every vantage", .serialized, .timeLimit(.minutes(3)),
  .enabled(if: HomeNetwork.obstacle == nil, "\(HomeNetwork.obstacle ?? "")"))
struct DifferentialTests {
  private static let noTimeouts = ["--idle-timeout", "0", "--active-timeout", "0"]

  /// A row of a summary, without the rule that decided it.
  struct Row: Hashable, CustomStringConvertible {
    let device: String
    let place: String
    let direction: String
    var description: String { "\(device) \(direction) \(place)" }
  }

  struct Figures: Equatable {
    var packets = 0
    var bytes = 0
    var flows = 0
  }

  struct Summary {
    let rows: [Row: Figures]
    let flows: Int
    let loss: [String: Int]

    init(_ text: String) throws {
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      var rows: [Row: Figures] = [:]
      for row in try #require(json["rows"] as? [[String: Any]]) {
        let key = Row(
          device: row["device"] as? String ?? "", place: row["dest"] as? String ?? "",
          direction: row["dir"] as? String ?? "")
        rows[key, default: Figures()].packets += row["packets"] as? Int ?? 0
        rows[key, default: Figures()].bytes += row["bytes"] as? Int ?? 0
        rows[key, default: Figures()].flows += row["flows"] as? Int ?? 0
      }
      self.rows = rows
      flows = json["flows"] as? Int ?? -1
      loss = (json["loss"] as? [String: Any] ?? [:]).compactMapValues { $0 as? Int }
    }

    /// Without what reaches no other machine through a router.
    var unicast: [Row: Figures] {
      rows.filter { $0.key.place != "multicast" && $0.key.place != "broadcast" }
    }
  }

  /// A simulated phone's start-up: DNS, DHCP, TLS, QUIC, push, NTP, over IPv4 and IPv6; as a pcap file.
  private func capture(in folder: URL) throws -> URL {
    let made = try run(
      Programs.simulator,
      ["bench", "--out", folder.appending(path: "bench").path, "--hours", "1", "--units", "1"])
    try #require(made.status == 0, "\(made.errors)")
    let first = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "bench").path)
        .sorted().first)
    let pcap = folder.appending(path: "A.pcap")
    let converted = try run(
      URL(filePath: "/usr/bin/editcap"),
      ["-F", "pcap", folder.appending(path: "bench/\(first)/A.pcapng").path, pcap.path])
    try #require(converted.status == 0, "\(converted.errors)")
    return pcap
  }

  private func summaryOfFile(_ capture: URL) throws -> Summary {
    let result = try run(
      Programs.agent, ["summarize", "--format", "json"] + Self.noTimeouts + [capture.path])
    try #require(result.status == 0, "\(result.errors)")
    return try Summary(result.text)
  }

  private func watch(
    _ options: [String], in home: HomeNetwork, folder: URL
  ) throws -> RunningCommand {
    let agent = try home.start(
      [Programs.agent.path, "watch", "--format", "json", "--user", "nobody"] + Self.noTimeouts
        + options, on: .router, folder: folder)
    try agent.waitUntilItSays("watching")
    return agent
  }

  private func stop(_ agent: RunningCommand) throws -> Summary {
    agent.end(SIGINT)
    return try Summary(agent.outputText)
  }

  @Test("an interface gives exactly what a file of the same packets gives, also after it was down")
  func interface() throws {
    try withTemporaryFolder { folder in
      let home = try HomeNetwork()
      let capture = try capture(in: folder)
      let ofFile = try summaryOfFile(capture)
      let agent = try watch(["--interface", HomeNetwork.lan], in: home, folder: folder)
      try home.on(.router, ["ip", "link", "set", HomeNetwork.lan, "down"])
      try home.on(.router, ["ip", "link", "set", HomeNetwork.lan, "up"])
      try home.on(
        .phone, ["tcpreplay", "--quiet", "--topspeed", "--intf1=eth0", capture.path])
      let live = try stop(agent)
      // Taking the interface down and up makes the machines ask for each other, which is no IP.
      #expect(live.rows == ofFile.rows)
      #expect(live.flows == ofFile.flows)
      #expect(live.loss["kernel_drops"] == 0 && live.loss["interface_drops"] == 0)
      #expect(ofFile.flows > 10 && ofFile.rows.count > 5)
    }
  }

  @Test("tracked connections give exactly what the interface gives, behind address translation")
  func connections() throws {
    try withTemporaryFolder { folder in
      let home = try HomeNetwork()
      let server = try home.start(
        ["python3", "-c", Self.serverScript], on: .server, folder: folder)
      try server.waitUntilItSays("ready")
      let live = try watch(["--interface", HomeNetwork.lan], in: home, folder: folder)
      let tracked = try watch(["--conntrack"], in: home, folder: folder)
      try home.on(.phone, ["python3", "-c", Self.phoneScript])
      let (ofInterface, ofConnections) = (try stop(live), try stop(tracked))
      // A test runner may pass blocked signals on to what it starts; this one cannot be blocked.
      server.end(SIGKILL)
      // The device is the same: the router's neighbour table knows its station. Flows through the router
      // alone: what neither vantage shares are groups.
      #expect(ofConnections.unicast == ofInterface.unicast)
      let row = Row(device: HomeNetwork.phoneStation, place: "US", direction: "up")
      let figures = try #require(ofConnections.rows[row])
      #expect(figures.flows == 8 && figures.bytes > 4 * 10 * 4000)
      #expect(ofConnections.loss["unseen_endings"] == 0)
    }
  }

  /// Echoes UDP, and answers each 4,000 bytes over TCP with 3,000.
  private static let serverScript = """
    import socket, sys, threading
    def serve(connection):
        while True:
            got = 0
            while got < 4000:
                data = connection.recv(4000 - got)
                if not data: connection.close(); return
                got += len(data)
            connection.sendall(b'x' * 3000)
    def listen():
        while True: threading.Thread(target=serve, args=(tcp.accept()[0],), daemon=True).start()
    tcp = socket.create_server(('8.8.8.8', 443))
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(('8.8.8.8', 53))
    threading.Thread(target=listen, daemon=True).start()
    print('ready', file=sys.stderr, flush=True)
    while True:
        data, peer = udp.recvfrom(2000); udp.sendto(data * 3, peer)
    """

  private static let phoneScript = """
    import socket
    for _ in range(4):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.connect(('8.8.8.8', 53))
        udp.send(b'question'); udp.recv(2000); udp.close()
        tcp = socket.create_connection(('8.8.8.8', 443))
        for _ in range(10):
            tcp.sendall(b'y' * 4000)
            got = 0
            while got < 3000: got += len(tcp.recv(3000))
        tcp.close()
    """

  @Test(
    "what a router exports gives what a file of the same packets gives",
    arguments: ["9", "10"])
  func exportedRecords(version: String) throws {
    try withTemporaryFolder { folder in
      let home = try HomeNetwork()
      let capture = try capture(in: folder)
      let ofFile = try summaryOfFile(capture)
      let collector = try home.start(
        [Programs.agent.path, "records", "--format", "json", "--listen", "127.0.0.1:2055"]
          + Self.noTimeouts, on: .router, folder: folder)
      try collector.waitUntilItSays("127.0.0.1:2055")
      // softflowd reads the file: it exports all at its end. Fragments have no ports for it.
      try home.on(
        .router,
        [
          "softflowd", "-r", capture.path, "-c", "none", "-v", version, "-n", "127.0.0.1:2055",
          "-m", "100000", "-6",
        ])
      usleep(500_000)
      collector.end(SIGINT)
      let exported = try Summary(collector.outputText)
      // softflowd tells no stations: devices are known by address, so places are compared; and that a
      // packet to a subnet's broadcast address went to all, nobody can tell.
      func byPlace(_ summary: Summary) -> [String: [Int]] {
        summary.rows.reduce(into: [:]) { places, row in
          let place = row.key.place == "broadcast" ? "lan" : row.key.place
          let key = place + " " + row.key.direction
          let before = places[key] ?? [0, 0]
          places[key] = [before[0] + row.value.packets, before[1] + row.value.bytes]
        }
      }
      #expect(byPlace(exported) == byPlace(ofFile))
    }
  }
}
