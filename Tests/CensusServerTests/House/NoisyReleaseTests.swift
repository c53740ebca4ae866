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

  @Test(
    "is charged to the budget in its own transaction; what would overspend is refused, also after a restart"
  )
  func budget() async throws {
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      let once = { (options: inout HouseOptions) in
        options.noise = .standard
        options.noisyReleases = 1
      }
      let cost = NoiseRule.standard.concentration
      try await TestCrowd.with(database: database, options: once) { crowd in
        try await fill(crowd, crowd.epoch, 700)
        try crowd.moveToRelease(of: crowd.epoch)
        #expect(try await crowd.keeper.keep().releases == [crowd.epoch])
        guard case .noisy(let noisy) = try await figures(crowd, crowd.epoch) else {
          Issue.record("no noise")
          return
        }
        #expect(noisy.guarantee.spent == cost && noisy.guarantee.limit == cost)
        #expect(abs(noisy.total - 700) < 100)
        #expect(try await spent(crowd.server.store) == cost.description)
      }
      // Another process: the budget is where it was. The shared keys are in this database already.
      let again = { (options: inout HouseOptions) in
        once(&options)
        options.makeKey = IssuerSecretKey.random
      }
      try await TestCrowd.with(database: database, options: again) { crowd in
        let next = try #require(crowd.epoch.next)
        try await fill(crowd, next, 700)
        try crowd.moveToRelease(of: next)
        await #expect(throws: StoreError.self) { try await crowd.keeper.keep() }
        #expect(try await figures(crowd, next) == nil)
        #expect(try await crowd.stored().count == 700)
        #expect(try await spent(crowd.server.store) == cost.description)
      }
      // With a greater budget the same epoch is released, and both are charged.
      let greater = { (options: inout HouseOptions) in
        options.noise = .standard
        options.makeKey = IssuerSecretKey.random
      }
      try await TestCrowd.with(database: database, options: greater) { crowd in
        let next = try #require(crowd.epoch.next)
        try crowd.moveToRelease(of: next)
        #expect(try await crowd.keeper.keep().releases == [next])
        #expect(try await spent(crowd.server.store) == cost.times(2)?.description)
      }
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
