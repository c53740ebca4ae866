import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("the first minutes over HTTP")
struct StartUpTests {
  @Test("stand apart in a finding, with as many idle minutes beside, and on its page")
  func finding() async throws {
    try await FindingStudy.withServer { server in
      let finding = try await server.get("/v1/findings/caller-h4").object
      let startUps = try #require(finding["start_up"] as? [[String: Any]])
      #expect(startUps.map { $0["condition"] as? String } == ["A", "B"])
      #expect(startUps.map { $0["arm"] as? String } == ["reference", "changed"])
      for startUp in startUps {
        // Eight units in complete sets: those without an empty access point are not among them.
        #expect(startUp["units"] as? Int == 8)
        #expect(startUp["exposure_minutes"] as? Int == 80)
        #expect(startUp["bytes_up"] as? Int64 == 8 * FindingStudy.startUpBytes)
        let median = try #require(startUp["median_bytes_up"] as? [String: Double])
        #expect(median["median"] == Double(FindingStudy.startUpBytes))
      }
      // Under A a unit sends 41,000 + 700 n bytes, n = 0…7, in each hour of the clock that a block touches:
      // 25 for a day that begins at twenty past. A sixth of an hour's are as long as the start-up.
      let idle = try #require(startUps[0]["median_idle_bytes_up"] as? [String: Double])
      let expected: Double = (41_000 + 700 * 3.5) * 25 / 24 / 6
      let median = try #require(idle["median"])
      #expect(abs(median - expected) < 1e-6)
      let page = String(buffer: try await server.get("/findings/caller-h4").body)
      #expect(page.contains("The first minutes"))
      #expect(page.contains("750\u{a0}kB"))
    }
  }

  @Test("are a table of their own in the statistics, and in no other")
  func statistics() async throws {
    try await FindingStudy.withServer { server in
      let path = "/v1/statistics?country=CN&service=content&condition=A"
      func row(_ path: String) async throws -> [String: Any] {
        let rows = try await server.get(path).object["rows"] as? [[String: Any]]
        return try #require(rows?.first)
      }
      let start = try await row(path + "&step=start-up")
      #expect(start["step"] as? String == "start-up")
      #expect(start["units"] as? Int == 10)
      #expect(start["exposure_minutes"] as? Int == 100)
      #expect(start["bytes_up"] as? Int64 == 10 * FindingStudy.startUpBytes)
      let measured = try await row(path)
      #expect(measured["step"] as? String == "measured")
      #expect(measured["exposure_minutes"] as? Int == 10 * 3 * 1440)
      // Three blocks that touch 25 hours of the clock, with 41,000 + 700 n bytes in each, n = 0…9.
      let sent: Int64 = 75 * (10 * 41_000 + 700 * 45)
      #expect(measured["bytes_up"] as? Int64 == sent)
      let csv = String(buffer: try await server.get(path + "&step=start-up&format=csv").body)
      #expect(csv.contains(",start-up,CN,content,7500000,"))
      let page = String(buffer: try await server.get("/?country=CN&step=start-up").body)
      #expect(page.contains("Only the first minutes (start-up)."))
      let refused = try await server.get("/v1/statistics?step=late")
      #expect(refused.status == .badRequest)
      #expect(try refused.detail.contains("measured, start-up, settle"))
    }
  }
}
