import Foundation
import TestSupport

/// A home in network namespaces: a phone, its router, and a server out in the world that is 8.8.8.8. The
/// router translates addresses. Needs root; the namespaces vanish with the value.
final class HomeNetwork {
  enum Machine: String, CaseIterable {
    case phone
    case router
    case server
  }

  static let phoneStation = "02:00:5e:10:00:01"
  /// The router's interfaces.
  static let lan = "lan"
  static let wan = "wan"

  private let prefix = "fct\(getpid())-\(UInt32.random(in: 0..<10_000))"

  /// Whether this machine lets us make one, and has the tools; else why not.
  static let obstacle: String? = {
    guard geteuid() == 0 else { return "network namespaces need root" }
    let tools = ["/usr/sbin/ip", "/usr/sbin/nft", "/usr/bin/tcpreplay", "/usr/sbin/softflowd"]
    if let missing = tools.first(where: { !FileManager.default.isExecutableFile(atPath: $0) }) {
      return "\(missing) is not installed: make setup"
    }
    let name = "fct\(getpid())-probe"
    guard (try? command(["ip", "netns", "add", name]))?.status == 0 else {
      return "network namespaces cannot be made here"
    }
    _ = try? command(["ip", "netns", "del", name])
    return nil
  }()

  struct SetUpFailure: Error {
    let command: String
    let errors: String
  }

  init() throws {
    for machine in Machine.allCases {
      try Self.must(["ip", "netns", "add", name(machine)])
      // Nobody but the test shall speak.
      try on(machine, ["sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1"])
      try on(machine, ["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1"])
      try on(machine, ["ip", "link", "set", "lo", "up"])
    }
    try join(.server, "eth0", .router, Self.wan)
    try give([
      (.router, Self.wan, "198.51.100.1/24"), (.server, "eth0", "198.51.100.2/24"),
      (.server, "lo", "8.8.8.8/32"),
    ])
    try makeHomeLink()
    try on(.router, ["ip", "route", "add", "8.8.8.8", "via", "198.51.100.2"])
    try on(.router, ["sysctl", "-qw", "net.ipv4.ip_forward=1"])
    try on(.router, ["sysctl", "-qw", "net.netfilter.nf_conntrack_acct=1"])
    try on(
      .router,
      [
        "nft",
        "add table ip nat; add chain ip nat out { type nat hook postrouting priority 100; }; "
          + "add rule ip nat out oifname \(Self.wan) masquerade",
      ])
  }

  deinit {
    for machine in Machine.allCases {
      _ = try? Self.command(["ip", "netns", "del", name(machine)])
    }
  }

  /// Joins the phone to its router.
  func makeHomeLink() throws {
    try join(.phone, "eth0", .router, Self.lan)
    try on(.phone, ["ip", "link", "set", "eth0", "address", Self.phoneStation])
    try give([(.phone, "eth0", "192.168.77.10/24"), (.router, Self.lan, "192.168.77.1/24")])
    try on(.phone, ["ip", "route", "add", "default", "via", "192.168.77.1"])
  }

  /// Takes the interfaces away at both ends.
  func deleteHomeLink() throws { try on(.router, ["ip", "link", "delete", Self.lan]) }

  /// Sends so many UDP packets of the phone to the server, which has nobody there for them.
  func speak(count: Int) throws {
    try on(
      .phone,
      [
        "python3", "-c",
        """
        import socket, sys, time
        for _ in range(int(sys.argv[1])):
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.sendto(b"question", ("8.8.8.8", 4000))
            time.sleep(0.05)
        """, "\(count)",
      ])
  }

  /// IPv6 beside IPv4, without translation: the phone is fd77::10, the server 2001:4860:4860::8888.
  func addIPv6() throws {
    for machine in Machine.allCases {
      try on(machine, ["sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=0"])
    }
    try give(
      [
        (.phone, "eth0", "fd77::10/64"), (.router, Self.lan, "fd77::1/64"),
        (.router, Self.wan, "fd78::1/64"), (.server, "eth0", "fd78::2/64"),
        (.server, "lo", "2001:4860:4860::8888/128"),
      ], ["nodad"])
    try on(.phone, ["ip", "-6", "route", "add", "default", "via", "fd77::1"])
    try on(.server, ["ip", "-6", "route", "add", "default", "via", "fd78::1"])
    try on(.router, ["ip", "-6", "route", "add", "2001:4860:4860::8888", "via", "fd78::2"])
    try on(.router, ["sysctl", "-qw", "net.ipv6.conf.all.forwarding=1"])
    // The kernel tracks only where a rule asks for it.
    try on(
      .router,
      [
        "nft",
        "add table ip6 track; add chain ip6 track pass { type filter hook forward priority 0; }; "
          + "add rule ip6 track pass ct state established accept",
      ])
  }

  private func give(
    _ addresses: [(machine: Machine, interface: String, address: String)], _ options: [String] = []
  ) throws {
    for (machine, interface, address) in addresses {
      try on(machine, ["ip", "address", "add", address, "dev", interface] + options)
      try on(machine, ["ip", "link", "set", interface, "up"])
    }
  }

  private func name(_ machine: Machine) -> String { "\(prefix)-\(machine.rawValue)" }

  private func join(
    _ first: Machine, _ firstInterface: String, _ second: Machine, _ secondInterface: String
  ) throws {
    try Self.must([
      "ip", "link", "add", firstInterface, "netns", name(first), "type", "veth", "peer", "name",
      secondInterface, "netns", name(second),
    ])
  }

  /// Runs a command on a machine to its end; it must succeed.
  @discardableResult
  func on(_ machine: Machine, _ words: [String]) throws -> FinishedCommand {
    try Self.must(arguments(on: machine, words))
  }

  /// Starts a program on a machine.
  func start(_ program: [String], on machine: Machine, folder: URL) throws -> RunningCommand {
    try RunningCommand(
      URL(filePath: "/usr/bin/env"), arguments(on: machine, program), folder: folder)
  }

  private func arguments(on machine: Machine, _ words: [String]) -> [String] {
    ["ip", "netns", "exec", name(machine)] + words
  }

  @discardableResult
  private static func must(_ words: [String]) throws -> FinishedCommand {
    let finished = try command(words)
    guard finished.status == 0 else {
      throw SetUpFailure(command: words.joined(separator: " "), errors: finished.errors)
    }
    return finished
  }

  private static func command(_ words: [String]) throws -> FinishedCommand {
    // The tools of root are not in everybody's path.
    try run(
      URL(filePath: "/usr/bin/env"),
      ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"] + words)
  }
}

extension RunningCommand {
  struct NeverSaid: Error {
    let text: String
    let errors: String
  }

  /// Waits until the program has said `text` on standard error.
  func waitUntilItSays(_ text: String) throws {
    for _ in 0..<1000 {
      if errorText.contains(text) { return }
      guard isRunning else { break }
      usleep(20_000)
    }
    throw NeverSaid(text: text, errors: errorText)
  }
}
