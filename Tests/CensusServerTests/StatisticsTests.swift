import CensusProtocol
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("published statistics")
struct StatisticsTests {
  /// What a cell must say, added up from the bundles' JSON alone, without our decoder.
  private struct Sums: Equatable {
    var bytesUp = 0
    var bytesDown = 0
    var flows = 0
    var contactMinutes = 0
    var disputedUp = 0
  }

  /// model condition country service
  private typealias Cell = [String]

  private func sums(
    of bundles: [[String: Any]]
  ) throws -> (cells: [Cell: Sums], exposure: [Cell: Int]) {
    var cells: [Cell: Sums] = [:]
    var exposure: [Cell: Int] = [:]
    for bundle in bundles {
      let unit = try #require(bundle["unit"] as? [String: Any])
      let model = try #require(unit["model"] as? String)
      for phase in try #require(bundle["phases"] as? [[String: Any]]) where phase["void"] == nil {
        let condition = try #require(phase["condition"] as? String)
        for block in try #require(phase["blocks"] as? [[String: Any]]) {
          exposure[[model, condition], default: 0] += try #require(
            block["exposure_minutes"] as? Int)
          for row in try #require(block["rows"] as? [[String: Any]]) {
            let places = try #require(row["places"] as? [String])
            let service = try #require(row["service"] as? String)
            let group = ["dns", "ntp"].contains(service) ? service : "content"
            var cell = cells[[model, condition, places[0], group]] ?? Sums()
            cell.bytesUp += try #require(row["bytes_up"] as? Int)
            cell.bytesDown += try #require(row["bytes_down"] as? Int)
            cell.flows += try #require(row["flows"] as? Int)
            cell.contactMinutes += try #require(row["contact_minutes"] as? Int)
            if Set(places).count > 1 { cell.disputedUp += try #require(row["bytes_up"] as? Int) }
            cells[[model, condition, places[0], group]] = cell
          }
        }
      }
    }
    return (cells, exposure)
  }

  /// Sessions with random rows, units that come back, and void phases.
  private func randomSessions(of bench: Bench) throws -> [SessionBundle] {
    let units = (0..<4).map { _ in UnitIdentifier.random() }
    let databases = ["one", "two"].map { GeoDatabaseReference(name: $0, version: "1") }
    return try (0..<12).map { number in
      let phases = try Condition.allCases.shuffled().prefix(4).map { condition in
        let places = ["CN", "US", "DE", "lan", "??"].shuffled()
        let rows = try ServiceClass.allCases.shuffled().prefix(5).enumerated().map {
          index, service in
          try Row.made(
            places[index], Bool.random() ? places[index] : "FR", service: service,
            up: .random(in: 400...1_000_000), down: .random(in: 400...1_000_000),
            flows: .random(in: 0...3), minutes: .random(in: 1...10))
        }
        return MadePhase(
          condition: condition, minutes: .random(in: 10...200),
          void: Int.random(in: 0..<5) == 0 ? .interrupted : nil,
          rows: rows)
      }
      return try bench.session(
        model: number % 2 == 0 ? "simulated-caller" : "simulated-reference",
        unit: try #require(units.randomElement()), databases: databases, phases)
    }
  }

  @Test("say exactly what the stored bundles say, for every country and class")
  func exact() async throws {
    let bench = try Bench()
    let sessions = try randomSessions(of: bench)
    try await TestServer.with(bench) { server in
      for session in sessions {
        let response = try await server.submit(session, by: bench)
        try #require(response.status == .created)
      }
      let bundles = try await storedBundles(server)
      #expect(bundles.count == sessions.count)
      let expected = try sums(of: bundles)
      var seen: Set<Cell> = []
      for query in ["", "?country=lan", "?country=%3F%3F"] {
        let document = try await server.get("/v1/statistics\(query)").object
        for row in try #require(document["rows"] as? [[String: Any]]) {
          let cell = try ["model", "condition", "country", "service"].map {
            try #require(row[$0] as? String)
          }
          let found = Sums(
            bytesUp: try #require(row["bytes_up"] as? Int),
            bytesDown: try #require(row["bytes_down"] as? Int),
            flows: try #require(row["flows"] as? Int),
            contactMinutes: try #require(row["contact_minutes"] as? Int),
            disputedUp: try #require(row["disputed_bytes_up"] as? Int))
          #expect(found == expected.cells[cell] ?? Sums())
          #expect((row["contacts_per_hour_below"] == nil) == (expected.cells[cell] != nil))
          #expect(row["exposure_minutes"] as? Int == expected.exposure[Array(cell.prefix(2))])
          seen.insert(cell)
        }
      }
      let unseen = expected.cells.keys.filter { !seen.contains($0) }
      #expect(unseen.isEmpty)
    }
  }

  /// Every bundle, over the interface, as JSON.
  private func storedBundles(_ server: TestServer) async throws -> [[String: Any]] {
    let list = try await server.get("/v1/sessions").object
    var bundles: [[String: Any]] = []
    for session in try #require(list["sessions"] as? [[String: Any]]) {
      let digest = try #require(session["bundle"] as? String)
      bundles.append(try await server.get("/v1/bundles/\(digest)").object)
    }
    return bundles
  }

  @Test("are the same in CSV as in JSON")
  func csv() async throws {
    let demonstration = try Demonstration()
    try await TestServer.with(demonstration.bench) { server in
      try await demonstration.submit(to: server)
      let json = try await server.get("/v1/statistics").object
      let rows = try #require(json["rows"] as? [[String: Any]])
      let response = try await server.get("/v1/statistics?format=csv")
      #expect(response.headers[.contentType]?.hasPrefix("text/csv") == true)
      let accepted = try await server.get("/v1/statistics", headers: [.accept: "text/csv"])
      #expect(accepted.body == response.body)
      let lines = String(buffer: response.body).split(separator: "\r\n")
      #expect(lines.count == rows.count + 1)
      let header = lines[0].split(separator: ",").map(String.init)
      for (line, row) in zip(lines.dropFirst(), rows) {
        // The columns before the lists hold no comma.
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        for (name, field) in zip(header, fields) where row[name] is Int || row[name] is String {
          // JSONSerialization reads true as a number too.
          if name == "simulated" || name == "units_with_contact" { continue }
          #expect(row[name].map { "\($0)" } == String(field))
        }
      }
    }
  }

  @Test(
    "name what would fit when a parameter does not",
    arguments: [
      ("model=nonsense", "/v1/catalogue"), ("condition=X", "Z, A, B, C, BC, D, S, R"),
      ("country=China", "CN"), ("service=web", "content, dns, ntp"), ("format=xml", "json or csv"),
      ("modell=x", "model, condition, country, service, step, format"), ("model=a&model=b", "once"),
    ])
  func badParameter(query: String, hint: String) async throws {
    try await TestServer.with { server in
      let response = try await server.get("/v1/statistics?\(query)")
      #expect(response.status == .badRequest)
      #expect(try response.detail.contains(hint))
    }
  }
}
