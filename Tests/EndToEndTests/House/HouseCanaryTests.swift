import Foundation
import HTTPTransfer
import TestSupport
import Testing

/// Canaries: a household with known secrets goes the whole way, from the capture over spool, upload and
/// database to the published release, and everything that anybody but its owner could read is searched for
/// them, in every form of `CanarySearch`.
///
/// What is proved: nothing leaks; and the very call that says so (`HouseEvidence.leaks`), on the same
/// evidence with one leak more, sees that leak, for each channel by itself (`HouseLeak`: spool and server's
/// database, in the file and, undone at once, in the write-ahead log alone; upload, in body and header; what
/// agent and server print; preview, pages, exports, release), of a secret that is bytes and one that is a
/// name, in every form; and it names that channel, that secret and that form, and nothing else. So a build
/// that leaks a canary in such a form through any of them fails this test. The leaks are written by the
/// test, in the way of the channel, not by an altered program. What is not proved: that there is no other
/// channel (`NonInterferenceTests` compare spools and logs byte for byte), and no form that is not
/// listed (an encryption, say).
@Suite("Secrets of a household", .timeLimit(.minutes(10)))
struct HouseCanaryTests {
  @Test("are in no spool, upload, database, log, page, export or release, and would be found there")
  func canaries() throws {
    try withTemporaryFolder { folder in
      let evidence = try Self.wholeWay(in: folder)
      #expect(try evidence.leaks() == [])
      let secrets = try [House.canaries[0], House.canaries[7]].map(Secret.init)
      for leak in HouseLeak.allCases {
        for secret in secrets { try Self.expectCaught(leak, secret, evidence, in: folder) }
      }
    }
  }

  @Test("would be found in every form by itself")
  func positiveControl() throws {
    try withTemporaryFolder { folder in
      let body = Array("{\"format\":\"flowcensus-house/1\"}".utf8)
      for canary in House.canaries.prefix(2) {
        for form in try Secret(canary).forms {
          let file = folder.appending(path: "leak")
          try Data(body + form.bytes + body).write(to: file)
          let finds = try CanarySearch.finds([canary], in: [file])
          #expect(
            finds.contains { $0.hasSuffix(" \(form.name)") }, "\(canary.name) as \(form.name)")
        }
      }
    }
  }

  /// A canary in all its forms that can be told from chance.
  private struct Secret {
    let canary: Canary
    let forms: [CanarySearch.Planted]

    init(_ canary: Canary) throws {
      self.canary = canary
      forms = try CanarySearch.planted(canary).filter { $0.bytes.count >= CanarySearch.fewestBytes }
    }
  }

  private static func expectCaught(
    _ leak: HouseLeak, _ secret: Secret, _ evidence: HouseEvidence, in folder: URL
  ) throws {
    let spoilt = try evidence.copy(to: folder.appending(path: "leak-\(UUID().uuidString)"))
    defer { try? FileManager.default.removeItem(at: spoilt.folder) }
    try leak.happen(secret.forms.map(\.bytes), in: spoilt)
    let expected = secret.forms.map {
      HouseEvidence.Leak(channel: leak.channel, find: "\(secret.canary.name) \($0.name)")
    }
    #expect(expected.count >= 25)
    #expect(try spoilt.leaks() == Set(expected), "\(leak)")
  }

  /// Everything that is left behind by a household that contributes, and by the release of it.
  private static func wholeWay(in folder: URL) throws -> HouseEvidence {
    let evidence = try HouseEvidence(in: folder.appending(path: "evidence"))
    let house = try House(in: folder)
    let server = try house.startServer()
    let heldServer = try HeldLog(house.database)
    let relay = try SocksRelay(folder: folder)
    try house.watch()
    // The secrets are there to be leaked: the owner's own store knows devices by their addresses.
    let store = house.state.appending(path: "agent.sqlite")
    let known = try CanarySearch.finds(House.canaries, in: [store])
    #expect(known.contains { $0.contains("phone text") })

    let on = try house.agent(
      [
        "contribute", "on", "--server", server.address, "--yes",
        "--relay", "socks5h://127.0.0.1:\(relay.port)",
      ], needsClock: true)
    try #require(on.status == 0, "\(on.errors)")
    let spool = house.state.appending(path: "house.sqlite")
    let heldSpool = try HeldLog(spool)
    let log = try house.contribute { status in
      status.uploads.count == 2 && status.uploads.allSatisfy { $0.state == "acknowledged" }
    }
    let preview = try house.agent(["contribute", "preview", "--bytes", "--week", "2026-W47"])
    try evidence.add(preview.output, to: .preview)
    try evidence.add((on.text + on.errors + log + preview.errors).utf8, to: .agentOutput)
    try evidence.add(Data(contentsOf: relay.recording), to: .upload)
    try heldSpool.release(log: evidence.file(.spoolLog), database: evidence.file(.spool))

    try publish(house, server, to: evidence)
    try heldServer.release(
      log: evidence.file(.serverDatabaseLog), database: evidence.file(.serverDatabase))
    server.stop()
    try evidence.add(server.log.utf8, to: .serverOutput)
    return evidence
  }

  /// Releases the epoch, with so many more households like this one that there are cells to publish.
  private static func publish(
    _ house: House, _ server: RunningServer, to evidence: HouseEvidence
  ) throws {
    let others = try runPython(
      """
      import sqlite3, sys
      server = sqlite3.connect(sys.argv[1], timeout=20)
      for number in range(20):
          server.execute("INSERT INTO house_uploads SELECT epoch, printf('%04d', ?) || substr(pseudonym, 5), 'established', "
                         "sequence, body FROM house_uploads WHERE length(pseudonym) = 64 AND sequence = 1 "
                         "ORDER BY pseudonym DESC LIMIT 2", (number,))
      server.commit()
      """, [house.database.path])
    try #require(others.status == 0, "\(others.errors)")
    try house.setTime(House.time("2026-12-01T00:00:00Z"))
    let deadline = Date.now.addingTimeInterval(60)
    while try server.get("/v1/releases/2026-W47").status != 200, Date.now < deadline {
      usleep(50_000)
    }
    for path in ["/", "/findings", "/releases", "/releases/2026-W47"] {
      try evidence.add(try answer(server, path), to: .page)
    }
    for path in [
      "/v1/statistics", "/v1/findings", "/v1/sessions", "/v1/organisations", "/v1/models",
      "/v1/releases",
    ] { try evidence.add(try answer(server, path), to: .export) }
    for path in ["/v1/releases/2026-W47", "/v1/log"] {
      try evidence.add(try answer(server, path), to: .release)
    }
    let release = String(decoding: try Data(contentsOf: evidence.file(.release)), as: UTF8.self)
    #expect(release.contains("google-pixel-6"), "the release is of this household too")
    let verified = try run(Programs.query, ["verify", "release", "--server", server.address])
    #expect(verified.status == 0, "\(verified.errors)")
    try evidence.add((verified.text + verified.errors).utf8, to: .export)
  }

  private static func answer(_ server: RunningServer, _ path: String) throws -> [UInt8] {
    let response = try server.get(path)
    try #require(response.status == 200, "\(path): \(response.status)")
    return Array(response.body)
  }
}
