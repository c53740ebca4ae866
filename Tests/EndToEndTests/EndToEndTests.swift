import CensusProtocol
import Foundation
import HTTPTransfer
import TestSupport
import Testing

/// The whole way, with the real programs, sockets and files: captures in, published figures out.
@Suite("From packets to a published figure", .timeLimit(.minutes(10)))
struct EndToEndTests {
  @Test("what the server answers is what was simulated, to the byte")
  func statisticsEqualTruth() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder, units: 2)
      try bench.admitOrganisation()
      let server = try RunningServer(database: bench.database)
      let submitted = try bench.submit(bench.sessions(), to: server.address)
      #expect(submitted.status == 0, "\(submitted.errors)")
      let truths = try bench.sessions().map { session in
        try Truth(readingFile: session.deletingLastPathComponent().appending(path: "truth.json"))
      }
      try expectBundles(of: server, toEqual: truths)
      try expectStatistics(of: server, toEqual: truths)
    }
  }

  /// Every block and row of every phase, packets and handshakes too, and void phases.
  private func expectBundles(of server: RunningServer, toEqual truths: [Truth]) throws {
    let digests = try server.bundles()
    #expect(digests.count == truths.count)
    for digest in digests {
      let bundle = try SessionBundle(decoding: server.get("/v1/bundles/\(digest)").body)
      let truth = try #require(truths.first { $0.session == bundle.session.description })
      #expect(bundle.unit.model.description == truth.model)
      #expect(bundle.phases.count == truth.phases.count)
      for (stored, simulated) in zip(bundle.phases.map(Truth.Phase.init), truth.phases) {
        let name = "\(truth.model) \(simulated.condition)"
        #expect(stored.void == simulated.void, "\(name)")
        #expect(stored.packets == simulated.packets, "\(name)")
        for (block, expected) in zip(stored.blocks, simulated.blocks) {
          for (row, wanted) in zip(block.rows, expected.rows) { #expect(row == wanted, "\(name)") }
        }
        #expect(stored == simulated, "\(name)")
      }
    }
  }

  private struct Statistics: Decodable {
    struct Row: Decodable {
      let model: String
      let condition: String
      let country: String
      let service: String
      let bytesUp: Int64
      let bytesDown: Int64
      let flows: Int64
      let contactMinutes: Int64
      let exposureMinutes: Int64
      let units: Int
      let sessions: [String]
      let organisations: [String]
    }

    struct Void: Decodable {
      let model: String
      let condition: String
      let reason: String
    }

    let rows: [Row]
    let voidPhases: [Void]
  }

  private func expectStatistics(of server: RunningServer, toEqual truths: [Truth]) throws {
    var answered: [Figure: FigureValues] = [:]
    for service in ServiceClass.allCases {
      for country in [
        "", "&country=lan", "&country=multicast", "&country=broadcast", "&country=reserved",
      ] {
        let path = "/v1/statistics?service=\(service.rawValue)\(country)"
        let statistics = try server.get(path, as: Statistics.self)
        for row in statistics.rows {
          let figure = Figure(
            model: row.model, condition: row.condition, country: row.country,
            service: row.service)
          answered[figure] = FigureValues(
            bytesUp: row.bytesUp, bytesDown: row.bytesDown, flows: row.flows,
            contactMinutes: row.contactMinutes)
          let measured = truths.measured["\(row.model) \(row.condition)"] ?? Measured()
          #expect(row.exposureMinutes == measured.exposureMinutes)
          #expect(Set(row.sessions) == measured.sessions)
          #expect(row.units == measured.sessions.count)
          #expect(row.organisations == [Bench.organisation])
        }
        #expect(
          statistics.voidPhases.map { "\($0.model) \($0.condition) \($0.reason)" }
            == ["simulated-reference BC other-client"])
      }
    }
    let expected = truths.figures
    #expect(expected.count > 100)
    for figure in Set(expected.keys).union(answered.keys) {
      // A row without contact says zero; the truth leaves it out.
      #expect(
        answered[figure] ?? FigureValues() == expected[figure] ?? FigureValues(), "\(figure)")
    }
  }

  @Test("preview prints exactly the bytes that arrive")
  func preview() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      try bench.admitOrganisation()
      let server = try RunningServer(database: bench.database)
      let session = try #require(try bench.sessions().first)
      let previewed = try run(
        Programs.agent, ["session", "preview", session.path, "--key", bench.key.path])
      #expect(previewed.status == 0, "\(previewed.errors)")
      #expect(try server.bundles().isEmpty)
      let submitted = try bench.submit([session], to: server.address)
      #expect(submitted.status == 0, "\(submitted.errors)")
      let digest = Digest(of: Array(previewed.output)).description
      #expect(try server.bundles() == [digest])
      #expect(Data(try server.get("/v1/bundles/\(digest)").body) == previewed.output)
    }
  }

  @Test("a session that is submitted twice is counted once")
  func twice() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      try bench.admitOrganisation()
      let server = try RunningServer(database: bench.database)
      let session = try #require(try bench.sessions().first)
      for _ in 0..<2 {
        let submitted = try bench.submit([session], to: server.address)
        #expect(submitted.status == 0, "\(submitted.errors)")
      }
      #expect(try server.bundles().count == 1)
      #expect(try bench.spooled().count == 1)
    }
  }

  @Test("flowcensus query prints what the server answers")
  func query() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      try bench.admitOrganisation()
      let server = try RunningServer(database: bench.database)
      let session = try #require(try bench.sessions().first)
      _ = try bench.submit([session], to: server.address)
      let options = ["query", "--server", server.address, "--condition", "A", "--country", "CN"]
      let table = try run(Programs.query, options)
      #expect(table.status == 0, "\(table.errors)")
      let comma = try run(Programs.query, options + ["--format", "csv"])
      let path = "/v1/statistics?condition=A&country=CN&format=csv"
      #expect(comma.text == (try server.get(path)).text)
      #expect(comma.text.contains("simulated-caller"))
      #expect(table.text.contains("CN"))
    }
  }
}
