import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite(
  "What voids a phase, on benches in network namespaces", .timeLimit(.minutes(10)),
  .enabled(if: GuidedScenario.obstacle == nil, "\(GuidedScenario.obstacle ?? "")"))
struct VoidReasonTests {
  private struct Seen: Decodable {
    let session: String
    /// What the guide says when it notices.
    let said: String
    /// What the guide lists when it asks for the phase again.
    let listed: String
    /// Whether the second device was given an address.
    let lease: Bool?
  }

  @Test(
    "is said by the guide, is in the bundle, and the phase is asked for again",
    arguments: [
      (.otherClient, .otherClient), (.clockJump, .clockJump), (.noUplink, .noUplink),
      (.lostInterface, .captureLoss), (.loss, .captureLoss), (.unitAbsent, .unitAbsent),
      (.person, .interrupted),
    ] as [(GuidedScenario, VoidReason)])
  func reason(scenario: GuidedScenario, reason: VoidReason) async throws {
    let played = try await PlayedScenarios.shared.outcome(scenario)
    let seen = try played.seen(Seen.self)
    #expect(seen.said == reason.meaning)
    #expect(seen.listed == "void: \(reason.meaning)")
    #expect(seen.lease == (scenario == .otherClient ? true : nil))
    let bundle = try played.bundle(seen.session)
    #expect(bundle.phases.map(\.void) == [reason])
    if scenario == .loss { #expect(bundle.phases.allSatisfy { $0.loss.dropped > 0 }) }
  }

  @Test("is a power cut: the phase is listed, and done again, and all can be recomputed")
  func powerCut() async throws {
    struct Seen: Decodable {
      let session: String
    }
    let played = try await PlayedScenarios.shared.outcome(.powerCut)
    let session = try played.seen(Seen.self).session
    let bundle = try played.bundle(session)
    #expect(bundle.phases.map(\.void) == [.interrupted, nil])
    let rows = bundle.phases[1].blocks.flatMap(\.rows).filter { $0.service == .http }
    #expect(rows.map { $0.places.map(\.description) } == [["CN"]])
    // A half-written end of the first capture is no obstacle.
    let archive = played.folder.appending(path: "session.tar").path
    let sealed = try run(
      Programs.agent,
      ["session", "seal", "--key", played.key, "--out", archive, session] + played.sessions)
    #expect(sealed.status == 0, "\(sealed.errors)")
    let file = played.folder.appending(path: "bundle.json")
    try Data(bundle.encoded).write(to: file)
    let verified = try run(
      Programs.query, ["verify", file.path, archive, "--key", played.publicKey])
    #expect(verified.status == 0, "\(verified.text) \(verified.errors)")
  }
}

extension PlayedScenarios.Played {
  /// What `session preview` prints for the session.
  func bundle(_ session: String) throws -> SessionBundle {
    let preview = try run(
      Programs.agent, ["session", "preview", "--key", key, session] + sessions)
    try #require(preview.status == 0, "\(preview.errors)")
    return try SessionBundle(decoding: [UInt8](preview.output))
  }
}
