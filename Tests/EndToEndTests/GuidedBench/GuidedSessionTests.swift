import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite(
  "A session led in a real browser, on a bench in network namespaces", .timeLimit(.minutes(10)),
  .enabled(if: GuidedScenario.obstacle == nil, "\(GuidedScenario.obstacle ?? "")"))
struct GuidedSessionTests {
  private struct Seen: Decodable {
    struct Stranger: Decodable {
      let withoutCode: String
      let wrongCode: Int
      let otherHost: Int
      let codeAgain: Int
      let forged: Int
    }
    let session: String
    let stranger: Stranger
    let instructions: String
    let buttonHeight: Double
    /// What the page shows in the phase: before the phone calls, after one call, after another.
    let views: [String]
    let pageBytes: Int
    /// After the phone gave a User-Agent.
    let contradiction: String
    let end: String
  }

  @Test(
    "opens by the code alone, is clicked through to its end, and shows the phone's calls as they come"
  )
  func page() async throws {
    let played = try await PlayedScenarios.shared.outcome(.browser)
    let seen = try played.seen(Seen.self)
    #expect(seen.stranger.withoutCode.contains("The code on the terminal"))
    #expect(!seen.stranger.withoutCode.contains("02:00:5e"))
    #expect(seen.stranger.wrongCode == 403)
    #expect(seen.stranger.otherHost == 403)
    #expect(seen.stranger.codeAgain == 403)
    #expect(seen.stranger.forged == 403)
    #expect(seen.instructions.contains("Keep the phone away from this network."))
    // A thumb hits it: 44 px at least (WCAG 2.2, 2.5.5).
    #expect(seen.buttonHeight >= 44)
    #expect(seen.views.map { $0.contains("CN") } == [false, true, true])
    #expect(seen.views.map { $0.contains("US") } == [false, false, true])
    #expect(seen.views.allSatisfy { $0.contains("left of this phase") })
    #expect(seen.pageBytes > 10_000)
    #expect(seen.end.contains("All done"))
  }

  @Test(
    "reads User-Agents without being told to, and asks where the phone shows itself as another model"
  )
  func otherModel() async throws {
    let played = try await PlayedScenarios.shared.outcome(.browser)
    let seen = try played.seen(Seen.self)
    #expect(
      seen.contradiction.contains("the phone shows itself as Xiaomi Redmi 10X 4G (User-Agent"),
      "\(seen.contradiction)")
    #expect(seen.contradiction.contains("is it the right phone and model?"))
    #expect(!seen.views.contains { $0.contains("shows itself as") })
  }

  @Test("measures without a gap what tshark counts, and is sealed, submitted, and recomputed")
  func wholeWay() async throws {
    let played = try await PlayedScenarios.shared.outcome(.browser)
    let session = try played.seen(Seen.self).session
    let bundle = try played.bundle(session)
    try expectPhases(bundle)
    try expectTshark(bundle, folder: played.folder.appending(path: "sessions/\(session)"))
    try expectReplay(session, played)
  }

  private func expectPhases(_ bundle: SessionBundle) throws {
    #expect(bundle.phases.map(\.condition.rawValue) == ["A", "A"])
    #expect(bundle.phases.map(\.step) == [.settle, .measured])
    #expect(bundle.phases.map(\.void) == [nil, nil])
    #expect(bundle.phases[0].ended == bundle.phases[1].started)
    let rows = bundle.phases[1].blocks.flatMap(\.rows).filter { $0.service == .http }
    #expect(rows.map { $0.places.map(\.description) } == [["CN"], ["US"]])
    #expect(rows.map(\.flows) == [1, 1])
    #expect(rows.allSatisfy { $0.down.bytes > 20_000 && $0.up.bytes < 2_000 })
    #expect(bundle.phases.allSatisfy { $0.loss == .none })
  }

  /// Another program's count of the same captures.
  private func expectTshark(_ bundle: SessionBundle, folder: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".pcapng") }.sorted()
    #expect(names.count == bundle.phases.count)
    for (name, phase) in zip(names, bundle.phases) {
      let counted = try run(
        URL(filePath: "/usr/bin/tshark"),
        ["-r", folder.appending(path: name).path, "-T", "fields", "-e", "frame.number"])
      #expect(counted.status == 0, "\(counted.errors)")
      let lines = counted.text.split(separator: "\n").count
      #expect(phase.captures.map(\.packets) == [Int64(lines)], "\(name)")
    }
  }

  private func expectReplay(_ session: String, _ played: PlayedScenarios.Played) throws {
    let archive = played.folder.appending(path: "session.tar").path
    let sealed = try run(
      Programs.agent,
      ["session", "seal", "--key", played.key, "--out", archive, session] + played.sessions)
    #expect(sealed.status == 0, "\(sealed.errors)")
    let database = played.folder.appending(path: "server.sqlite")
    let admitted = try run(
      Programs.server,
      [
        "organisation", "add", "a-shop", "--name", "A Shop", "--key", played.publicKey,
        "--database", database.path,
      ])
    #expect(admitted.status == 0, "\(admitted.errors)")
    let server = try RunningServer(database: database)
    defer { server.stop() }
    let submitted = try run(
      Programs.agent,
      [
        "session", "submit", session, "--key", played.key, "--server", server.address, "--spool",
        played.folder.appending(path: "spool.sqlite").path,
      ] + played.sessions)
    #expect(submitted.status == 0, "\(submitted.errors)")
    let digest = try #require(try server.bundles().first)
    let verified = try run(
      Programs.query,
      [
        "verify", "\(server.address)/v1/bundles/\(digest)", archive, "--key", played.publicKey,
      ])
    #expect(verified.status == 0, "\(verified.text) \(verified.errors)")
    #expect(verified.text.contains("Signature: good. a-shop signed exactly these bytes"))
    #expect(
      verified.text.contains("exactly the published bundle \(digest): 2 phases, 2 captures"))
  }
}
