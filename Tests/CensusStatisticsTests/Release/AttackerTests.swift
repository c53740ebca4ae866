import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusStatistics

/// Random epochs, whose releases are read by somebody who wants to know what is not in them
/// (`attacker.py`). `FLOWCENSUS_TABLES` sets how many; `make soak` takes 10,000.
@Suite("What a release gives away", .timeLimit(.minutes(30)))
struct AttackerTests {
  static let tables =
    ProcessInfo.processInfo.environment["FLOWCENSUS_TABLES"].flatMap { Int($0) } ?? 1000

  @Test("no cell below k, every row in one cell, and no merged child can be pinned")
  func random() throws {
    let verdict = try Attack().run(tables: Self.tables) { $0 }
    #expect(verdict.problems == 0, "\(verdict.text)")
    #expect(verdict.tables == Self.tables)
    #expect(verdict.cells > 5 * Self.tables && verdict.programs > 50)
  }

  @Test("suppression with margins instead of merging is caught")
  func suppression() throws {
    let verdict = try Attack().run(tables: 60) { table in
      var mutant = table
      mutant["margins"] = Attack.margins(of: table)
      return mutant
    }
    #expect(verdict.problems > 0 && verdict.text.contains("is pinned"))
  }

  @Test("a cell that is published below k is caught")
  func small() throws {
    let verdict = try Attack().run(tables: 60) { table in
      var mutant = table
      // As if k were 5 where 10 is promised.
      mutant["rule"] = ["k": 10, "confirmed": 5]
      return mutant
    }
    #expect(verdict.problems > 0 && verdict.text.contains("contributors,"))
  }
}

/// Makes random epochs and lets the attacker read their releases.
struct Attack {
  struct Verdict {
    let text: String
    let problems: Int
    let cells: Int
    let programs: Int
    let tables: Int
  }

  private static let models = [
    "acme-a", "acme-b", "acme-c", "acme-d", "any-phone", "lone-only", "zeta-x", "zeta-y", "zeta-z",
  ]
  private static let contacts =
    [
      "CN", "CN", "CN", "HK", "JP", "KR", "TW", "US", "US", "CA", "DE", "FR", "AU", "NZ", "??",
      "EU",
    ]
  private static let services = ["tls", "tls", "tls", "dns", "ntp"]

  /// A few hundred contributions from which epochs are put together.
  private static func pool(_ generator: inout SeededGenerator) throws -> [CountedContribution] {
    try (0..<600).map { _ in
      // The first models are common, the last rare.
      let rank = Int.random(in: 0..<81, using: &generator)
      let model = models[8 - Int(Double(rank).squareRoot())]
      let named = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        contacts[Int.random(in: 0..<contacts.count, using: &generator)] + "/"
          + services[Int.random(in: 0..<services.count, using: &generator)]
      }
      let tier: ContributorTier =
        Int.random(in: 0..<5, using: &generator) == 0 ? .new : .established
      return try Made.contribution(model, Set(named).sorted(), tier: tier)
    }
  }

  func run(
    tables: Int, _ mutate: ([String: Any]) -> [String: Any]
  ) throws -> Verdict {
    var generator = SeededGenerator(seed: 47)
    let pool = try Self.pool(&generator)
    var input = try Self.line(Self.lists())
    for _ in 0..<tables {
      let contributions = (0..<Int.random(in: 5...120, using: &generator)).map { _ in
        pool[Int.random(in: 0..<pool.count, using: &generator)]
      }
      let fewest = Int.random(in: 5...12, using: &generator)
      let rule = try #require(MergeRule(fewest: fewest))
      input += try Self.line(mutate(Self.table(contributions, rule: rule)))
    }
    let script = Repository.root.appending(
      path: "Tests/CensusStatisticsTests/Release/attacker.py")
    let command = try TestSupport.run(
      URL(filePath: "/usr/bin/python3"), [script.path], input: input)
    try #require(command.status == 0, "\(command.errors)")
    let counts = command.text.split(separator: "\n").last.map { $0.split(separator: " ") } ?? []
    let numbers = counts.compactMap { Int($0) }
    try #require(numbers.count == 4)
    return Verdict(
      text: command.text, problems: numbers[0], cells: numbers[1], programs: numbers[2],
      tables: numbers[3])
  }

  private static func line(_ value: [String: Any]) throws -> Data {
    try JSONSerialization.data(withJSONObject: value) + Data("\n".utf8)
  }

  private static func lists() throws -> [String: Any] {
    let brands = Dictionary(grouping: try Made.catalogue().models.filter { $0.level != .class }) {
      $0.brand
    }
    return [
      "regions": Dictionary(
        uniqueKeysWithValues: WorldRegion.all.map { ($0.code, $0.countries.map(\.description)) }),
      "places": NoisyTable.destinations.map(\.description),
      "brands": brands.mapValues { $0.map(\.identifier.description) },
    ]
  }

  private static func name(_ subject: ReleaseSubject) -> String {
    switch subject {
    case .model(let model): model.description
    case .otherModels(let brand): "*" + brand
    }
  }

  private static func table(
    _ contributions: [CountedContribution], rule: MergeRule
  ) throws -> [String: Any] {
    let figures = try Made.figures(of: contributions, rule: rule)
    return [
      "rule": ["k": rule.fewest, "confirmed": rule.fewestConfirmed],
      "contributions": contributions.map { counted -> [Any] in
        [
          counted.contribution.model.description, counted.tier == .new ? 0 : 1,
          counted.contribution.rows.map { [$0.destination.description, $0.service.rawValue] },
        ]
      },
      "contributors": figures.contributors.map {
        [name($0.subject), $0.contributors.number] as [Any]
      },
      "contacts": figures.contacts.map {
        [
          name($0.subject), $0.service.rawValue, $0.destination.description, $0.contributors.number,
        ] as [Any]
      },
      "dropped": [figures.droppedContributions.number, figures.droppedRows.number],
    ]
  }

  /// What somebody would publish who suppresses the small cells of each model and service, and gives
  /// what all cells of it add up to: how many are suppressed, and their sum.
  static func margins(of table: [String: Any]) -> [[Any]] {
    guard let contributions = table["contributions"] as? [[Any]],
      let rule = table["rule"] as? [String: Int], let fewest = rule["k"]
    else { return [] }
    var counts: [String: [String: Int]] = [:]
    for contribution in contributions {
      for row in contribution[2] as? [[String]] ?? [] {
        counts["\(contribution[0]) \(row[1])", default: [:]][row[0], default: 0] += 1
      }
    }
    return counts.compactMap { arm, cells in
      let small = cells.values.filter { $0 < fewest }
      return small.isEmpty ? nil : [arm, small.count, small.reduce(0, +)]
    }
  }
}
