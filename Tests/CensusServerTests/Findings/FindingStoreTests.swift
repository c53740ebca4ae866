import CensusProtocol
import CensusStatistics
import Testing

@testable import CensusServer

@Suite("findings in the store")
struct FindingStoreTests {
  private func withStore(_ test: @Sendable (Store) async throws -> Void) async throws {
    try await TemporaryFolder.with { folder in
      let store = try Store(path: "\(folder)/server.sqlite")
      try await test(store)
      try store.close()
    }
  }

  @Test("phases are those of the bundles that arrived, hour by hour")
  func phases() async throws {
    let study = try FindingStudy()
    try await TestServer.with { server in
      try await study.submit(to: server)
      let first = study.sessions[0].bundle
      #expect(try await server.store.declare(source: "a post", of: first.session))
      let model = try #require(ModelIdentifier("simulated-caller"))
      let stored = try await server.store.benchPhases(model: model)
      let expected = study.sessions.enumerated().flatMap { number, session in
        BenchPhase.phases(
          of: session.bundle, arrival: Int64(number + 1), source: number == 0 ? "a post" : nil)
      }
      #expect(stored.count == expected.count)
      for (left, right) in zip(stored, expected) { #expect(left == right) }
    }
  }

  @Test("what is registered comes back, and is never changed")
  func registration() async throws {
    try await withStore { store in
      let finding = try FindingStudy.finding(.contact, builds: ["JHDMIBE42.0", "JHDMIBE43.0"])
      #expect(try await store.register(finding) == .added)
      #expect(try await store.findings() == [finding])
      #expect(try await store.register(finding) == .unchanged)
      let other = try FindingStudy.finding(.contact, builds: ["JHDMIBE42.0"])
      #expect(try await store.register(other) == .conflict)
      #expect(try await store.findings() == [finding])
    }
  }

  @Test("an author that is not admitted and an older finding that is not there are named")
  func missing() async throws {
    try await withStore { store in
      let unknown = try FindingStudy.finding(.contact, author: "nobody")
      #expect(try await store.register(unknown) == .missing("the organisation nobody"))
      let orphan = try FindingStudy.finding(.contact, supersedes: "older")
      #expect(try await store.register(orphan) == .missing("the finding older"))
    }
  }

  @Test("a statement is kept once with its day, and refused for a finding that is not there")
  func statements() async throws {
    try await withStore { store in
      let finding = try FindingStudy.finding(.contact)
      _ = try await store.register(finding)
      let statement = VendorStatement(
        vendor: "Vendor", day: try #require(CalendarDay("2014-07-30")), text: "It only fetches.",
        source: nil)
      for _ in 0..<2 { #expect(try await store.add(statement, to: finding.identifier)) }
      #expect(try await store.findings().first?.statements == [statement])
      let nobody = try #require(FindingIdentifier("nobody"))
      #expect(try await !store.add(statement, to: nobody))
      #expect(try await !store.declare(source: "x", of: .random()))
    }
  }
}
