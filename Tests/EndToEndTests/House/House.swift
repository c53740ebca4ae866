import CensusProtocol
import Foundation
import TestSupport
import Testing

/// A household with two phones, its agent, and a server, all of which believe the same clock.
struct House {
  static let epoch = Epoch("2026-W47")
  let folder: URL
  let state: URL
  let database: URL
  private let clock: URL

  /// What must never get out.
  static let canaries = [
    Canary(name: "phone", bytes: [0x02, 0xa1, 0xc7, 0x5e, 0x39, 0xd4], text: "02:a1:c7:5e:39:d4"),
    Canary(name: "tablet", bytes: [0x02, 0xb2, 0x6f, 0x18, 0xe3, 0x4d], text: "02:b2:6f:18:e3:4d"),
    Canary(
      name: "gateway", bytes: [0x02, 0xc9, 0x53, 0xab, 0x70, 0x2e], text: "02:c9:53:ab:70:2e"),
    Canary(name: "LAN address", bytes: [192, 168, 77, 131], text: "192.168.77.131"),
    Canary(name: "remote in CN", bytes: [42, 62, 94, 211], text: "42.62.94.211"),
    Canary(name: "remote in US", bytes: [8, 8, 8, 8], text: "8.8.8.8"),
    Canary(
      name: "remote by IPv6",
      bytes: [
        0x24, 0x08, 0x40, 0, 0x9a, 0x31, 0x5c, 0xd7, 0x12, 0xbb, 0xf0, 0x46, 0x83, 0x2d, 0xe9, 0x15,
      ],
      text: "2408:4000:9a31:5cd7:12bb:f046:832d:e915"),
    Canary(name: "host name", bytes: Array("annas-geheimes-telefon".utf8)),
    Canary(name: "server name", bytes: Array("upload.kanarienvogel.example".utf8)),
    Canary(name: "SSID", bytes: Array("Kanarienkaefig-5G".utf8)),
    Canary(name: "time", bytes: Array("2026-11-18T09:13".utf8)),
  ]

  init(in folder: URL) throws {
    self.folder = folder
    state = folder.appending(path: "state")
    database = folder.appending(path: "server.sqlite")
    clock = folder.appending(path: "clock")
    try setTime(try Self.time("2026-11-19T08:00:00Z"))
  }

  static func time(_ text: String) throws -> UTCTime { try #require(UTCTime(text)) }

  func setTime(_ time: UTCTime) throws {
    try "\(time)\n".write(to: clock, atomically: true, encoding: .utf8)
  }

  /// A server whose log has had the week's token keys, and the house's models, since the week before.
  func startServer(listen: String? = nil, wrapper: [String] = []) throws -> RunningServer {
    if listen == nil {
      try setTime(try Self.time("2026-11-12T08:00:00Z"))
      let published = try run(
        Programs.server, ["release", "--database", database.path, "--clock", clock.path])
      try #require(published.status == 0, "\(published.errors)")
      let listed = try run(
        Programs.server,
        [
          "models", "add", "google-pixel-6", "xiaomi-mi-3", "--database", database.path, "--clock",
          clock.path,
        ])
      try #require(listed.status == 0, "\(listed.errors)")
      try setTime(try Self.time("2026-11-19T08:00:00Z"))
    }
    return try startLateServer(listen: listen, wrapper: wrapper)
  }

  /// A server that began to publish within the week, unless `startServer` did before.
  func startLateServer(listen: String? = nil, wrapper: [String] = []) throws -> RunningServer {
    try RunningServer(
      database: database, listen: listen, wrapper: wrapper,
      options: ["--households", "open", "--clock", clock.path])
  }

  func agent(_ arguments: [String], needsClock: Bool = false) throws -> FinishedCommand {
    try run(Programs.agent, agentArguments(arguments, needsClock: needsClock))
  }

  func agentArguments(_ arguments: [String], needsClock: Bool = false) -> [String] {
    arguments + ["--state", state.path] + (needsClock ? ["--clock", clock.path] : [])
  }

  /// Counts a capture of Wednesday, 2026-11-18, with every canary in it, and says which models the phones
  /// are.
  func watch() throws {
    let capture = folder.appending(path: "capture.pcap")
    try Data(try Self.capture()).write(to: capture)
    let imported = try agent(["import", capture.path])
    try #require(imported.status == 0, "\(imported.errors)")
    let labelled = try runPython(
      """
      import sqlite3, sys
      store = sqlite3.connect(sys.argv[1])
      for mac, model in (("02:a1:c7:5e:39:d4", "google-pixel-6"), ("02:b2:6f:18:e3:4d", "xiaomi-mi-3")):
          store.execute("INSERT INTO device_label VALUES (?, ?, 0)", (mac, model))
      store.commit()
      """, [state.appending(path: "agent.sqlite").path])
    try #require(labelled.status == 0, "\(labelled.errors)")
  }

  private static func capture() throws -> [UInt8] {
    let phone: UInt64 = 0x02a1_c75e_39d4
    let tablet: UInt64 = 0x02b2_6f18_e34d
    let gateway: UInt64 = 0x02c9_53ab_702e
    let names = Array("annas-geheimes-telefon upload.kanarienvogel.example Kanarienkaefig-5G".utf8)
    let start = try time("2026-11-18T09:13:00Z").seconds
    var frames: [TimedFrame] = []
    for step in 0..<6 {
      let time = (start + Int64(step) * 3600) * 1_000_000
      for (mac, local) in [(phone, UInt32(0xc0a8_4d83)), (tablet, 0xc0a8_4d84)] {
        let toChina = Packets.ipv4(
          from: local, to: 0x2a3e_5ed3, transport: 6,
          Packets.tcp(from: 40_000, to: 443, flags: 24, names + [UInt8](repeating: 1, count: 900)))
        let toAmerica = Packets.ipv4(
          from: local, to: 0x0808_0808, transport: 17, Packets.udp(from: 40_001, to: 53, names))
        let bySix = Packets.ipv6(
          from: (0xfd00_0000_0000_0000, UInt64(local)),
          to: (0x2408_4000_9a31_5cd7, 0x12bb_f046_832d_e915), next: 17,
          Packets.udp(from: 40_002, to: 443, names))
        for (type, packet) in [(UInt16(0x0800), toChina), (0x0800, toAmerica), (0x86dd, bySix)] {
          frames.append(
            TimedFrame(time, Packets.ethernet(from: mac, to: gateway, type: type, packet)))
        }
      }
    }
    return PcapWriter().file(frames)
  }

  /// What `contribute status --format json` says.
  struct Status: Decodable {
    struct Epoch: Decodable {
      let epoch: String
      let stage: String
    }
    struct Upload: Decodable {
      let state: String
      let withdrawal: Bool
      let sequence: Int
      let lastAnswer: String
    }
    let contributing: Bool
    let next: String?
    let epochs: [Epoch]
    let uploads: [Upload]
  }

  func status() throws -> Status {
    let command = try agent(["contribute", "status", "--format", "json"])
    try #require(command.status == 0, "\(command.errors)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Status.self, from: command.output)
  }

  /// Lets the clock jump from one moment that the agent has drawn to the next, and the agent do what is due,
  /// until it has nothing more to do in this week; returns what the agent wrote.
  func contribute(until isDone: (Status) -> Bool) throws -> String {
    var log = ""
    for _ in 0..<40 {
      let sent = try agent(["contribute", "send"], needsClock: true)
      log += sent.text + sent.errors
      let status = try status()
      if isDone(status) { return log }
      let next = try #require(status.next.flatMap { UTCTime($0) }, "\(status) \(log)")
      try setTime(next)
    }
    Issue.record("not done after 40 steps: \(log)")
    return log
  }

  /// What stands in the server's table of uploads: the bodies, by pseudonym; an empty text is a withdrawal.
  func uploadsAtServer() throws -> [String] {
    let command = try runPython(
      """
      import sqlite3, sys
      server = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
      for (body,) in server.execute("SELECT body FROM house_uploads ORDER BY pseudonym"):
          print("" if body is None else bytes(body).decode().rstrip(" "))
      """, [database.path])
    try #require(command.status == 0, "\(command.errors)")
    return command.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }
}
