import Foundation
import TestSupport
import Testing

/// The templates of agent/ as the programs read them for which they are made. Each check finds a fault in a copy,
/// too: else it would show nothing.
@Suite("The bench's templates, by their own tools", .timeLimit(.minutes(5)))
struct TemplateTests {
  private static let folder = Repository.root.appending(path: "agent/bench")

  private func template(_ name: String, replacing: [String: String] = [:]) throws -> String {
    var text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    for (old, new) in replacing {
      try #require(text.contains(old), "\(old) in \(name)")
      text = text.replacing(old, with: new)
    }
    return text
  }

  private func check(_ text: String, _ words: [String]) throws -> FinishedCommand {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "file")
      try text.write(to: file, atomically: false, encoding: .utf8)
      return try run(
        URL(filePath: "/usr/bin/env"), words.map { $0 == "FILE" ? file.path : $0 })
    }
  }

  private static let nft = Tool.obstacleInNamespaces("nft")

  @Test("nft accepts nftables.conf", .enabled(if: nft == nil, "\(nft ?? "")"))
  func firewall() throws {
    let words = ["unshare", "--net", "nft", "--check", "--file", "FILE"]
    let accepted = try check(template("nftables.conf"), words)
    #expect(accepted.status == 0, "\(accepted.errors)")
    let broken = try check(
      template("nftables.conf", replacing: ["masquerade": "masquerades"]), words)
    #expect(broken.status != 0)
  }

  private static let dnsmasq = Tool.obstacle("dnsmasq")

  @Test("dnsmasq accepts dnsmasq.conf", .enabled(if: dnsmasq == nil, "\(dnsmasq ?? "")"))
  func names() throws {
    let words = ["dnsmasq", "--test", "-C", "FILE"]
    let accepted = try check(template("dnsmasq.conf"), words)
    #expect(accepted.status == 0, "\(accepted.errors)")
    let broken = try check(template("dnsmasq.conf", replacing: ["enable-ra": "enable-rra"]), words)
    #expect(broken.status != 0)
  }

  private static let hostapd = Tool.obstacleInNamespaces("hostapd", "timeout")

  /// hostapd reads its file before it looks for a radio. Here is none, so it ends there: what it says of the file
  /// is all that can be tested.
  private func startAccessPoint(_ text: String) throws -> FinishedCommand {
    try check(text, ["unshare", "--net", "timeout", "30", "hostapd", "FILE"])
  }

  @Test(
    "hostapd understands hostapd.conf and ends for want of a radio alone",
    .enabled(if: hostapd == nil, "\(hostapd ?? "")"))
  func accessPoint() throws {
    let read = try startAccessPoint(template("hostapd.conf"))
    let said = read.text + read.errors
    #expect(read.status == 1, "\(said)")
    #expect(!said.contains("Line "), "\(said)")
    #expect(!said.contains("configuration file"), "\(said)")
    #expect(said.contains("wlan0: AP-DISABLED"), "\(said)")
  }

  @Test(
    "hostapd names what is wrong in a copy", .enabled(if: hostapd == nil, "\(hostapd ?? "")"),
    arguments: [
      ("max_num_sta=1", "max_num_stations=1", "unknown configuration item"),
      ("hw_mode=g", "hw_mode=q", "unknown hw_mode"),
      ("wpa_passphrase=change-this-passphrase", "wpa_passphrase=short", "invalid WPA passphrase"),
    ])
  func brokenAccessPoint(line: String, instead: String, words: String) throws {
    let read = try startAccessPoint(template("hostapd.conf", replacing: [line: instead]))
    #expect(read.status == 1)
    #expect((read.text + read.errors).contains(words), "\(read.text)\(read.errors)")
  }

  private static let systemd = Tool.obstacle("systemd-analyze", "hostapd", "dnsmasq", "nft")

  /// The units of agent/ and server/, with our programs where the build has put them.
  private func verify(replacing: [String: String] = [:]) throws -> FinishedCommand {
    try withTemporaryFolder { folder in
      let units =
        try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        .filter { $0.hasSuffix(".service") }.map { "agent/bench/\($0)" }
        + ["agent/flowcensus-agent.service", "server/flowcensus-server.service"]
      #expect(units.count == 5)
      let files = try units.map { path in
        var text = String(decoding: try Repository.contents(path), as: UTF8.self)
          .replacing("/usr/local/bin/flowcensus-agent", with: Programs.agent.path)
          .replacing("/usr/local/bin/flowcensus-server", with: Programs.server.path)
        for (old, new) in replacing { text = text.replacing(old, with: new) }
        let file = folder.appending(path: URL(filePath: path).lastPathComponent)
        try text.write(to: file, atomically: false, encoding: .utf8)
        return file.path
      }
      return try run(
        URL(filePath: "/usr/bin/env"), ["systemd-analyze", "verify", "--man=no"] + files)
    }
  }

  @Test("systemd accepts every unit", .enabled(if: systemd == nil, "\(systemd ?? "")"))
  func units() throws {
    let verified = try verify()
    #expect(verified.status == 0)
    #expect(verified.text + verified.errors == "")
    let broken = try verify(replacing: ["RestartSec=": "RestartSecs="])
    #expect((broken.text + broken.errors).contains("RestartSecs"))
  }

  private static let networkd =
    Tool.obstacleInNamespaces("mount", "awk")
    ?? (FileManager.default.isExecutableFile(atPath: "/usr/lib/systemd/systemd-networkd")
      ? nil : "systemd is not installed: make setup")

  @Test(
    "systemd-networkd gives the bench its addresses by wlan0.network",
    .enabled(if: networkd == nil, "\(networkd ?? "")"))
  func addresses() throws {
    let given = try run(
      Repository.root.appending(path: "Tests/EndToEndTests/GuidedBench/configured-network"),
      [Self.folder.appending(path: "wlan0.network").path])
    #expect(given.status == 0, "\(given.errors)")
    #expect(given.text == "192.168.50.1/24\nfd50:f10c:ecc5::1/64\n", "\(given.errors)")
  }

  private static let sysctl = Tool.obstacleInNamespaces()

  @Test("the kernel knows what sysctl.conf sets", .enabled(if: sysctl == nil, "\(sysctl ?? "")"))
  func forwarding() throws {
    let words = ["unshare", "--net", "sysctl", "--load=/dev/stdin"]
    let set = try run(
      URL(filePath: "/usr/bin/env"), words, input: Data(template("sysctl.conf").utf8))
    #expect(set.status == 0, "\(set.errors)")
    #expect(set.text == "net.ipv4.ip_forward = 1\nnet.ipv6.conf.all.forwarding = 1\n")
  }

  @Test("BENCH.md says of every template where it goes, and of no other")
  func page() throws {
    let page = String(decoding: try Repository.contents("agent/BENCH.md"), as: UTF8.self)
    let there = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    for name in there {
      let isNamed =
        page.contains("agent/bench/\(name)")
        || name.hasSuffix(".service") && page.contains("agent/bench/flowcensus-bench-*.service")
      #expect(isNamed, "\(name)")
    }
    let named = page.matches(of: /agent\/bench\/([\w.-]+)/).map { String($0.1) }
      .filter { !$0.hasPrefix("flowcensus-bench-") }
    for name in named { #expect(there.contains(name), "\(name)") }
  }
}
