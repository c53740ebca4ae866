import CensusProtocol
import CensusStatistics
import Foundation
import GRDB

extension Store {
  /// The epochs that have keys, are over by `isOver`, and are not released: the earliest first.
  func unreleased(
    _ isOver: @escaping @Sendable (Epoch) -> Bool
  ) async throws(StoreError) -> [Epoch] {
    try await read { database in
      try DatabaseRow.fetchAll(
        database,
        sql: """
          SELECT epoch FROM log WHERE kind = 'keys'
          AND epoch NOT IN (SELECT epoch FROM log WHERE kind = 'release') ORDER BY epoch
          """
      )
      .map { try $0.epoch("epoch") }.filter(isOver)
    }
  }

  /// Releases an epoch: once, and for ever.
  ///
  /// In one transaction the contributions are read, `compute` makes the release of them, the release is
  /// signed and becomes the next entry of the log, the privacy that it cost is written down, and everything
  /// behind it is deleted: uploads, spent pseudonyms, orders of tokens, the issuer's secret keys. Nobody else
  /// can write meanwhile, so what takes long comes before it. The table of the log refuses a second
  /// release of the epoch, and any change of this one. Nil where the epoch is released already.
  func release(
    _ epoch: Epoch, at time: UTCTime,
    _ compute: @escaping @Sendable (EpochIntake, _ spent: Fraction) throws -> ReleaseOutcome
  ) async throws(StoreError) -> SignedEntry? {
    try await write { database in
      guard try !database.isInLog(.release, of: epoch) else { return nil }
      let outcome = try compute(try database.intake(of: epoch), try database.spentPrivacy())
      let entry = try database.append(.release(outcome.release), at: time)
      try database.spendPrivacy(outcome.budget.spent)
      try database.forgetContributions(of: epoch)
      return entry
    }
  }

  /// How many contributions of the epoch there are, those included that were withdrawn.
  func countOfUploads(of epoch: Epoch) async throws(StoreError) -> Int {
    try await read { database in
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM house_uploads WHERE epoch = ?",
        arguments: [epoch.number]) ?? 0
    }
  }

  /// What earlier noisy releases have spent: the sum of their ρ.
  func spentPrivacy() async throws(StoreError) -> Fraction {
    try await read { try $0.spentPrivacy() }
  }

  /// Takes what was deleted out of the write-ahead log too, which holds copies of pages until it is
  /// written back and cut to nothing. False where a reader of this or another process was in the way:
  /// to be tried again.
  func truncateWriteAheadLog() async throws(StoreError) -> Bool {
    do {
      return try await pool.writeWithoutTransaction { database in
        do {
          try database.checkpoint(.truncate)
          return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY { return false }
      }
    } catch { throw StoreError(error) }
  }
}

extension Database {
  fileprivate func intake(of epoch: Epoch) throws -> EpochIntake {
    var contributions: [CountedContribution] = []
    var withdrawn = 0
    let rows = try DatabaseRow.fetchCursor(
      self, sql: "SELECT tier, body FROM house_uploads WHERE epoch = ?", arguments: [epoch.number])
    while let row = try rows.next() {
      guard let body: Data = row["body"] else {
        withdrawn += 1
        continue
      }
      contributions.append(
        CountedContribution(
          contribution: try Self.contribution(body),
          tier: try row.decoded("tier") { ContributorTier(rawValue: $0) }))
    }
    return EpochIntake(
      epoch: epoch, contributions: contributions, late: try late(epoch), withdrawn: withdrawn,
      tokens: try issuedTokens(of: epoch))
  }

  private static func contribution(_ body: Data) throws -> HouseContribution {
    guard let upload = try? HouseUpload(document: Array(body)),
      let contribution = upload.contribution
    else { throw StoreError.failed(reason: "the column body holds no contribution") }
    return contribution
  }

  private func issuedTokens(of epoch: Epoch) throws -> [ContributorTier: Int] {
    var tokens = Dictionary(uniqueKeysWithValues: ContributorTier.allCases.map { ($0, 0) })
    let rows = try DatabaseRow.fetchAll(
      self,
      sql: "SELECT tier, sum(tokens) AS tokens FROM issuer_orders WHERE epoch = ? GROUP BY tier",
      arguments: [epoch.number])
    for row in rows {
      tokens[try row.decoded("tier") { ContributorTier(rawValue: $0) }] = row["tokens"]
    }
    return tokens
  }

  /// What earlier noisy releases have spent: the sum of their ρ.
  fileprivate func spentPrivacy() throws -> Fraction {
    try DatabaseRow.fetchOne(self, sql: "SELECT spent FROM release_privacy")?
      .decoded("spent") { Fraction($0) } ?? .zero
  }

  fileprivate func spendPrivacy(_ spent: Fraction) throws {
    try execute(
      sql: "INSERT OR REPLACE INTO release_privacy (only, spent) VALUES (1, ?)",
      arguments: [spent.description])
  }

  fileprivate func forgetContributions(of epoch: Epoch) throws {
    for sql in [
      "DELETE FROM house_uploads WHERE epoch <= ?",
      "DELETE FROM issuer_orders WHERE epoch <= ?",
      "UPDATE issuer_keys SET secret = NULL WHERE epoch <= ? AND secret IS NOT NULL",
    ] { try execute(sql: sql, arguments: [epoch.number]) }
  }
}
