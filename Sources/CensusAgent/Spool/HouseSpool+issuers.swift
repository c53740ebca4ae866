public import CensusProtocol

/// What the issuer of one server has told this agent of itself.
struct IssuerRecord: Sendable, Equatable {
  /// The epoch of enrolment.
  let enrolled: Epoch
  let isOrganisation: Bool

  /// By whose key the epoch's tokens are signed.
  func tier(in epoch: Epoch) -> ContributorTier {
    isOrganisation ? .organisation : ContributorTier(enrolled: enrolled, in: epoch)
  }
}

extension HouseSpool {
  /// What is known of a server's issuer; nil before enrolment.
  func issuer(of server: String) throws(DatabaseError) -> IssuerRecord? {
    let rows = try database.run(
      "SELECT enrolled, is_organisation FROM issuer WHERE server = ?1", [.text(server)])
    guard let row = rows.first, let enrolled = row[0].integer.flatMap({ Epoch(number: $0) }) else {
      return nil
    }
    return IssuerRecord(enrolled: enrolled, isOrganisation: row[1].integer == 1)
  }

  func remember(_ issuer: IssuerRecord, of server: String) throws(DatabaseError) {
    try database.run(
      "INSERT OR REPLACE INTO issuer (server, enrolled, is_organisation) VALUES (?1, ?2, ?3)",
      [
        .text(server), .integer(issuer.enrolled.number), .integer(issuer.isOrganisation ? 1 : 0),
      ])
  }

  /// How far the server's log was followed; nil before the first look.
  func logPin(of server: String) throws(DatabaseError) -> LogPin? {
    let rows = try database.run(
      "SELECT log_key, number, digest, time, seen FROM log_pin WHERE server = ?1", [.text(server)])
    guard let row = rows.first, let key = row[0].text.flatMap({ VerifyingKey($0) }),
      let number = row[1].integer, let digest = row[2].text.flatMap({ Digest($0) }),
      let time = row[3].integer.flatMap({ UTCTime(seconds: $0) }),
      let seen = row[4].integer.flatMap({ UTCTime(seconds: $0) })
    else { return nil }
    return LogPin(key: key, number: number, digest: digest, time: time, seen: seen)
  }

  /// Keeps how far the log was followed, with the keys that were found. A second set of keys for an epoch
  /// fails.
  func remember(_ log: IssuerLog, of server: String) throws(DatabaseError) {
    guard let pin = log.pin else { return }
    try transaction { () throws(DatabaseError) in
      for published in log.keys {
        let keys = published.keys
        try database.run(
          """
          INSERT INTO issuer_keys (server, epoch, new, established, organisation, since)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6)
          """,
          [
            .text(server), .integer(keys.epoch.number), .text(keys.new.description),
            .text(keys.established.description), .text(keys.organisation.description),
            .integer(published.since.seconds),
          ])
      }
      for (number, word) in log.models {
        let models = word.models.identifiers.sorted().map(\.description)
        try database.run(
          """
          INSERT INTO log_models (server, number, from_epoch, release, models)
          VALUES (?1, ?2, ?3, ?4, ?5)
          """,
          [
            .text(server), .integer(number), .integer(word.from.number),
            word.release.map { .integer($0.number) } ?? .null,
            .text(models.joined(separator: "\n")),
          ])
      }
      try database.run(
        """
        INSERT OR REPLACE INTO log_pin (server, log_key, number, digest, time, seen)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """,
        [
          .text(server), .text(pin.key.description), .integer(pin.number),
          .text(pin.digest.description), .integer(pin.time.seconds), .integer(pin.seen.seconds),
        ])
    }
  }

  /// The models that contributions of an epoch may name, by the log as far as it was followed; none where it
  /// was not.
  public func commonModels(
    in epoch: Epoch, server: String
  ) throws(DatabaseError) -> CommonModels {
    let rows = try database.run(
      "SELECT from_epoch, release, models FROM log_models WHERE server = ?1 ORDER BY number",
      [.text(server)])
    return ModelLedger(
      rows.compactMap { row in
        guard let from = row[0].integer.flatMap({ Epoch(number: $0) }), let text = row[2].text,
          let models = try? CommonModels(text: text)
        else { return nil }
        return ModelLedger.Word(
          from: from, release: row[1].integer.flatMap { Epoch(number: $0) }, models: models)
      }
    ).common(in: epoch)
  }

  /// The keys of an epoch as the log gave them; nil where it has not.
  func issuerKeys(of epoch: Epoch, server: String) throws(DatabaseError) -> PublishedKeys? {
    let rows = try database.run(
      """
      SELECT new, established, organisation, since FROM issuer_keys
      WHERE server = ?1 AND epoch = ?2
      """, [.text(server), .integer(epoch.number)])
    guard let row = rows.first, let new = row[0].text.flatMap({ IssuerPublicKey($0) }),
      let established = row[1].text.flatMap({ IssuerPublicKey($0) }),
      let organisation = row[2].text.flatMap({ IssuerPublicKey($0) }),
      let since = row[3].integer.flatMap({ UTCTime(seconds: $0) })
    else { return nil }
    return PublishedKeys(
      keys: IssuerKeys(
        epoch: epoch, new: new, established: established, organisation: organisation),
      since: since)
  }
}
