import CensusProtocol
import CensusStatistics
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

/// What a finding may rest on: six units of three organisations that are silent for 72 hours each, with
/// controls and without.
@Suite("evidence of a finding over HTTP")
struct FindingEvidenceTests {
  private enum Controls: String, CaseIterable {
    case complete, withoutZ, withoutD, undetectedD
  }

  private static func phases(_ controls: Controls) throws -> [MadePhase] {
    let idle = [try Row.made("US", service: .tls, up: 18_200, down: 96_000)]
    let cloud = [try Row.made("SG", service: .tls, up: 2_500_000, down: 61_000)]
    let empty = MadePhase(condition: .emptyAccessPoint, minutes: 120)
    let arms = Array(
      repeating: MadePhase(condition: .outOfTheBox, minutes: 1440, rows: idle), count: 3)
    let control = { MadePhase(condition: .cloudOn, minutes: 1440, rows: $0) }
    return switch controls {
    case .complete: [empty] + arms + [control(cloud)]
    case .withoutZ: arms + [control(cloud)]
    case .withoutD: [empty] + arms
    case .undetectedD: [empty] + arms + [control(idle)]
    }
  }

  /// Submits sessions of three organisations; `change` makes them what a test is about.
  private func submit(
    _ controls: Controls, to server: TestServer, units: Int = 2,
    change: (inout SessionBundle, Int) throws -> Void = { _, _ in }
  ) async throws -> [SessionIdentifier] {
    var sessions: [SessionIdentifier] = []
    for name in ["lab-one", "lab-two", "shop-three"] {
      let bench = try Bench(name)
      try await server.store.admit(bench)
      for number in 0..<units {
        var session = try bench.session(try Self.phases(controls))
        for index in session.phases.indices {
          session.phases[index].captures = [
            CaptureReference(
              digest: Digest(of: Array("\(session.session) \(index)".utf8)), bytes: 4096,
              packets: 40)
          ]
        }
        try change(&session, number)
        let answer = try await server.submit(session, by: bench)
        try #require(answer.status == .created, "\(String(buffer: answer.body))")
        sessions.append(session.session)
      }
    }
    return sessions
  }

  private func finding(_ server: TestServer) async throws -> [String: Any] {
    #expect(try await server.store.register(try FindingStudy.finding(.contact)) == .added)
    return try await server.get("/v1/findings/caller-h1").object
  }

  @Test(
    "silence is evidence of absence with Z and a detected D alone; without, the sets are incomplete",
    arguments: [
      ("complete", "contradicted", ""), ("withoutZ", "undecided", "empty access point"),
      ("withoutD", "undecided", "positive control"),
      ("undetectedD", "undecided", "positive control"),
    ])
  func controls(name: String, verdict: String, gap: String) async throws {
    let controls = try #require(Controls(rawValue: name))
    try await TestServer.with { server in
      _ = try await submit(controls, to: server)
      let finding = try await finding(server)
      #expect(finding["verdict"] as? String == verdict)
      let sets = try #require(finding["sets"] as? [[String: Any]])
      #expect(sets.count == 6)
      let isComplete = controls == .complete
      #expect(sets.allSatisfy { $0["complete"] as? Bool == isComplete })
      #expect(finding["units"] as? Int == (isComplete ? 6 : 0))
      let missing = try #require(finding["missing"] as? [String])
      #expect(missing.isEmpty == isComplete)
      guard !isComplete else { return }
      for set in sets {
        let gaps = try #require(set["gaps"] as? [String])
        #expect(gaps.count == 1)
        #expect(gaps.contains { $0.contains(gap) }, "\(gaps)")
      }
      #expect(missing.contains { $0.contains("incomplete set") && $0.contains(gap) }, "\(missing)")
      let page = String(buffer: try await server.get("/findings/caller-h1").body)
      #expect(page.contains("lab-two"))
      #expect(page.contains(gap))
    }
  }

  @Test("two organisations with one unit or with one capture count once, and it says which and why")
  func sameUnit() async throws {
    let unit = UnitIdentifier.random()
    let copied = CaptureReference(
      digest: Digest(of: Array("the same file".utf8)), bytes: 4096, packets: 40)
    try await TestServer.with { server in
      _ = try await submit(.complete, to: server) { session, number in
        if number == 0 {
          session.unit.identifier = unit
        } else {
          session.phases[1].captures = [copied]
        }
      }
      let finding = try await finding(server)
      #expect(finding["units"] as? Int == 2)
      #expect(finding["organisations"] as? [String] == ["lab-one"])
      #expect(finding["verdict"] as? String == "undecided")
      let repeated = try #require(finding["repeated_sessions"] as? [[String: Any]])
      #expect(
        repeated.map { "\($0["organisation"] ?? "") \($0["reason"] ?? "")" }.sorted() == [
          "lab-two has a capture file of the earlier session",
          "lab-two tests a unit that another organisation reported before",
          "shop-three has a capture file of the earlier session",
          "shop-three tests a unit that another organisation reported before",
        ])
    }
  }

  @Test("sessions whose source the operator declares the same count once")
  func declaredSource() async throws {
    try await TestServer.with { server in
      let sessions = try await submit(.complete, to: server, units: 1)
      for session in sessions {
        #expect(try await server.store.declare(source: "forum post of 24 July", of: session))
      }
      let finding = try await finding(server)
      #expect(finding["units"] as? Int == 1)
      let repeated = try #require(finding["repeated_sessions"] as? [[String: Any]])
      #expect(repeated.map { $0["session"] as? String } == sessions.dropFirst().map(\.description))
      #expect(repeated.allSatisfy { $0["original"] as? String == sessions[0].description })
    }
  }

  @Test(
    "each finding says what flow data cannot prove; a vendor's statement has its field and date")
  func limits() async throws {
    try await TestServer.with { server in
      try await FindingStudy.register(in: server.store)
      let list = try await server.get("/v1/findings").object["findings"] as? [[String: Any]]
      let findings = try #require(list)
      #expect(findings.count == 5)
      for finding in findings {
        #expect(finding["limits"] as? String == Finding.limits)
        let id = try #require(finding["id"] as? String)
        let page = String(buffer: try await server.get("/findings/\(id)").body)
        #expect(page.contains("What flow data cannot prove"))
        #expect(page.contains("They do not show which content or identifiers leave"))
      }
      let stated = findings.filter { ($0["statements"] as? [Any])?.isEmpty == false }
      #expect(stated.map { $0["id"] as? String } == ["caller-h2"])
      let statement = try #require((stated.first?["statements"] as? [[String: Any]])?.first)
      #expect(statement["date"] as? String == "2026-10-31")
      #expect(statement["vendor"] as? String == "Simulated Vendor")
      #expect(statement["source"] as? String == "https://vendor.example/answer")
    }
  }
}
