import CensusProtocol
import GRDB

/// An invitation as the operator sees it. The code itself is shown once and kept as its digest.
public struct Invitation: Sendable {
  /// The first letters of the code's digest: enough to name it.
  public let name: String
  public let label: String
  public let tier: ContributorTier
  public let created: UTCTime
  public let uses: Int
  public let used: Int
  public let isRevoked: Bool
}

extension Store {
  /// Makes an invitation that lets `uses` agents enrol; the code is given out here and nowhere else.
  public func invite(
    label: String, tier: ContributorTier, uses: Int, at time: UTCTime
  ) async throws(StoreError) -> InvitationCode {
    let code = InvitationCode.random()
    try await write { database in
      try database.execute(
        sql: """
          INSERT INTO issuer_invitations (code, label, tier, created, uses, used)
          VALUES (?, ?, ?, ?, ?, 0)
          """,
        arguments: [code.digest.description, label, tier.rawValue, time.seconds, uses])
    }
    return code
  }

  /// All invitations, the oldest first.
  public func invitations() async throws(StoreError) -> [Invitation] {
    try await read { database in
      try DatabaseRow.fetchAll(
        database, sql: "SELECT * FROM issuer_invitations ORDER BY created, code"
      )
      .map { row in
        let code: String = row["code"]
        let revoked: Int64? = row["revoked"]
        return Invitation(
          name: String(code.prefix(12)), label: row["label"],
          tier: try row.decoded("tier") { ContributorTier(rawValue: $0) },
          created: try row.time("created"), uses: row["uses"], used: row["used"],
          isRevoked: revoked != nil)
      }
    }
  }

  /// Ends the invitation with this name, or with this code; false where there is none. Agents that
  /// have enrolled by it stay.
  public func revoke(_ name: String, at time: UTCTime) async throws(StoreError) -> Bool {
    let digest = InvitationCode(typed: name)?.digest.description
    return try await write { database in
      try database.execute(
        sql: """
          UPDATE issuer_invitations SET revoked = coalesce(revoked, ?)
          WHERE code = ? OR (length(?) >= 12 AND substr(code, 1, length(?)) = ?)
          """,
        arguments: [time.seconds, digest, name, name, name])
      return database.changesCount > 0
    }
  }
}

extension InvitationCode {
  var digest: Digest { Digest(of: Array(description.utf8)) }
}

extension Database {
  /// Uses the invitation once; the tier that it grants, nil where it does not exist, is revoked or is
  /// used up.
  func use(_ code: InvitationCode) throws -> ContributorTier? {
    try DatabaseRow.fetchOne(
      self,
      sql: """
        UPDATE issuer_invitations SET used = used + 1
        WHERE code = ? AND used < uses AND revoked IS NULL RETURNING tier
        """,
      arguments: [code.digest.description]
    )?
    .decoded("tier") { ContributorTier(rawValue: $0) }
  }
}
