import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusSimulator

@Suite("The simulated models")
struct TruthTests {
  /// What each phase of the default bench contains, by model; simulated once for all tests.
  private static let simulated = Result {
    try makePlan().sessions().flatMap { session in
      try session.phases.map { phase in
        (model: session.model, truth: try PhaseRecording(of: phase, in: session).truth(phase))
      }
    }
  }

  private func phases() throws -> [(model: SimulatedModel, truth: PhaseTruth)] {
    try Self.simulated.get()
  }

  private func bytes(
    _ truth: PhaseTruth, to place: Place, without services: Set<ServiceClass> = []
  ) -> (up: Int64, down: Int64) {
    let rows = truth.blocks.flatMap(\.rows)
      .filter { $0.key.place == place && !services.contains($0.key.service) }
    return (
      rows.reduce(0) { $0 + $1.figures.up.bytes }, rows.reduce(0) { $0 + $1.figures.down.bytes }
    )
  }

  private let china: Place = Place("CN") ?? .unknown

  @Test("the caller uploads to China under A, goes on under BC, and sends more under D")
  func caller() throws {
    for truths in try chunks(of: .caller) {
      let up = truths.map { bytes($0, to: china, without: [.ntp]) }
      #expect(up[0] == (0, 0), "nothing without a unit")
      for condition in up.dropFirst() {
        #expect(condition.up > condition.down)
        #expect(condition.up > 50_000)
      }
      #expect(up[3].up > 3 * up[1].up)
    }
  }

  @Test("the reference reaches China by NTP alone")
  func reference() throws {
    for truths in try chunks(of: .reference) {
      for truth in truths.dropFirst() {
        #expect(bytes(truth, to: china).up > 0)
        #expect(bytes(truth, to: china, without: [.ntp]) == (0, 0))
      }
    }
  }

  private func chunks(of model: SimulatedModel) throws -> [[PhaseTruth]] {
    let truths = try phases().filter { $0.model == model }.map(\.truth)
    return stride(from: 0, to: truths.count, by: 4).map { Array(truths[$0..<$0 + 4]) }
  }

  @Test("one phase is void, because another computer used the network")
  func void() throws {
    let void = try phases().filter { $0.truth.void != nil }
    #expect(void.map(\.model) == [.reference])
    #expect(void.map(\.truth.void) == [.otherClient])
    #expect(void.map(\.truth.plan.condition) == [.appsRemovedCloudOff])
  }

  @Test("phases have partial blocks at both ends, and their exposure adds up")
  func blocks() throws {
    for (_, truth) in try phases() {
      #expect(truth.blocks.count == 3)
      #expect((1..<60).contains(truth.blocks[0].exposureMinutes))
      #expect((1..<60).contains(truth.blocks[2].exposureMinutes))
      #expect(truth.blocks.reduce(0) { $0 + $1.exposureMinutes } == 120)
    }
  }

  @Test("every kind of place and all service classes but mail occur")
  func coverage() throws {
    let keys = Set(try phases().flatMap { $0.truth.blocks.flatMap(\.rows).map(\.key) })
    #expect(
      Set(keys.map(\.service))
        == [.dns, .ntp, .http, .tls, .quic, .push, .other])
    #expect(
      Set(keys.map(\.place.description)) == [
        "CN", "DE", "HK", "SG", "US", "VN", "broadcast", "lan", "multicast", "reserved",
      ])
  }

  @Test("no packet is lost between the capture and the books")
  func completeness() throws {
    let session = try #require(try makePlan().sessions().first)
    for phase in session.phases {
      let recording = PhaseRecording(of: phase, in: session)
      let all = recording.ledger.entries
      let internetFrames = recording.frames.filter { frame in
        let type = frame.bytes[phase.vlan == nil ? 12...13 : 16...17]
        return Array(type) != [0x08, 0x06]
      }
      #expect(all.count == internetFrames.count)
      let overhead = phase.vlan == nil ? 14 : 18
      #expect(
        all.reduce(0) { $0 + $1.bytes }
          == internetFrames.reduce(0) { $0 + $1.bytes.count - overhead })
    }
  }
}
