import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("A session's state on the disk")
struct BenchSessionTests {
  @Test("is read as it was written")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      let session = try Self.session(using: &random)
      #expect(try BenchSession(decoding: session.encoded) == session)
    }
  }

  @Test("that was damaged is refused or another state; nothing traps")
  func damage() throws {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<100 {
      let whole = try Self.session(using: &random).encoded
      for _ in 0..<30 {
        var damaged = whole
        switch Int.random(in: 0..<3, using: &random) {
        case 0: damaged.removeLast(Int.random(in: 1...whole.count, using: &random))
        case 1:
          damaged[Int.random(in: 0..<whole.count, using: &random)] =
            .random(in: 0...255, using: &random)
        default:
          damaged.insert(
            .random(in: 0...255, using: &random),
            at: Int.random(in: 0...whole.count, using: &random))
        }
        guard let read = try? BenchSession(decoding: damaged) else { continue }
        #expect(read.encoded == damaged)
      }
    }
  }

  @Test("names only phases that its plan has, and the plan that it began with")
  func foreignPlan() throws {
    try withTemporaryFolder { folder in
      let bench = try ScriptedBench(folder: folder, plan: ScriptedBench.shortPlan())
      var session = try bench.folder.load().session
      let start = try #require(UTCTime(seconds: ScriptedBench.start / 1_000_000))
      session.running = BenchSession.Running(
        planned: 3, started: start, ends: start, capture: "01-A-measured.pcapng")
      try LocalFile.replace(bench.folder.statePath, session.encoded)
      #expect(throws: FileError.self) { try bench.folder.load() }
      session.running = nil
      try LocalFile.replace(bench.folder.statePath, session.encoded)
      #expect(try bench.folder.load().session == session)
      let other = try Repository.contents("protocol/test-plans/quick-look.yaml")
      try LocalFile.replace(bench.folder.planPath, [UInt8](other))
      #expect(throws: FileError.self) { try bench.folder.load() }
    }
  }

  private static func session(using random: inout SeededGenerator) throws -> BenchSession {
    func flip() -> Bool { .random(using: &random) }
    func time() throws -> UTCTime {
      try #require(UTCTime(seconds: .random(in: 0...4_000_000_000, using: &random)))
    }
    func planned() -> Int { .random(in: 0..<TestPlan.mostPhases, using: &random) }
    let texts = ["a", "ä \"quoted\" \\ \n", "東京", String(repeating: "x", count: 64)]
    func text() -> String { texts.randomElement(using: &random) ?? "" }
    let setting = BenchSession.Setting(
      organisation: try #require(OrganisationIdentifier("a-shop")), session: .random(),
      site: Site(
        identifier: try #require(SiteIdentifier("district-1")),
        country: try #require(CountryCode("VN"))),
      network: flip() ? .wifi : .cellular,
      localPrefixes: flip() ? [] : ["192.168.50.0/24", "2001:db8:1::/64"],
      unit: Unit(
        identifier: .random(), model: try #require(ModelIdentifier("simulated-caller")),
        region: "global", build: "SIMULATED-1", system: "Android 4.4.2", sim: .none,
        firstBoot: flip() ? nil : CalendarDay("2026-11-23")),
      plan: PlanReference(
        name: try #require(PlanIdentifier("short-test")),
        version: .random(in: 1...9, using: &random)),
      sequence: .random(in: 0...1_000_000, using: &random))
    var session = BenchSession(setting, unitAddress: flip() ? nil : "02:00:5e:10:00:01")
    session.phases = try (0..<Int.random(in: 0...5, using: &random)).map { _ in
      BenchSession.Recorded(
        planned: planned(), started: try time(), ended: try time(), capture: flip() ? nil : text(),
        declared: flip() ? nil : VoidReason.allCases.randomElement(using: &random),
        void: flip() ? nil : VoidReason.allCases.randomElement(using: &random),
        address: flip() ? nil : "02:00:5e:10:00:02", isJudged: flip())
    }
    if flip() {
      session.running = BenchSession.Running(
        planned: planned(), started: try time(), ends: try time(), capture: text(),
        void: flip() ? nil : VoidReason.allCases.randomElement(using: &random))
    }
    session.skipped = (0..<Int.random(in: 0...3, using: &random)).map { _ in planned() }
    session.isFinished = flip()
    return session
  }
}
