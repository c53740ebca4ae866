import CensusProtocol
import CensusStatistics
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("The operator's list of common models")
struct ListedModelsTests {
  @Test("is an entry of the chained log each time it changes, and one that does not change is none")
  func entries() async throws {
    try await TestCrowd.with(named: []) { crowd in
      let store = crowd.server.store
      let first = try #require(ModelIdentifier("google-pixel-6"))
      let second = try #require(ModelIdentifier("xiaomi-mi-3"))
      let early = try #require(UTCTime("2020-01-01T00:00:00Z"))
      let added = try await store.changeListedModels(at: early) { $0.union([first, second]) }
      let time = try #require(added).entry.time
      #expect(time > early, "the log's time does not go back")
      #expect(try await store.changeListedModels(at: time) { $0.union([first]) } == nil)
      _ = try await store.changeListedModels(at: time) { $0.subtracting([second]) }
      #expect(try await store.listedModels().identifiers == [first])
      let log = try await crowd.server.get("/v1/log")
      let checked = ReleaseLog([("log", Array(buffer: log.body))])
      #expect(checked.faults.isEmpty)
      #expect(checked.entries.compactMap(\.entry.models).map(\.identifiers.count) == [2, 1])
      let models = try await crowd.server.get("/v1/models").object["models"] as? [[String: Any]]
      #expect(models?.map { $0["id"] as? String } == ["google-pixel-6"])
      #expect(models?.first?["listed"] as? Bool == true)
    }
  }

  private func answer(_ crowd: TestCrowd, _ model: String) async throws -> String? {
    let right = try await TestAgent().rights(crowd)[0]
    try crowd.moveToUploads(of: crowd.epoch)
    let response = try await crowd.send(.contribution(try crowd.contribution(model)), by: right)
    crowd.clock.move(to: try #require(UTCTime("2026-11-18T12:00:00Z")))
    return response.status == .created ? nil : try response.problem
  }

  @Test("is what contributions may name, with its brands and every class; what is rarer is refused")
  func refusal() async throws {
    try await TestCrowd.with(named: ["google-pixel-6"]) { crowd in
      for model in ["google-pixel-6", "any-google-smartphone", "any-smartphone", "any-device"] {
        let problem = try await answer(crowd, model)
        #expect(problem == nil, "\(model)")
      }
      for model in ["google-pixel-7", "xiaomi-redmi-1s", "any-xiaomi-smartphone"] {
        let problem = try await answer(crowd, model)
        #expect(problem == "model-not-common", "\(model)")
      }
      let stored = try await crowd.stored()
      #expect(stored.count == 4)
    }
  }

  @Test("has the say for weeks that begin after it, for the intake as for agents")
  func weeks() async throws {
    try await TestCrowd.with(named: []) { crowd in
      let store = crowd.server.store
      let pixel = try #require(ModelIdentifier("google-pixel-6"))
      // On Wednesday of the week, and dropped on Wednesday of the next.
      let next = try #require(crowd.epoch.next)
      _ = try await store.changeListedModels(at: crowd.clock.clock.now()) { _ in [pixel] }
      #expect(try await answer(crowd, "google-pixel-6") == "model-not-common")
      try crowd.clock.move(to: next.start, plus: 60)
      _ = try await store.changeListedModels(at: crowd.clock.clock.now()) { _ in [] }
      let right = try await TestAgent().rights(crowd, epoch: next)[0]
      try crowd.moveToUploads(of: next)
      let upload = HouseUpload.contribution(
        try crowd.contribution("google-pixel-6", epoch: next))
      #expect(try await crowd.send(upload, by: right).status == .created)
      let log = try await store.log(from: 0, limit: 100)
      let ledger = ModelLedger(log.compactMap { ModelLedger.Word($0.entry, at: $0.entry.time) })
      for epoch in [crowd.epoch, next, try #require(next.next)] {
        #expect(try await store.commonModels(in: epoch) == ledger.common(in: epoch))
      }
    }
  }

  @Test("cannot be got round by a dishonest agent: its eight tokens bring no rare model to k")
  func stacking() async throws {
    let lax = MergeRule(fewest: 5, fewestConfirmed: 0) ?? .standard
    try await TestCrowd.with(options: { $0.rule = lax }) { crowd in
      let rare = try crowd.contribution("xiaomi-mi-3")
      let rights = try await TestAgent().rights(crowd, 8)
      try crowd.moveToUploads(of: crowd.epoch)
      for right in rights {
        #expect(try await crowd.send(.contribution(rare), by: right).problem == "model-not-common")
      }
      try crowd.moveToRelease(of: crowd.epoch)
      try await crowd.keeper.keep()
      let release = try await crowd.server.store.logEntry(.release, of: crowd.epoch)
      #expect(try #require(release?.entry.release).namedModels.isEmpty)
      // By k alone it would be there: the refusal is what keeps it out.
      let counted = rights.map { _ in CountedContribution(contribution: rare, tier: .new) }
      let intake = EpochIntake(
        epoch: crowd.epoch, contributions: counted, late: 0, withdrawn: 0, tokens: [:])
      let mutant = CensusStatistics.release(of: intake, catalogue: .bundled, rule: lax)
      #expect(mutant.namedModels.map(\.model) == [rare.model])
    }
  }
}
