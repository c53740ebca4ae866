import CensusProtocol
import Foundation
import GRDB

/// A bundle together with what proves it: the exact bytes and the signature over them.
public struct SignedBundle: Sendable {
  public let digest: Digest
  public let bytes: [UInt8]
  public let signature: Signature
  public let key: VerifyingKey
  public let received: UTCTime
}

/// What became of a bundle that was given to the store.
enum Deposit: Sendable, Equatable {
  case stored
  /// The same bytes were there already.
  case known
  /// The session is there already with other bytes; their digest.
  case conflict(Digest)
}

extension Store {
  /// Stores a verified bundle: its bytes and everything that they say, in one transaction.
  func deposit(_ signed: SignedBundle, of bundle: SessionBundle) async throws(StoreError) -> Deposit
  {
    try await write { database in
      if let earlier = try DatabaseRow.fetchOne(
        database, sql: "SELECT bundle FROM sessions WHERE id = ?",
        arguments: [bundle.session.description])
      {
        let digest = try earlier.decoded("bundle") { Digest($0) }
        return digest == signed.digest ? .known : .conflict(digest)
      }
      try database.insert(signed)
      try database.insert(bundle, digest: signed.digest)
      return .stored
    }
  }

  /// Whether exactly these bytes are stored.
  func holds(_ digest: Digest) async throws(StoreError) -> Bool {
    try await read { database in
      try Bool.fetchOne(
        database, sql: "SELECT count(*) FROM bundles WHERE digest = ?",
        arguments: [digest.description]) ?? false
    }
  }

  /// The bundle with this digest, as it was received.
  func bundle(_ digest: Digest) async throws(StoreError) -> SignedBundle? {
    try await read { database in
      try DatabaseRow.fetchOne(
        database,
        sql: """
          SELECT bytes, signature, public_key, received
          FROM bundles JOIN keys ON keys.fingerprint = bundles.key WHERE digest = ?
          """,
        arguments: [digest.description]
      )
      .map { row in
        let bytes: Data = row["bytes"]
        return SignedBundle(
          digest: digest, bytes: Array(bytes),
          signature: try row.decoded("signature") { Signature($0) },
          key: try row.decoded("public_key") { VerifyingKey($0) },
          received: try row.time("received"))
      }
    }
  }
}

extension Database {
  fileprivate func insert(_ signed: SignedBundle) throws {
    try cachedStatement(
      sql: "INSERT INTO bundles (digest, bytes, signature, key, received) VALUES (?, ?, ?, ?, ?)"
    )
    .execute(arguments: [
      signed.digest.description, Data(signed.bytes), signed.signature.description,
      signed.key.fingerprint.description, signed.received.seconds,
    ])
  }
}
