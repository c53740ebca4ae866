import CensusProtocol
import CensusSimulator
import Foundation
import Testing

@testable import CensusStatistics

/// Many made-up studies with a known truth, decided as a server decides stored sessions.
///
/// `FLOWCENSUS_WORLDS` says how many of each kind (`make worlds`: 1000); `FLOWCENSUS_WORLDS_REPORT` names
/// a file to which the tables of coverage, level and power are appended.
struct Worlds {
  let world: StudyWorld
  /// Worlds of one stream are drawn from seeds of their own, so that tables are independent.
  let stream: UInt64

  init(_ stream: UInt64, _ world: StudyWorld) {
    self.stream = stream
    self.world = world
  }

  static var count: Int {
    ProcessInfo.processInfo.environment["FLOWCENSUS_WORLDS"].flatMap(Int.init) ?? 6
  }

  /// What each world says of each claim, every claim decided alone.
  func findings(_ claims: Claim...) throws -> [[Finding]] {
    try (0..<Self.count).map { seed in
      let phases = try Self.phases(of: world, seed: stream * 1_000_000 + UInt64(seed))
      return try claims.map { claim in
        try #require(
          try CensusStatistics.findings(of: [try Self.query(claim)], phases: phases).first)
      }
    }
  }

  /// What each world says of the claims, decided together.
  func families(_ claims: Claim...) throws -> [[Finding]] {
    try (0..<Self.count).map { seed in
      try CensusStatistics.findings(
        of: try claims.map { try Self.query($0) },
        phases: try Self.phases(of: world, seed: stream * 1_000_000 + UInt64(seed)))
    }
  }

  static func query(_ claim: Claim) throws -> FindingQuery {
    FindingQuery(
      claim: claim, model: try #require(ModelIdentifier("simulated-caller")),
      place: try #require(Place("CN")),
      plan: try #require(PlanIdentifier(claim == .dose ? "content-dose" : "idle-wifi")))
  }

  /// The phases of a world as a store would give them: one session for each unit and plan.
  private static func phases(of world: StudyWorld, seed: UInt64) throws -> [BenchPhase] {
    let drawn = world.phases(seed: seed)
    let place = try #require(Place("CN"))
    var clock: Int64 = 1_795_428_000
    return try ["idle-wifi", "content-dose"].enumerated().flatMap { position, plan in
      try drawn.filter { phase in
        phase.condition == .emptyAccessPoint || phase.condition == .cloudOn
          || (phase.step.doseBytes != nil) == (position == 1)
      }
      .map { phase in
        let start = clock
        clock += phase.hours * 3600
        return BenchPhase(
          arrival: Int64(phase.unit),
          session: try #require(
            SessionIdentifier(hexadecimal(phase.unit * 2 + position + 1, digits: 32))),
          organisation: try #require(OrganisationIdentifier("lab-\(phase.organisation)")),
          site: try #require(SiteIdentifier("bench")),
          plan: PlanReference(name: try #require(PlanIdentifier(plan)), version: 1),
          unit: Unit(
            identifier: try #require(UnitIdentifier(hexadecimal(phase.unit + 1, digits: 16))),
            model: try #require(ModelIdentifier("simulated-caller")), region: "global",
            build: "1", system: "Android 4.2.2", sim: .none, firstBoot: nil),
          network: .wifi, databases: [GeoDatabaseReference(name: "geo", version: "1")],
          condition: phase.condition, step: phase.step,
          started: try #require(UTCTime(seconds: start)),
          ended: try #require(UTCTime(seconds: clock)), exposureMinutes: phase.hours * 60,
          void: phase.isVoid ? .captureLoss : nil, captures: [], source: nil,
          contacts: phase.contact.map { contact in
            [
              BenchContact(
                places: [place], service: .tls, flows: Int64(contact.hours.count),
                bytesUp: contact.bytesUp, bytesDown: contact.bytesDown,
                hours: contact.hours.map { $0 + start / 3600 })
            ]
          } ?? [])
      }
    }
  }

  private static func hexadecimal(_ number: Int, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }
}

/// Checks and reports.
enum WorldReport {
  /// A check fails where chance alone would do so once in ten thousand times.
  private static let tolerance = 1e-4

  /// Intervals must cover at least as often as they say.
  static func coverage(_ name: String, _ covered: [Bool], nominal: Double) throws {
    let count = covered.count { $0 }
    write("coverage", name, count, covered.count, nominal)
    let test = try BinomialTest(count: count, of: covered.count, against: nominal)
    #expect(test.less > tolerance, "\(name): \(count) of \(covered.count)")
  }

  /// Tests must not decide wrongly more often than their level.
  static func level(_ name: String, _ wrong: [Bool], nominal: Double = 0.05) throws {
    let count = wrong.count { $0 }
    write("level", name, count, wrong.count, nominal)
    let test = try BinomialTest(count: count, of: wrong.count, against: nominal)
    #expect(test.greater > tolerance, "\(name): \(count) of \(wrong.count)")
  }

  /// Claims must be decided as often as the planner says, whose own simulation has an error too.
  static func power(_ name: String, _ right: [Bool], planned: Share) throws {
    let count = right.count { $0 }
    write("power", name, count, right.count, Double(planned.count) / Double(planned.total))
    let test = try FisherExactTest(
      first: count, of: right.count, second: planned.count, of: planned.total)
    #expect(test.twoSided > tolerance, "\(name): \(count) of \(right.count), planned \(planned)")
  }

  /// The same where the planner's figure is exact.
  static func power(_ name: String, _ right: [Bool], planned: Double) throws {
    let count = right.count { $0 }
    write("power", name, count, right.count, planned)
    guard planned > 0, planned < 1 else {
      #expect(count == (planned == 1 ? right.count : 0), "\(name)")
      return
    }
    let test = try BinomialTest(count: count, of: right.count, against: planned)
    #expect(min(test.less, test.greater) > tolerance, "\(name): \(count) of \(right.count)")
  }

  static func write(_ table: String, _ name: String, _ count: Int, _ total: Int, _ nominal: Double)
  {
    guard let file = ProcessInfo.processInfo.environment["FLOWCENSUS_WORLDS_REPORT"] else { return }
    let share = Share(count: count, of: total)
    let line =
      "\(table),\"\(name)\",\(total),\(Figures.percent(nominal)),\(Figures.percent(Double(count) / Double(total))),\(Figures.percent(share?.low ?? 0, share?.high ?? 1))\n"
    if !FileManager.default.fileExists(atPath: file) {
      _ = FileManager.default.createFile(
        atPath: file, contents: Data("table,what,worlds,nominal,observed,interval\n".utf8))
    }
    guard let handle = FileHandle(forWritingAtPath: file) else { return }
    defer { try? handle.close() }
    _ = try? handle.seekToEnd()
    try? handle.write(contentsOf: Data(line.utf8))
  }
}
