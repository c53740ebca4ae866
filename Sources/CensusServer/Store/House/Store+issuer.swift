import CensusProtocol
import Foundation
import GRDB

/// What the issuer knows of an agent.
struct EnrolledAgent: Sendable, Equatable {
  let enrolled: Epoch
  let isOrganisation: Bool

  /// The agent's tier in `epoch`.
  func tier(in epoch: Epoch) -> ContributorTier {
    isOrganisation ? .organisation : ContributorTier(enrolled: enrolled, in: epoch)
  }
}

/// What became of an enrolment.
enum EnrolmentOutcome: Sendable, Equatable {
  case enrolled(EnrolledAgent)
  /// The agent was known already; nothing changed and no invitation was used up.
  case known(EnrolledAgent)
  /// No such invitation, or it is revoked or used up.
  case invitationRefused
}

/// What became of an order of tokens.
enum OrderOutcome: Sendable, Equatable {
  /// It is on the disk: this order, now or before.
  case accepted
  /// The agent has ordered other tokens for this epoch.
  case overQuota
}

extension Store {
  func agent(_ key: VerifyingKey) async throws(StoreError) -> EnrolledAgent? {
    try await read { try $0.agent(key) }
  }

  /// Enrols an agent, by an invitation or without one, once.
  func enrol(
    _ enrolment: Enrolment, in epoch: Epoch
  ) async throws(StoreError) -> EnrolmentOutcome {
    try await write { database in
      if let known = try database.agent(enrolment.agent) { return .known(known) }
      var tier = ContributorTier.new
      if let code = enrolment.invitation {
        guard let granted = try database.use(code) else { return .invitationRefused }
        tier = granted
      }
      let agent = EnrolledAgent(enrolled: epoch, isOrganisation: tier == .organisation)
      try database.execute(
        sql: "INSERT INTO issuer_agents (agent, enrolled, organisation) VALUES (?, ?, ?)",
        arguments: [enrolment.agent.description, epoch.number, agent.isOrganisation])
      return .enrolled(agent)
    }
  }

  /// The secret key that signs tokens of an epoch and tier; nil where there is none, or none any more.
  func issuerKey(
    of epoch: Epoch, _ tier: ContributorTier
  ) async throws(StoreError) -> IssuerSecretKey? {
    try await read { database in
      try Data.fetchOne(
        database, sql: "SELECT secret FROM issuer_keys WHERE epoch = ? AND tier = ?",
        arguments: [epoch.number, tier.rawValue]
      )
      .flatMap { IssuerSecretKey(secretBytes: Array($0)) }
    }
  }

  /// Whose tokens a published key signs.
  func tokenKey(
    _ identifier: Digest
  ) async throws(StoreError) -> (key: IssuerPublicKey, epoch: Epoch, tier: ContributorTier)? {
    try await read { database in
      try DatabaseRow.fetchOne(
        database, sql: "SELECT public_key, epoch, tier FROM issuer_keys WHERE identifier = ?",
        arguments: [identifier.description]
      )
      .map { row in
        (
          try row.decoded("public_key") { IssuerPublicKey($0) }, try row.epoch("epoch"),
          try row.decoded("tier") { ContributorTier(rawValue: $0) }
        )
      }
    }
  }

  /// Writes down that the agent ordered exactly this.
  func accept(_ order: TokenOrder, digest: Digest) async throws(StoreError) -> OrderOutcome {
    try await write { database in
      let known = try String.fetchOne(
        database, sql: "SELECT digest FROM issuer_orders WHERE epoch = ? AND agent = ?",
        arguments: [order.epoch.number, order.agent.description])
      if let known { return known == digest.description ? .accepted : .overQuota }
      try database.execute(
        sql: """
          INSERT INTO issuer_orders (epoch, agent, tier, tokens, digest) VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          order.epoch.number, order.agent.description, order.tier.rawValue, order.requests.count,
          digest.description,
        ])
      return .accepted
    }
  }

  /// Publishes the keys of an epoch in the log and keeps their secrets; nothing where that is done
  /// already, by this process or another.
  func publish(
    _ keys: [ContributorTier: IssuerSecretKey], of epoch: Epoch, at time: UTCTime
  ) async throws(StoreError) -> SignedEntry? {
    guard let new = keys[.new], let established = keys[.established],
      let organisation = keys[.organisation]
    else { return nil }
    return try await write { database in
      guard try !database.isInLog(.keys, of: epoch) else { return nil }
      for (tier, key) in [
        (ContributorTier.new, new), (.established, established), (.organisation, organisation),
      ] {
        try database.execute(
          sql: """
            INSERT INTO issuer_keys (identifier, epoch, tier, public_key, secret)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            key.publicKey.fingerprint.description, epoch.number, tier.rawValue,
            key.publicKey.description, Data(key.secretBytes),
          ])
      }
      return try database.append(
        .keys(
          IssuerKeys(
            epoch: epoch, new: new.publicKey, established: established.publicKey,
            organisation: organisation.publicKey)), at: time)
    }
  }

  /// Forgets the secrets of keys that sign no more: those of epochs before `epoch`.
  func forgetSecrets(before epoch: Epoch) async throws(StoreError) {
    try await write { database in
      try database.execute(
        sql: "UPDATE issuer_keys SET secret = NULL WHERE epoch < ? AND secret IS NOT NULL",
        arguments: [epoch.number])
    }
  }
}

extension Database {
  func agent(_ key: VerifyingKey) throws -> EnrolledAgent? {
    try DatabaseRow.fetchOne(
      self, sql: "SELECT enrolled, organisation FROM issuer_agents WHERE agent = ?",
      arguments: [key.description]
    )
    .map { EnrolledAgent(enrolled: try $0.epoch("enrolled"), isOrganisation: $0["organisation"]) }
  }
}

extension DatabaseRow {
  func epoch(_ column: String) throws -> Epoch {
    let number: Int64 = self[column]
    guard let epoch = Epoch(number: number) else {
      throw StoreError.failed(reason: "the column \(column) holds \(number), which is no epoch")
    }
    return epoch
  }
}
