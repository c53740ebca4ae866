import CensusProtocol
import CensusStatistics
import Foundation
import GRDB
import HummingbirdTesting
import NIOCore
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

  @Test(
    "is charged to the budget over restarts; what the budget does not pay for has no table for ever, and its contributions are deleted"
  )
  func budget() async throws {
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      let cost = NoiseRule.standard.concentration
      let one = Self.policy(releases: 1, isFirst: true)
      try await TestCrowd.with(database: database, options: one) { crowd in
        try await release(crowd, crowd.epoch, 700)
        guard case .noisy(let noisy) = try await figures(crowd, crowd.epoch) else {
          Issue.record("no noise")
          return
        }
        #expect(noisy.guarantee.spent == cost && noisy.guarantee.limit == cost)
        #expect(abs(noisy.total - 700) < 100)
        #expect(try await spent(crowd.server.store) == cost.description)
      }
      let withheld = try #require(WithheldFigures(cost: cost, spent: cost, limit: cost))
      // Another process. Few contributions are no reason to count them without noise.
      try await TestCrowd.with(database: database, options: Self.policy(releases: 1)) { crowd in
        var epoch = crowd.epoch
        for households in [700, 60] {
          epoch = try #require(epoch.next)
          try await release(crowd, epoch, households)
          #expect(try await figures(crowd, epoch) == .withheld(withheld))
        }
        #expect(try await spent(crowd.server.store) == cost.description)
        let page = try await crowd.server.get("/releases/\(epoch)")
        #expect(String(buffer: page.body).contains("No table: the privacy budget is spent."))
        let list = try await crowd.server.get("/releases")
        #expect(String(buffer: list.body).contains("withheld"))
        let rows = try await crowd.server.get("/v1/house?epoch=\(epoch)").object
        #expect((rows["rows"] as? [Any])?.isEmpty == true)
      }
      // A greater budget is for the weeks to come: what has no table never gets one.
      try await TestCrowd.with(database: database, options: Self.policy(releases: 3)) { crowd in
        let second = try #require(crowd.epoch.next)
        let last = try #require(second.next?.next)
        try await release(crowd, last, 700)
        #expect(try await figures(crowd, second) == .withheld(withheld))
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
