import CensusProtocol
import Foundation
import GRDB

/// What became of a household's upload.
enum HouseDeposit: Sendable, Equatable {
  /// The first of its pseudonym.
  case stored
  /// It replaced an earlier one.
  case replaced
  /// It took back what was there; nothing of it is left.
  case withdrawn
  /// Exactly this was there already.
  case known
  /// One with a higher sequence, or another one with the same, was there already.
  case outdated(UInt8)
  /// The epoch is released.
  case released
}

extension Store {
  /// Stores a verified upload, replaces what its pseudonym sent before, or takes it back.
  func deposit(
    _ upload: HouseUpload, pseudonym: Digest, tier: ContributorTier, sequence: UInt8
  ) async throws(StoreError) -> HouseDeposit {
    // Without the padding, which says nothing.
    let body = upload.contribution.map { _ in Data(upload.document) }
    return try await write { database in
      guard try !database.isInLog(.release, of: upload.epoch) else { return .released }
      let earlier = try DatabaseRow.fetchOne(
        database.cachedStatement(
          sql: "SELECT sequence, body FROM house_uploads WHERE epoch = ? AND pseudonym = ?"),
        arguments: [upload.epoch.number, pseudonym.description])
      if let earlier {
        let last: UInt8 = earlier["sequence"]
        let kept: Data? = earlier["body"]
        if last == sequence, kept == body { return .known }
        guard sequence > last else { return .outdated(last) }
      }
      try database.cachedStatement(
        sql: """
          INSERT INTO house_uploads (epoch, pseudonym, tier, sequence, body) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (epoch, pseudonym) DO UPDATE SET sequence = excluded.sequence,
          body = excluded.body
          """
      )
      .execute(arguments: [
        upload.epoch.number, pseudonym.description, tier.rawValue, sequence, body,
      ])
      return body == nil ? .withdrawn : earlier == nil ? .stored : .replaced
    }
  }

  /// Counts an upload that came too late, and keeps nothing else of it.
  func countLate(_ epoch: Epoch) async throws(StoreError) {
    try await write { database in
      try database.execute(
        sql: """
          INSERT INTO house_late (epoch, uploads) VALUES (?, 1)
          ON CONFLICT (epoch) DO UPDATE SET uploads = uploads + 1
          """,
        arguments: [epoch.number])
    }
  }

  /// How many uploads came too late for an epoch.
  func late(_ epoch: Epoch) async throws(StoreError) -> Int {
    try await read { try $0.late(epoch) }
  }
}

extension Database {
  func late(_ epoch: Epoch) throws -> Int {
    try Int.fetchOne(
      self, sql: "SELECT uploads FROM house_late WHERE epoch = ?", arguments: [epoch.number]) ?? 0
  }
}
