import CensusProtocol
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("What is said about households")
struct HouseFiguresTests {
  /// A released epoch: 24 households of one model with CN, and 3 of another, too few to be named.
  private func withRelease(
    _ test: @escaping @Sendable (TestCrowd) async throws -> Void
  ) async throws {
    try await TestCrowd.with(
      options: { $0.rule = MergeRule(fewest: 10, fewestConfirmed: 0) ?? .standard }
    ) { crowd in
      var rights: [TestAgent.Right] = []
      for _ in 0..<27 { rights += try await TestAgent().rights(crowd) }
      try crowd.moveToUploads(of: crowd.epoch)
      for (index, right) in rights.enumerated() {
        let model = index < 24 ? "xiaomi-redmi-1s" : "google-nexus-5"
        let response = try await crowd.send(.contribution(try crowd.contribution(model)), by: right)
        #expect(response.status == .created)
      }
      #expect((try await crowd.server.get("/v1/house").object["rows"] as? [Any])?.count == 0)
      #expect(String(buffer: try await crowd.server.get("/releases").body).contains("Nothing is"))
      try crowd.moveToRelease(of: crowd.epoch)
      try await crowd.keeper.keep()
      try await test(crowd)
    }
  }

  @Test("has the range of each count, its share, its quartiles and the release that it is from")
  func rows() async throws {
    try await withRelease { crowd in
      let document = try await crowd.server.get("/v1/house").object
      let rows = try #require(document["rows"] as? [[String: Any]])
      let row = try #require(rows.first { $0["model"] as? String == "xiaomi-redmi-1s" })
      #expect(row["destination"] as? String == "CN")
      #expect(row["service"] as? String == "tls")
      #expect(row["contributors"] as? Int == 25)
      #expect(row["contributors_low"] as? Int == 23)
      #expect(row["contributors_high"] as? Int == 27)
      #expect(row["of"] as? Int == 25)
      #expect(row["up"] as? [Int] == [17, 17, 17])
      #expect(row["active_hours"] as? [String] == ["24-71", "24-71", "24-71"])
      // The three households of the other model are in no named cell.
      #expect(!rows.contains { $0["model"] as? String == "google-nexus-5" })
      let release = try #require(document["release"] as? [String: Any])
      #expect(release["epoch"] as? String == "2026-W47")

      let csv = String(buffer: try await crowd.server.get("/v1/house?format=csv").body)
      #expect(csv.split(separator: "\r\n").count == rows.count + 1)
      #expect(csv.contains("2026-W47,xiaomi-redmi-1s,Xiaomi Redmi 1S,CN,CN,tls,25,23,27,25,"))
    }
  }

  @Test("can be asked for one model, country and service, and says what would fit")
  func selection() async throws {
    try await withRelease { crowd in
      for (query, count) in [
        ("model=xiaomi-redmi-1s&country=CN&service=tls", 1), ("country=US", 0),
        ("epoch=2026-W47&service=dns", 0),
      ] {
        let document = try await crowd.server.get("/v1/house?\(query)").object
        let rows = document["rows"] as? [Any]
        #expect(rows?.count == count)
      }
      for (query, expected) in [
        ("model=nobody-knows", "parameter-invalid"), ("country=China", "parameter-invalid"),
        ("epoch=2026-W46", "not-found"), ("colour=red", "parameter-unknown"),
      ] {
        let problem = try await crowd.server.get("/v1/house?\(query)").problem
        #expect(problem == expected)
      }
    }
  }

  @Test("stands on pages that a reader finds")
  func pages() async throws {
    try await withRelease { crowd in
      let list = String(buffer: try await crowd.server.get("/releases").body)
      #expect(list.contains("/releases/2026-W47"))
      let page = String(buffer: try await crowd.server.get("/releases/2026-W47").body)
      #expect(page.contains("Xiaomi Redmi 1S"))
      #expect(page.contains("23–27"))
      let entry = try await crowd.server.store.latestRelease()
      #expect(page.contains(try #require(entry).digest.description))
    }
  }
}
