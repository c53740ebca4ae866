import CensusProtocol
import Foundation
import HTTPTransfer
import TestSupport
import Testing

/// Whether this test may make network namespaces, as a bench needs them.
private let canMakeNetworks =
  geteuid() == 0
  && (try? run(URL(filePath: "/usr/bin/env"), ["ip", "netns", "list"]).status) == 0
  && FileManager.default.isExecutableFile(atPath: "/usr/sbin/dnsmasq")

@Suite("A guided session on a bench in network namespaces")
struct GuidedSessionTests {
  private struct Seen: Decodable {
    struct Check: Decodable {
      let name: String
      let state: String
    }
    struct Page: Decodable {
      let withoutCode: String
      let wrongCode: Int
      let otherHost: Int
      let forged: Int
      let shown: String
      let isPictured: Bool
    }
    let session: String
    let call: String
    let doctor: [Check]
    let page: Page
  }

  private let script = Repository.root.appending(path: "Tests/EndToEndTests")

  @Test(
    "measures, survives a power cut, is sealed, submitted, and recomputed from its archive",
    .enabled(if: canMakeNetworks, "needs root, ip netns and dnsmasq"), .timeLimit(.minutes(15)))
  func wholeWay() throws {
    try withTemporaryFolder { folder in
      let key = folder.appending(path: "key").path
      let made = try run(
        Programs.agent, ["key", "create", "--organisation", "a-shop", "--key", key])
      #expect(made.status == 0, "\(made.errors)")
      let guided = try run(
        URL(filePath: "/usr/bin/python3"),
        [
          script.appending(path: "guided-session.py").path, Programs.agent.path,
          script.appending(path: "bench-network").path,
          script.appending(path: "short-plan.yaml").path, key, folder.path,
        ])
      try #require(guided.status == 0, "\(guided.errors)")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let seen = try decoder.decode(Seen.self, from: guided.output)
      #expect(seen.call == "20000")
      expectDoctor(seen.doctor)
      expectPage(seen.page)
      try expectBundle(seen.session, key: key, folder: folder)
      try expectReplay(
        seen.session, key: key, publicKey: made.text.trimmingCharacters(in: .newlines),
        folder: folder)
    }
  }

  private func expectDoctor(_ checks: [Seen.Check]) {
    let states = Dictionary(uniqueKeysWithValues: checks.map { ($0.name, $0.state) })
    for name in [
      "interface", "capture", "address", "dhcp", "ipv6", "clients", "forwarding", "uplink",
    ] {
      #expect(states[name] == "ok", "\(name)")
    }
    // A virtual cable is no radio; the clock is the machine's affair.
    #expect(states["access-point"] == "warn")
  }

  private func expectPage(_ page: Seen.Page) {
    #expect(page.withoutCode.contains("The code on the terminal"))
    #expect(!page.withoutCode.contains("02:00:5e"))
    #expect(page.wrongCode == 403)
    #expect(page.otherHost == 403)
    #expect(page.forged == 403)
    #expect(page.shown.contains("Let the phone join this network."))
    #expect(page.isPictured)
  }

  private func preview(_ session: String, key: String, folder: URL) throws -> [UInt8] {
    let preview = try run(
      Programs.agent,
      [
        "session", "preview", "--key", key, "--sessions",
        folder.appending(path: "sessions").path, session,
      ])
    try #require(preview.status == 0, "\(preview.errors)")
    return [UInt8](preview.output)
  }

  private func expectBundle(_ session: String, key: String, folder: URL) throws {
    let bundle = try SessionBundle(decoding: preview(session, key: key, folder: folder))
    #expect(bundle.phases.map(\.condition.rawValue) == ["Z", "A", "A", "A"])
    #expect(bundle.phases.map(\.step) == [.measured, .settle, .settle, .measured])
    #expect(bundle.phases.map(\.void) == [nil, .interrupted, nil, nil])
    // The two that belong together have no gap between them.
    #expect(bundle.phases[2].ended == bundle.phases[3].started)
    let measured = try #require(bundle.phases.last)
    let rows = measured.blocks.flatMap(\.rows).filter { $0.service == .http }
    #expect(rows.map { $0.places.map(\.description) } == [["CN"], ["US"]])
    #expect(rows.map(\.flows) == [1, 1])
    #expect(rows.allSatisfy { $0.down.bytes > 20_000 && $0.up.bytes < 2_000 })
    #expect(bundle.phases.allSatisfy { $0.loss == .none })
    try expectTshark(bundle, session: session, folder: folder)
  }

  /// Another program's count of the same captures.
  private func expectTshark(_ bundle: SessionBundle, session: String, folder: URL) throws {
    let captures = folder.appending(path: "sessions/\(session)")
    let names = try FileManager.default.contentsOfDirectory(atPath: captures.path)
      .filter { $0.hasSuffix(".pcapng") }.sorted()
    #expect(names.count == bundle.phases.count)
    for (name, phase) in zip(names, bundle.phases) {
      let file = captures.appending(path: name)
      let counted = try run(
        URL(filePath: "/usr/bin/tshark"), ["-r", file.path, "-T", "fields", "-e", "frame.number"])
      #expect(counted.status == 0, "\(counted.errors)")
      let lines = counted.text.split(separator: "\n").count
      #expect(phase.captures.map(\.packets) == [Int64(lines)], "\(name)")
    }
  }

  private func expectReplay(
    _ session: String, key: String, publicKey: String, folder: URL
  ) throws {
    let sessions = ["--sessions", folder.appending(path: "sessions").path]
    let archive = folder.appending(path: "session.tar").path
    let sealed = try run(
      Programs.agent, ["session", "seal", "--key", key, "--out", archive, session] + sessions)
    #expect(sealed.status == 0, "\(sealed.errors)")
    let database = folder.appending(path: "server.sqlite")
    let admitted = try run(
      Programs.server,
      [
        "organisation", "add", "a-shop", "--name", "A Shop", "--key", publicKey, "--database",
        database.path,
      ])
    #expect(admitted.status == 0, "\(admitted.errors)")
    let server = try RunningServer(database: database)
    defer { server.stop() }
    let submitted = try run(
      Programs.agent,
      [
        "session", "submit", session, "--key", key, "--server", server.address, "--spool",
        folder.appending(path: "spool.sqlite").path,
      ] + sessions)
    #expect(submitted.status == 0, "\(submitted.errors)")
    let digest = try #require(try server.bundles().first)
    let verified = try run(
      Programs.query, ["verify", "\(server.address)/v1/bundles/\(digest)", archive])
    #expect(verified.status == 0, "\(verified.text) \(verified.errors)")
    #expect(verified.text.contains("exactly the published bundle \(digest): 4 phases, 4 captures"))

    let published = String(decoding: try server.get("/v1/bundles/\(digest)").body, as: UTF8.self)
    let flows = try #require(published.range(of: "\"packets_up\":"))
    let forged = folder.appending(path: "forged.json")
    try published.replacingCharacters(in: flows, with: "\"packets_up\":1")
      .write(to: forged, atomically: false, encoding: .utf8)
    let refuted = try run(Programs.query, ["verify", forged.path, archive])
    #expect(refuted.status == 1)
    #expect(refuted.text.contains("packets_up: published 1"), "\(refuted.text) \(refuted.errors)")
  }
}
