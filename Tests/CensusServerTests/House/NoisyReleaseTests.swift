import CensusProtocol
import CensusStatistics
import Foundation
import GRDB
import Testing

@testable import CensusServer

@Suite("A noisy release")
struct NoisyReleaseTests {
  /// Puts contributions into the database as the intake does, without the cost of tokens.
  private func fill(_ crowd: TestCrowd, _ epoch: Epoch, _ households: Int) async throws {
    let body = HouseUpload.contribution(try crowd.contribution(epoch: epoch)).document
    try await crowd.server.store.write { database in
      for number in 0..<households {
        try database.execute(
          sql: "INSERT INTO house_uploads VALUES (?, ?, 'established', 0, ?)",
          arguments: [epoch.number, Digest(of: Array("\(number)".utf8)).description, Data(body)])
      }
    }
  }

  private func spent(_ store: Store) async throws -> String? {
    try await store.read { try String.fetchOne($0, sql: "SELECT spent FROM release_privacy") }
  }

  private func figures(_ crowd: TestCrowd, _ epoch: Epoch) async throws -> HouseRelease.Figures? {
    try await crowd.server.store.logEntry(.release, of: epoch)?.entry.release?.figures
  }

  /// A server with noise, on a database that others had before. The shared keys are in it already.
  private static func policy(
    releases: UInt64, isFirst: Bool = false
  ) -> (inout HouseOptions) -> Void {
    { options in
      options.noise = .standard
      options.noisyReleases = releases
      if !isFirst { options.makeKey = IssuerSecretKey.random }
    }
  }

  /// Fills an epoch, and lets its time of release come.
  private func release(_ crowd: TestCrowd, _ epoch: Epoch, _ households: Int) async throws {
    try await fill(crowd, epoch, households)
    try crowd.moveToRelease(of: epoch)
    #expect(try await crowd.keeper.keep().releases == [epoch])
    // Whatever was published, what is behind it is gone.
    #expect(try await crowd.stored().isEmpty)
  }

  @Test("is charged to the budget in its own transaction, over restarts")
  func budget() async throws {
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      let cost = NoiseRule.standard.concentration
      for number in 1...2 as ClosedRange<UInt64> {
        let options = Self.policy(releases: 2, isFirst: number == 1)
        try await TestCrowd.with(database: database, options: options) { crowd in
          let epoch = try #require(number == 1 ? crowd.epoch : crowd.epoch.next)
          try await release(crowd, epoch, 700)
          guard case .noisy(let noisy) = try await figures(crowd, epoch) else {
            Issue.record("no noise")
            return
          }
          #expect(noisy.guarantee.spent == cost.times(number))
          #expect(noisy.guarantee.limit == cost.times(2))
          #expect(abs(noisy.total - 700) < 100)
          #expect(try await spent(crowd.server.store) == cost.times(number)?.description)
        }
      }
    }
  }

  @Test(
    "that the budget does not pay for leaves the epoch without a table for ever, and deletes what is behind it",
    arguments: [700, 60])
  func exhausted(households: Int) async throws {
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      let cost = NoiseRule.standard.concentration
      let one = Self.policy(releases: 1, isFirst: true)
      try await TestCrowd.with(database: database, options: one) { crowd in
        try await release(crowd, crowd.epoch, 700)
      }
      let withheld = try #require(WithheldFigures(cost: cost, spent: cost, limit: cost))
      // Another process. Few contributions are no reason to count them without noise.
      try await TestCrowd.with(database: database, options: Self.policy(releases: 1)) { crowd in
        let next = try #require(crowd.epoch.next)
        try await release(crowd, next, households)
        #expect(try await figures(crowd, next) == .withheld(withheld))
        #expect(try await spent(crowd.server.store) == cost.description)
        let page = try await crowd.server.get("/releases/\(next)")
        #expect(String(buffer: page.body).contains("No table: the privacy budget is spent."))
        #expect(String(buffer: try await crowd.server.get("/releases").body).contains("withheld"))
        let rows = try await crowd.server.get("/v1/house?epoch=\(next)").object
        #expect((rows["rows"] as? [Any])?.isEmpty == true)
      }
      // A greater budget is for the weeks to come: what has no table never gets one.
      try await TestCrowd.with(database: database, options: Self.policy(releases: 3)) { crowd in
        let last = try #require(crowd.epoch.next?.next)
        try await release(crowd, last, 700)
        #expect(try await figures(crowd, #require(crowd.epoch.next)) == .withheld(withheld))
        guard case .noisy(let noisy) = try await figures(crowd, last) else {
          Issue.record("no noise")
          return
        }
        #expect(noisy.guarantee.spent == cost.times(2))
        #expect(try await spent(crowd.server.store) == cost.times(2)?.description)
      }
    }
  }

  @Test("without a budget is said to the operator, with what there is to decide")
  func operatorIsTold() async throws {
    try await TemporaryFolder.with { folder in
      let clock = "\(folder)/clock"
      let keep = { (time: String) in
        try "\(time)\n".write(toFile: clock, atomically: true, encoding: .utf8)
        return try await Program.run(
          Program.built("flowcensus-server"),
          [
            "release", "--database", "\(folder)/server.sqlite", "--noise", "--noisy-releases", "0",
            "--clock", clock,
          ], package: "")
      }
      #expect(try await keep("2026-11-18T12:00:00Z").output.contains("token keys of 2026-W47"))
      let released = try await keep("2026-11-27T12:00:00Z")
      #expect(released.status == 0)
      #expect(released.output.contains("Released 2026-W47"))
      #expect(released.errors.contains("2026-W47 has no table: the privacy budget is spent"))
      #expect(released.errors.contains("raise --noisy-releases"))
    }
  }

  @Test("is merged instead, and costs nothing, where the epoch has few contributions")
  func fewContributions() async throws {
    try await TestCrowd.with(options: { $0.noise = .standard }) { crowd in
      try await fill(crowd, crowd.epoch, 60)
      try crowd.moveToRelease(of: crowd.epoch)
      try await crowd.keeper.keep()
      guard case .merged = try await figures(crowd, crowd.epoch) else {
        Issue.record("noise over a few households")
        return
      }
      #expect(try await spent(crowd.server.store) == Fraction.zero.description)
    }
  }
}
