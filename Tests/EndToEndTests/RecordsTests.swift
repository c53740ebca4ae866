import Foundation
import TestSupport
import Testing

/// `flowcensus-agent records`, as its user has it.
@Suite("flowcensus-agent records", .timeLimit(.minutes(5)))
struct RecordsTests {
  private static let noon: UInt64 = 1_795_435_200
  private static let fields: [Exports.Field] = [
    .init(8, 4), .init(12, 4), .init(7, 2), .init(11, 2), .init(4, 1), .init(2, 4), .init(1, 4),
  ]
  static let template = Exports.ipfix(
    [Exports.set(2, Exports.template(256, fields))], time: noon)
  static let data: [UInt8] = {
    let big = Packets.big
    let up =
      big(0xc0a8_0105, 4) + big(0x0808_0808, 4) + big(40_000, 2) + big(443, 2) + [6]
      + big(3, 4) + big(300, 4)
    let down =
      big(0x0808_0808, 4) + big(0xc0a8_0105, 4) + big(443, 2) + big(40_000, 2) + [6]
      + big(2, 4) + big(3000, 4)
    return Exports.ipfix([Exports.set(256, up + down)], time: noon)
  }()

  private func summary(_ text: Data) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
  }

  @Test("bare datagrams, templates first, become the rows of a summary")
  func files() throws {
    try withTemporaryFolder { folder in
      let paths = try [("template.dat", Self.template), ("data.dat", Self.data)].map {
        name, bytes in
        let file = folder.appending(path: name)
        try Data(bytes).write(to: file)
        return file.path
      }
      let result = try run(Programs.agent, ["records", "--format", "json"] + paths)
      #expect(result.status == 0, "\(result.errors)")
      let json = try summary(result.output)
      #expect(json["flows"] as? Int == 1)
      let rows = try #require(json["rows"] as? [[String: Any]])
      #expect(rows.map { $0["device"] as? String } == ["ip:192.168.1.5", "ip:192.168.1.5"])
      #expect(rows.map { $0["bytes"] as? Int } == [3000, 300])
      let loss = try #require(json["loss"] as? [String: Any])
      let records = try #require(loss["records"] as? [String: Any])
      #expect(records["counted"] as? Int == 2)

      let csv = try run(Programs.agent, ["records", "--list", "--format", "csv"] + paths)
      let lines = csv.text.split(separator: "\r\n")
      #expect(lines.count == 3)
      #expect(
        lines[1].hasPrefix("0.0.0.0,IPFIX,192.168.1.5,40000,8.8.8.8,443,6,0,3,300,1,2026-11-23T"))

      let listed = try run(Programs.agent, ["records", "--list", "--format", "json"] + paths)
      #expect((try summary(listed.output)["list"] as? [Any])?.count == 2)
      let table = try run(Programs.agent, ["records"] + paths)
      #expect(table.text.contains("from 2 flow records in 2 datagrams"))
    }
  }

  @Test("a capture's exports are found at any port, and --exporter and --port choose among them")
  func capture() throws {
    try withTemporaryFolder { folder in
      let frames = [Self.template, Self.data].map { payload in
        TimedFrame(
          Int64(Self.noon) * 1_000_000,
          Packets.ethernet(
            from: 1, to: 2, type: 0x0800,
            Packets.ipv4(
              from: 0x0a00_0001, to: 0x0a00_0002, transport: 17,
              Packets.udp(from: 5000, to: 9995, payload))))
      }
      let path = folder.appending(path: "exports.pcap")
      try Data(PcapWriter().file(frames)).write(to: path)
      func flows(_ arguments: [String]) throws -> Int? {
        let result = try run(
          Programs.agent, ["records", "--format", "json", path.path] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        return try summary(result.output)["flows"] as? Int
      }
      #expect(try flows([]) == 1)
      #expect(try flows(["--port", "9995", "--exporter", "10.0.0.0/8"]) == 1)
      #expect(try flows(["--port", "2055"]) == 0)
      #expect(try flows(["--exporter", "192.0.2.1"]) == 0)
    }
  }

  @Test("listening prints what came until it is told to stop")
  func listening() throws {
    try withTemporaryFolder { folder in
      let command = try RunningCommand(
        Programs.agent, ["records", "--listen", "127.0.0.1:0", "--format", "json"], folder: folder)
      var port: UInt16?
      let deadline = Date.now + 30
      while port == nil, command.isRunning, Date.now < deadline {
        port = command.errorText.firstMatch(of: /at 127\.0\.0\.1:(\d+);/).flatMap { UInt16($0.1) }
        usleep(10_000)
      }
      let sender = DatagramSender(port: try #require(port))
      #expect(sender.send(Self.template) && sender.send(Self.data))
      // Loopback has delivered both when the sending returns; the signal comes after them.
      command.end(SIGTERM)
      let json = try summary(Data(command.outputText.utf8))
      #expect(json["flows"] as? Int == 1)
    }
  }

  @Test("bad input gets one message and its status")
  func badInput() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "nothing.dat")
      try Data("not an export at all".utf8).write(to: file)
      let foreign = try run(Programs.agent, ["records", file.path])
      #expect(foreign.status == 1)
      #expect(foreign.errors.contains("neither a capture nor a datagram of flow records"))
      let missing = try run(Programs.agent, ["records", folder.appending(path: "none").path])
      #expect(missing.status == 1)
      for arguments in [
        ["records"], ["records", "--listen", "5"], ["records", "a", "--listen", "127.0.0.1:1"],
        ["records", "a", "--seconds", "1"], ["records", "a", "--exporter", "x"],
      ] {
        #expect(try run(Programs.agent, arguments).status == 2, "\(arguments)")
      }
    }
  }
}
