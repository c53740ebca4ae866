import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusSimulator

@Suite("The simulated case of several organisations")
struct CaseTests {
  @Test("tests seven units or more with every control, at four organisations, by the plan's blocks")
  func sessions() throws {
    let sessions = try CasePlan(seed: 1).sessions()
    let complete = sessions.filter { session in
      session.context.plan == "idle-wifi" && session.model == .caller
        && session.phases.contains { $0.condition == .emptyAccessPoint }
    }
    #expect(complete.count == 8)
    #expect(Set(complete.map(\.context.organisation)).count == 4)
    for session in complete {
      for condition in [Condition.outOfTheBox, .appsRemoved, .cloudOff] {
        let blocks = session.phases.filter { $0.condition == condition && $0.step == .measured }
        #expect(blocks.count == 3)
        #expect(blocks.allSatisfy { $0.ended.seconds - $0.started.seconds == 86_400 })
      }
      #expect(session.phases.last?.condition == .cloudOn)
      let hasOrder = zip(session.phases, session.phases.dropFirst()).allSatisfy {
        $0.ended <= $1.started
      }
      #expect(hasOrder)
    }
    // The order is balanced: the units of one bench do not all begin with the same condition.
    let firsts = complete.compactMap { session in
      session.phases.first { $0.step == .startUp }?.condition
    }
    #expect(Set(firsts).count > 1)
    #expect(Set(sessions.map(\.identifier)).count == sessions.count)
    #expect(Set(sessions.map(\.folder)).count == sessions.count)
  }

  @Test(
    "the caller calls mainland China under A and B, and not with its cloud off; the reference never"
  )
  func truth() throws {
    let sessions = try CasePlan(seed: 1, hours: 8).sessions()
    for model in [SimulatedModel.caller, .reference] {
      let session = try #require(
        sessions.first { $0.model == model && $0.context.plan == "idle-wifi" })
      for phase in session.phases where phase.step == .measured {
        let truth = try PhaseRecording(of: phase, in: session).truth(phase)
        let calls = truth.blocks.flatMap(\.rows).filter {
          $0.key.place == Place("CN") && $0.key.service != .ntp && $0.key.service != .dns
        }
        let isCalling =
          model == .caller && phase.condition != .emptyAccessPoint && phase.condition != .cloudOff
        #expect(calls.isEmpty != isCalling, "\(model) \(phase.label)")
      }
    }
  }

  @Test(
    "one block is void, one organisation has no empty access point, and doses are steps of their own"
  )
  func flaws() throws {
    let sessions = try CasePlan(seed: 1).sessions()
    #expect(sessions.flatMap(\.phases).count(where: \.hasOtherClient) == 1)
    let newcomer = sessions.filter { $0.context.organisation == "simulated-newcomer" }
    #expect(newcomer.allSatisfy { !$0.phases.contains { $0.condition == .emptyAccessPoint } })
    let doses = sessions.filter { $0.context.plan == "content-dose" }.map { session in
      session.phases.compactMap(\.step.doseBytes).sorted()
    }
    #expect(doses == [[0, 50_000_000, 200_000_000]])
  }

  @Test("blocks of other lengths than 1 to 24 hours are refused")
  func ranges() {
    for hours in [0, 25] {
      #expect(throws: SimulatorError.self) { try CasePlan(seed: 1, hours: hours) }
    }
  }
}
