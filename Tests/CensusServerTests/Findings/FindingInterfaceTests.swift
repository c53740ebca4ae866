import CensusProtocol
import CensusStatistics
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("findings over HTTP")
struct FindingInterfaceTests {
  @Test("decides H1, H2, H4 and H5 from stored sessions, and says what H3 lacks")
  func verdicts() async throws {
    try await FindingStudy.withServer { server in
      let list = try await server.get("/v1/findings").object
      let findings = try #require(list["findings"] as? [[String: Any]])
      #expect(
        findings.map { "\($0["claim"] ?? "") \($0["verdict"] ?? "")" } == [
          "H1 supported", "H2 supported", "H4 supported", "H5 contradicted", "H3 undecided",
        ])
      // Eight units, all alike, and four claims of one plan: 4 · 2^−8.
      let adjusted = (findings[0]["support"] as? [String: Double])?["adjusted"]
      #expect(abs(try #require(adjusted) - 4.0 / 256) < 1e-9)
      let missing = try #require(findings[4]["missing"] as? [String])
      #expect(missing.contains("no session of this model, firmware and plan has arrived"))
      #expect(missing.contains { $0.contains("needs at least 5 units") })
    }
  }

  @Test("an incomplete set is listed with what it lacks, and void phases with their reason")
  func incomplete() async throws {
    try await FindingStudy.withServer { server in
      let finding = try await server.get("/v1/findings/caller-h5").object
      let sets = try #require(finding["sets"] as? [[String: Any]])
      let incomplete = sets.filter { $0["complete"] as? Bool == false }
      #expect(incomplete.count == 2)
      #expect(incomplete.allSatisfy { $0["organisation"] as? String == "no-control" })
      #expect(
        incomplete.allSatisfy {
          ($0["gaps"] as? [String])?.first?.contains("empty access point") == true
        })
      #expect(finding["units"] as? Int == 8)
      let void = try #require(finding["void_phases"] as? [[String: Any]])
      #expect(void.count == 10)
      #expect(void.allSatisfy { $0["reason"] as? String == "interrupted" })
    }
  }

  @Test("a finding about newer firmware supersedes the older one, whose verdict stays beside")
  func superseded() async throws {
    try await FindingStudy.withServer { server in
      let newer = try FindingStudy.finding(
        .contact, id: "caller-h1-newer", builds: ["JHDMIBE50.0"], supersedes: "caller-h1")
      #expect(try await server.store.register(newer) == .added)
      let finding = try await server.get("/v1/findings/caller-h1").object
      #expect(finding["verdict"] as? String == "superseded")
      #expect(finding["verdict_of_data"] as? String == "supported")
      #expect(finding["superseded_by"] as? String == "caller-h1-newer")
      let page = String(buffer: try await server.get("/findings/caller-h1").body)
      #expect(page.contains("href=\"/findings/caller-h1-newer\""))
    }
  }

  @Test("a new session changes what a finding says at once")
  func fresh() async throws {
    try await FindingStudy.withServer { server in
      let before = try await server.get("/v1/findings/caller-h1").object["units"] as? Int
      let bench = try Bench("late-laboratory")
      try await server.store.admit(bench)
      let study = try FindingStudy()
      var session = study.sessions[0].bundle
      session.organisation = bench.organisation
      session.key = bench.key.verifyingKey.fingerprint
      session.session = .random()
      session.unit.identifier = .random()
      for index in session.phases.indices {
        session.phases[index].captures = [
          CaptureReference(
            digest: Digest(of: Array("late \(index)".utf8)), bytes: 4096, packets: 40)
        ]
      }
      let answer = try await server.submit(session, by: bench)
      #expect(answer.status == .created)
      let after = try await server.get("/v1/findings/caller-h1").object["units"] as? Int
      #expect((before, after) == (8, 9))
    }
  }

  @Test("CSV has the figures of the JSON, and the units line by line")
  func csv() async throws {
    try await FindingStudy.withServer { server in
      let response = try await server.get("/v1/findings/caller-h4?format=csv")
      #expect(response.headers[.contentType]?.hasPrefix("text/csv") == true)
      let lines = String(buffer: response.body).split(separator: "\r\n")
      let json = try await server.get("/v1/findings/caller-h4").object
      #expect(lines.count == (json["figures"] as? [Any])?.count.advanced(by: 1))
      let units = String(
        buffer: try await server.get("/v1/findings/caller-h4/units?format=csv").body
      ).split(separator: "\r\n")
      #expect(units.count { $0.contains(",changed,") } == 10)
      let all = String(buffer: try await server.get("/v1/findings?format=csv").body)
      #expect(all.split(separator: "\r\n").count == 6)
    }
  }

  @Test(
    "the page says the verdict, what is missing, and what cannot be proved; nothing from outside is markup"
  )
  func pages() async throws {
    try await FindingStudy.withServer { server in
      let page = String(buffer: try await server.get("/findings/caller-h2").body)
      #expect(page.contains("the measurements support the claim"))
      #expect(page.contains("Flow data show contact, direction, volume"))
      #expect(page.contains("The phone fetches &lt;greetings&gt; only."))
      #expect(page.contains("2026-10-31"))
      #expect(page.contains("<svg"))
      let open = String(buffer: try await server.get("/findings/caller-h3").body)
      #expect(open.contains("What is missing to decide it"))
      let list = String(buffer: try await server.get("/findings").body)
      for id in ["h1", "h2", "h3", "h4", "h5"] {
        #expect(list.contains("/findings/caller-\(id)\""))
      }
      let picture = try await server.get("/findings/caller-h4/units.svg")
      #expect(picture.headers[.contentType] == "image/svg+xml")
      let svg = String(buffer: picture.body)
      #expect(svg.components(separatedBy: "<circle").count - 1 == 2 + 8 * 2)
    }
  }

  @Test("an id that no finding has is 404, one that is none is 400")
  func notThere() async throws {
    try await TestServer.with { server in
      for path in ["/v1/findings/", "/findings/"] {
        let missing = try await server.get("\(path)nobody")
        #expect(missing.status == .notFound)
        let malformed = try await server.get("\(path)NOT")
        #expect(malformed.status == .badRequest)
      }
    }
  }
}
