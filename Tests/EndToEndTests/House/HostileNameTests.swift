import Foundation
import TestSupport
import Testing

@Suite("Hostile names, from packets to what is shown", .timeLimit(.minutes(5)))
struct HostileNameTests {
  private static let phone: UInt64 = 0x1ccc_d612_3456

  private static let names: [[UInt8]] = [
    Array("\u{1b}[31mGalaxy\u{7}\r\n".utf8), Array("<script>alert(1)</script>".utf8),
    [UInt8](repeating: UInt8(ascii: "a"), count: 255), [0xff, 0xfe, 0xc0, 0x80, 0x00],
    Array("../../../etc/passwd".utf8), Array("'; DROP TABLE device; --".utf8),
    Array("\u{202e}21A-yxalaG".utf8),
  ]

  private static func dhcp(_ name: [UInt8], of client: UInt64) -> [UInt8] {
    frame(Packets.dhcp(of: client, [(12, name)]), from: 68, to: 67, of: client)
  }

  private static func frame(
    _ data: [UInt8], from source: UInt16, to destination: UInt16, of client: UInt64
  ) -> [UInt8] {
    Packets.ethernet(
      from: client, to: 0x0100_5e00_00fb, type: 0x0800,
      Packets.ipv4(
        from: 0xc0a8_0117, to: 0xe000_00fb, transport: 17,
        Packets.udp(from: source, to: destination, data)))
  }

  /// A classic capture file, one frame each second.
  private static func capture(_ frames: [[UInt8]]) -> Data {
    var file: [UInt8] =
      [0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4] + [UInt8](repeating: 0, count: 8) + [0, 4, 0, 0]
      + [0, 0, 0, 1]
    for (number, frame) in frames.enumerated() {
      file += Packets.big(UInt64(1_764_060_000 + number), 4) + [0, 0, 0, 0]
      file += Packets.big(UInt64(frame.count), 4) + Packets.big(UInt64(frame.count), 4) + frame
    }
    return Data(file)
  }

  private func check(_ command: FinishedCommand, _ what: String) {
    #expect(command.status == 0, "\(what): \(command.errors)")
    // CSV's lines end so (RFC 4180).
    let shown = (command.text + command.errors).replacing("\r\n", with: "\n")
    let isClean = shown.unicodeScalars.allSatisfy {
      ($0.value >= 0x20 || $0 == "\n") && $0.value != 0x7f && $0 != "\u{202e}"
    }
    #expect(isClean, "\(what) shows \(shown.debugDescription)")
    #expect(shown.utf8.count < 20_000, "\(what)")
  }

  @Test(
    "are shown without what could steer a terminal, bounded, and name no model",
    arguments: names.indices)
  func hostile(number: Int) throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let name = Self.names[number]
      let announcement =
        Array("NOTIFY * HTTP/1.1\r\nServer: ".utf8) + name + Array("\r\nNT: ".utf8) + name
        + Array("\r\n\r\n".utf8)
      let record: [UInt8] =
        [0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0] + [UInt8(min(63, name.count))] + name.prefix(63)
        + [5] + Array("local".utf8) + [0, 0, 1, 0, 1, 0, 0, 0, 120, 0, 4, 192, 168, 1, 23]
      let file = folder.appending(path: "hostile.pcap")
      try Self.capture([
        Self.dhcp(name, of: Self.phone),
        Self.frame(announcement, from: 50_000, to: 1900, of: Self.phone),
        Self.frame(record, from: 5353, to: 5353, of: Self.phone),
      ]).write(to: file)
      let list = try run(Programs.agent, ["devices", "list", "--capture", file.path])
      check(list, "list")
      #expect(!list.text.contains("Galaxy") && !list.text.contains("script"))
      let explain = try run(
        Programs.agent, ["devices", "explain", "12:34:56", "--capture", file.path])
      check(explain, "explain")
      #expect(!explain.text.contains("model "))
      check(try run(Programs.agent, ["summarize", file.path]), "summarize")
      check(try house.agent(["import", file.path]), "import")
      check(try house.agent(["devices", "list"]), "devices list")
      check(try house.agent(["top", "--count", "1", "--hours", "840"]), "top")
      for format in ["table", "json", "csv"] {
        let report = try house.agent(["report", "--week", "2025-W48", "--format", format])
        check(report, "report as \(format)")
        #expect(!report.text.contains("script") && !report.text.contains("DROP"))
      }
    }
  }

  @Test(
    "a thousand of them from one device, and names that contradict, are bounded and believed in nothing"
  )
  func thousand() throws {
    try withTemporaryFolder { folder in
      let models = ["Galaxy-A12", "Pixel-6", "Redmi-Note-9", "HUAWEI_P30-0a1b2c3d"]
      let frames = (0..<1000).map { number in
        Self.dhcp(Array("\(models[number % 4])-\(number)".utf8), of: Self.phone)
      }
      let file = folder.appending(path: "thousand.pcap")
      try Self.capture(frames).write(to: file)
      let explain = try run(
        Programs.agent, ["devices", "explain", "12:34:56", "--capture", file.path])
      check(explain, "explain")
      #expect(explain.text.split(separator: "\n").count < 20)
      let list = try run(Programs.agent, ["devices", "list", "--capture", file.path])
      check(list, "list")
      #expect(models.allSatisfy { !list.text.contains($0.replacing("-", with: " ")) })
    }
  }
}
