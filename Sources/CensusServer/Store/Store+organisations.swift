import CensusProtocol
import GRDB

/// An organisation that may submit sessions, with the keys that it signs with.
public struct AdmittedOrganisation: Sendable, Equatable {
  public let identifier: OrganisationIdentifier
  /// The name that pages show.
  public let name: String
  public let admitted: UTCTime
  /// In the order of their admission.
  public let keys: [AdmittedKey]
}

/// A public key of an organisation.
public struct AdmittedKey: Sendable, Equatable {
  public let key: VerifyingKey
  public let admitted: UTCTime
}

/// What admitting a key changed.
public enum Admission: Sendable, Equatable {
  case organisationAdded
  case keyAdded
  /// The organisation had this name and this key already.
  case unchanged
  /// The organisation had this key already and has a new name now.
  case renamed
}

extension Store {
  /// Admits `key` for the organisation, which is added, or renamed, where need be. The same key may
  /// be admitted again without effect; a key of another organisation is refused
  /// (`StoreError.keyOfAnother`).
  public func admit(
    _ organisation: OrganisationIdentifier, name: String, key: VerifyingKey, at time: UTCTime
  ) async throws(StoreError) -> Admission {
    try await write { database in
      let fingerprint = key.fingerprint.description
      let owner = try String.fetchOne(
        database, sql: "SELECT organisation FROM keys WHERE fingerprint = ?",
        arguments: [fingerprint])
      if let owner, owner != organisation.description {
        throw StoreError.keyOfAnother(organisation: owner)
      }
      let knownName = try String.fetchOne(
        database, sql: "SELECT name FROM organisations WHERE id = ?",
        arguments: [organisation.description])
      try database.execute(
        sql: """
          INSERT INTO organisations (id, name, admitted) VALUES (?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET name = excluded.name
          """,
        arguments: [organisation.description, name, time.seconds])
      if owner == nil {
        try database.execute(
          sql: """
            INSERT INTO keys (fingerprint, organisation, public_key, admitted) VALUES (?, ?, ?, ?)
            """,
          arguments: [fingerprint, organisation.description, key.description, time.seconds])
      }
      guard let knownName else { return .organisationAdded }
      guard owner != nil else { return .keyAdded }
      return knownName == name ? .unchanged : .renamed
    }
  }

  /// Every organisation, in ascending order of identifier.
  public func organisations() async throws(StoreError) -> [AdmittedOrganisation] {
    try await read { database in
      let keys = try DatabaseRow.fetchAll(
        database, sql: "SELECT organisation, public_key, admitted FROM keys ORDER BY rowid"
      )
      .reduce(into: [String: [AdmittedKey]]()) { keys, row in
        keys[row["organisation"], default: []].append(
          AdmittedKey(
            key: try row.decoded("public_key") { VerifyingKey($0) },
            admitted: try row.time("admitted")))
      }
      return try DatabaseRow.fetchAll(
        database, sql: "SELECT id, name, admitted FROM organisations ORDER BY id"
      )
      .map { row in
        AdmittedOrganisation(
          identifier: try row.decoded("id") { OrganisationIdentifier($0) }, name: row["name"],
          admitted: try row.time("admitted"), keys: keys[row["id"]] ?? [])
      }
    }
  }

  /// The organisation's keys by fingerprint; nil where the organisation is not admitted.
  func keys(
    of organisation: OrganisationIdentifier
  ) async throws(StoreError) -> [Digest: VerifyingKey]? {
    try await read { database in
      let isAdmitted = try Bool.fetchOne(
        database, sql: "SELECT count(*) FROM organisations WHERE id = ?",
        arguments: [organisation.description])
      guard isAdmitted == true else { return nil }
      let keys = try DatabaseRow.fetchAll(
        database, sql: "SELECT public_key FROM keys WHERE organisation = ?",
        arguments: [organisation.description]
      )
      .map { try $0.decoded("public_key") { VerifyingKey($0) } }
      return Dictionary(uniqueKeysWithValues: keys.map { ($0.fingerprint, $0) })
    }
  }
}
