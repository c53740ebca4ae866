import CensusProtocol
import Foundation
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("The operator's list of common models")
struct ListedModelsTests {
  @Test("is an entry of the chained log each time it changes, and one that does not change is none")
  func entries() async throws {
    try await TestCrowd.with { crowd in
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
}
