import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite(
  "A session without the guide", .timeLimit(.minutes(10)),
  .enabled(if: GuidedScenario.obstacle == nil, "\(GuidedScenario.obstacle ?? "")"))
struct SessionByHandTests {
  private struct ByHand: Decodable {
    let session: String
    let empty: Answer
    let unknown: Answer
    let status: String
    let stopped: Answer
    let after: Answer
  }

  @Test("measures phase by phase, names what is missing, and ends when it is told")
  func byHand() async throws {
    let played = try await PlayedScenarios.shared.outcome(.byHand)
    let seen = try played.seen(ByHand.self)
    #expect(seen.empty.status == 0)
    #expect(seen.empty.text == "Z, measured, 1 min: counts\n")
    #expect(seen.unknown.status == 1)
    #expect(seen.unknown.text.contains("choose first which of the devices"))
    #expect(seen.status.contains("under way, 1 of 3 phases count, 0 void"))
    #expect(seen.status.contains("Let the phone join this network."))
    #expect(seen.stopped.status == 0)
    #expect(seen.stopped.text.contains("ended, 1 of 3 phases count"))
    #expect(seen.after.status == 1)
    #expect(seen.after.text.contains("all of the plan is done already"))
    let bundle = try played.bundle(seen.session)
    #expect(bundle.phases.map(\.condition.rawValue) == ["Z"])
    #expect(bundle.phases.map(\.void) == [nil])
  }

  private struct Stopped: Decodable {
    let session: String
    let phase: Answer
    let second: Answer
    let stopped: Answer
  }

  @Test(
    "is measured by one program at a time, which a stop ends; the phase that ran is void and listed"
  )
  func stopped() async throws {
    let played = try await PlayedScenarios.shared.outcome(.stoppedByHand)
    let seen = try played.seen(Stopped.self)
    #expect(seen.second.status == 1)
    #expect(seen.second.text.contains("measured by another program already"))
    #expect(seen.phase.status == 1)
    #expect(seen.phase.text.contains("void: \(VoidReason.interrupted.meaning)"))
    #expect(seen.stopped.text.contains("ended, 0 of 1 phases count, 1 void"))
    #expect(try played.bundle(seen.session).phases.map(\.void) == [.interrupted])
  }
}
