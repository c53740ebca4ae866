import Foundation
import TestSupport
import Testing

/// What a phone shows of itself: a name and a system when it asks for an address, a User-Agent when it asks for a page.
private enum Phone {
  /// Random, so that no maker's prefix speaks.
  static let station: UInt64 = 0x1ecc_d612_3456

  static func asks(name: String) -> [UInt8] {
    Packets.dhcpFrame(
      of: station,
      [(53, [3]), (12, Array(name.utf8)), (60, Array("android-dhcp-12".utf8))])
  }

  static func browses(as agent: String) -> [UInt8] {
    let request = "GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: \(agent)\r\n\r\n"
    return Packets.ethernet(
      from: station, to: 0x02c9_53ab_702e, type: 0x0800,
      Packets.ipv4(
        from: 0xc0a8_0117, to: 0x2a3e_0001, transport: 6,
        Packets.tcp(from: 40_000, to: 80, flags: 0x18, Array(request.utf8))))
  }

  static let galaxy = "Dalvik/2.1.0 (Linux; U; Android 12; SM-A125F Build/SP1A.210812.016)"
}

@Suite("What devices show, from packets to what the owner sees", .timeLimit(.minutes(5)))
struct DeviceEvidenceTests {
  private func listed(_ house: House) throws -> String {
    let list = try house.agent(["devices", "list"])
    #expect(list.status == 0, "\(list.errors)")
    return list.text
  }

  @Test("kinds that contradict one another leave the class, in captures and in the memory")
  func contradiction() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "phone.pcap")
      let frames = [Phone.asks(name: "Pixel-6"), Phone.browses(as: Phone.galaxy)]
      try Data(
        PcapWriter().file(
          frames.enumerated().map { TimedFrame(1_764_060_000_000_000 + Int64($0) * 1_000_000, $1) })
      ).write(to: file)
      let capture = ["--capture", file.path]
      let plain = try run(Programs.agent, ["devices", "list"] + capture)
      #expect(plain.text.contains("Google Pixel 6"))
      let both = try run(Programs.agent, ["devices", "list", "--user-agents"] + capture)
      #expect(both.text.contains("some smartphone"), "\(both.text)")
      #expect(!both.text.contains("Pixel") && !both.text.contains("Galaxy"))
      let why = try run(
        Programs.agent, ["devices", "explain", "12:34:56", "--user-agents"] + capture)
      #expect(why.text.contains("disagree on the brand"), "\(why.text)")
      #expect(why.text.contains("model Pixel 6 (4.0)") && why.text.contains("Galaxy A12 (5.0)"))

      let house = try House(in: folder)
      let counted = try house.agent(["import", "--user-agents", file.path])
      #expect(counted.status == 0, "\(counted.errors)")
      #expect(try listed(house).contains("some smartphone"))
    }
  }

  @Test(
    "options for captures alone are refused where the memory is asked",
    arguments: [["--user-agents"], ["--also", "x"], ["--prefixes", "x"]])
  func misplaced(options: [String]) throws {
    for command in [["list"], ["explain", "12:34:56"]] {
      let said = try run(Programs.agent, ["devices"] + command + options)
      #expect(said.status == 2, "\(said.status)")
      #expect(said.errors.contains("--capture"), "\(said.errors)")
    }
  }

  @Test("a device is named by a part of its address or by all of it, and by nothing it is not")
  func naming() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let file = folder.appending(path: "phone.pcap")
      try Data(
        PcapWriter().file([TimedFrame(1_764_060_000_000_000, Phone.asks(name: "Pixel-6"))])
      ).write(to: file)
      let explain = ["devices", "explain"]
      for name in ["1e-cc-d6-12-34-56", "1E:CC:D6:12:34:56", "34:56"] {
        let said = try run(Programs.agent, explain + [name, "--capture", file.path])
        #expect(said.text.contains("Google Pixel 6"), "\(said.errors)")
      }
      for more in [["--capture", file.path], ["--state", house.state.path]] {
        let said = try run(Programs.agent, explain + [""] + more)
        #expect(said.status == 1)
        #expect(said.errors.hasPrefix("flowcensus-agent: no device"), "\(said.errors)")
      }
      let ignored = try house.agent(["devices", "ignore", "1e-cc-d6-12-34-56"])
      #expect(ignored.status == 0, "\(ignored.errors)")
      let said = try house.agent(explain + ["34:56"])
      #expect(said.text.contains("it is not observed"), "\(said.text)")
    }
  }

  @Test(
    "a running agent reads User-Agents where it is told to, and stores neither them nor host names",
    arguments: [true, false])
  func userAgents(areRead: Bool) throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let cable = try LiveCable()
      let agent = try cable.startAgent(
        areRead ? ["--user-agents"] : [], state: house.state, folder: folder)
      try cable.send([
        Phone.asks(name: "geheimes-telefon"), Phone.browses(as: Phone.galaxy),
      ])
      usleep(1_500_000)
      agent.end(SIGTERM)
      #expect(agent.finish() == 0, "\(agent.errorText)")
      let list = try listed(house)
      #expect(list.contains("Samsung Galaxy A12") == areRead)
      // Without it the rest was seen all the same.
      #expect(areRead || list.contains("some mobile"), "\(list)")
      let left = try FileManager.default.contentsOfDirectory(
        at: house.state, includingPropertiesForKeys: nil)
      let canaries = [
        Canary(name: "User-Agent", bytes: Array("SM-A125F".utf8)),
        Canary(name: "host name", bytes: Array("geheimes-telefon".utf8)),
      ]
      #expect(try CanarySearch.finds(canaries, in: left).isEmpty)
      #expect(!agent.errorText.contains("geheimes") && !agent.errorText.contains("SM-A125F"))
    }
  }

  @Test("a name that only the router's lease file has tells the model, and is stored nowhere")
  func leases() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let cable = try LiveCable()
      let file = folder.appending(path: "dnsmasq.leases")
      try
        "\(Int(Date.now.timeIntervalSince1970) + 3600) 1e:cc:d6:12:34:56 192.168.1.23 annas-Galaxy-A12 *\n"
        .write(to: file, atomically: true, encoding: .utf8)
      let agent = try cable.startAgent(
        ["--leases", file.path], state: house.state, folder: folder)
      // It gives no name by itself.
      try cable.send([Phone.asks(name: ""), Phone.browses(as: "x")])
      usleep(1_500_000)
      agent.end(SIGTERM)
      #expect(agent.finish() == 0, "\(agent.errorText)")
      #expect(try listed(house).contains("Samsung Galaxy A12"))
      let left = try FileManager.default.contentsOfDirectory(
        at: house.state, includingPropertiesForKeys: nil)
      let owner = Canary(name: "owner", bytes: Array("annas".utf8))
      #expect(try CanarySearch.finds([owner], in: left).isEmpty)
    }
  }
}
