import Foundation
import TestSupport
import Testing

/// Two ends of a cable in a network namespace of its own, which vanishes with it. Needs root.
final class LiveCable {
  private let name =
    "fc-run-\(ProcessInfo.processInfo.processIdentifier)-\(Int.random(in: 0..<100_000))"

  init() throws {
    for arguments in [
      ["netns", "add", name],
      ["-n", name, "link", "add", "home0", "type", "veth", "peer", "name", "far0"],
      ["-n", name, "link", "set", "lo", "up"], ["-n", name, "link", "set", "home0", "up"],
      ["-n", name, "link", "set", "far0", "up"],
    ] {
      let command = try run(URL(filePath: "/usr/sbin/ip"), arguments)
      try #require(command.status == 0, "ip \(arguments): \(command.errors)")
    }
  }

  deinit { _ = try? run(URL(filePath: "/usr/sbin/ip"), ["netns", "delete", name]) }

  /// What a command begins with that runs beside the cable.
  var wrapper: [String] { ["/usr/sbin/ip", "netns", "exec", name] }

  /// A command that looks at the near end.
  func start(_ program: URL, _ arguments: [String], folder: URL) throws -> RunningCommand {
    try RunningCommand(
      URL(filePath: "/usr/sbin/ip"), ["netns", "exec", name, program.path] + arguments,
      folder: folder)
  }

  /// Sends so many UDP packets of a phone to an NTP server in China over the far end.
  func send(_ count: Int) throws {
    let frame = Packets.udpFrame(
      from: (0x02a1_c75e_39d4, 0xc0a8_4d83, 40_000), to: (0x02c9_53ab_702e, 0x2a3e_5ed3, 123),
      data: 48)
    try send([frame], times: count)
  }

  /// Sends frames over the far end, all of them so many times.
  func send(_ frames: [[UInt8]], times: Int = 1) throws {
    let lines = frames.map { frame in
      frame.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    let command = try run(
      URL(filePath: "/usr/sbin/ip"),
      [
        "netns", "exec", name, "/usr/bin/python3", "-c",
        """
        import socket, sys
        link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        link.bind(("far0", 0))
        for _ in range(int(sys.argv[2])):
            for line in sys.argv[1].split(","): link.send(bytes.fromhex(line))
        """, lines.joined(separator: ","), "\(times)",
      ])
    try #require(command.status == 0, "\(command.errors)")
  }
}

extension LiveCable {
  /// The agent as a service at the near end, once it watches.
  func startAgent(_ more: [String] = [], state: URL, folder: URL) throws -> RunningCommand {
    let agent = try start(
      Programs.agent, ["run", "--interface", "home0", "--state", state.path] + more, folder: folder)
    let deadline = Date.now.addingTimeInterval(60)
    while !agent.errorText.contains("watching"), agent.isRunning, Date.now < deadline {
      usleep(5000)
    }
    try #require(agent.isRunning, "\(agent.errorText)")
    return agent
  }
}

@Suite("flowcensus-agent run on a live interface", .timeLimit(.minutes(5)))
struct RunTests {
  private func start(_ cable: LiveCable, _ state: URL, folder: URL) throws -> RunningCommand {
    try cable.startAgent(state: state, folder: folder)
  }

  /// Packets up of the phone to China by NTP, as the store has them.
  private func stored(_ state: URL) throws -> Int {
    let command = try runPython(
      """
      import sqlite3, sys
      store = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
      print(store.execute("SELECT coalesce(sum(packets_up), 0) FROM tally JOIN places ON places = places.id WHERE answers = 'CN' AND service = 'ntp'").fetchone()[0])
      """, [state.appending(path: "agent.sqlite").path])
    return Int(command.text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
  }

  /// Waits until the kernel has handed the agent what was sent: it looks several times a second.
  private func settle() { usleep(1_500_000) }

  @Test("counts every packet once over SIGTERM, restarts and SIGKILL, and does not end on SIGHUP")
  func restarts() throws {
    try withTemporaryFolder { folder in
      let cable = try LiveCable()
      let state = folder.appending(path: "state")
      let first = try start(cable, state, folder: folder)
      try cable.send(10)
      settle()
      first.signal(SIGHUP)
      settle()
      #expect(first.isRunning)
      first.end(SIGTERM)
      #expect(first.finish() == 0, "\(first.errorText)")
      #expect(try stored(state) == 10)

      // Killed before the minute was written: these packets are lost, and nothing is there twice. Where the
      // minute ended just then, they are there.
      let second = try start(cable, state, folder: folder)
      try cable.send(7)
      settle()
      second.end(SIGKILL)
      let kept = try stored(state)
      #expect([10, 17].contains(kept))

      let third = try start(cable, state, folder: folder)
      try cable.send(5)
      settle()
      third.end(SIGTERM)
      #expect(try stored(state) == kept + 5)
      let log = first.errorText + second.errorText + third.errorText
      let logFile = folder.appending(path: "all.log")
      try log.write(to: logFile, atomically: true, encoding: .utf8)
      #expect(try CanarySearch.finds(House.canaries, in: [logFile]) == [])
    }
  }

  @Test("stays small while it watches")
  func memory() throws {
    try withTemporaryFolder { folder in
      let cable = try LiveCable()
      let agent = try start(cable, folder.appending(path: "state"), folder: folder)
      try cable.send(1000)
      settle()
      let kilobytes = try #require(agent.residentKilobytes)
      print("flowcensus-agent run: \(kilobytes) kB resident (debug build)")
      // A release build stays below 25 MiB; this bounds what a mistake could add.
      #expect(kilobytes < 100_000)
      agent.end(SIGTERM)
    }
  }
}

extension RunningCommand {
  /// Resident memory; nil once it has ended.
  var residentKilobytes: Int? {
    let status = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
  }
}
