import CensusProtocol

extension HouseSpool {
  /// The owner's consent; nil where contribution is off.
  public func consent() throws(DatabaseError) -> HouseConsent? {
    try latestConsent(where: "given = 1")
  }

  /// The consent that was given last, whether or not it was taken back since: what was sent under it can
  /// still be withdrawn from the same server.
  public func latestConsent() throws(DatabaseError) -> HouseConsent? {
    try latestConsent(where: "true")
  }

  private func latestConsent(
    where condition: String
  ) throws(DatabaseError) -> HouseConsent? {
    let rows = try database.run(
      """
      SELECT server, region, relay, certificate_authorities, since
      FROM consent WHERE \(condition)
      """)
    guard let row = rows.first, let server = row[0].text,
      let region = row[1].text.flatMap({ HouseRegion($0) }),
      let since = row[4].integer.flatMap({ Epoch(number: $0) })
    else { return nil }
    return HouseConsent(
      server: server, region: region, relay: row[2].text, certificateAuthorities: row[3].text,
      since: since)
  }

  /// Notes the owner's consent, instead of an earlier one. Another server gets nothing of what was
  /// prepared for the one before.
  public func giveConsent(_ consent: HouseConsent) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      let before = try latestConsent()
      if let before, before.server != consent.server {
        try database.run("DELETE FROM epoch")
      }
      try database.run(
        """
        INSERT OR REPLACE INTO consent
          (id, server, region, relay, certificate_authorities, since, given)
        VALUES (1, ?1, ?2, ?3, ?4, ?5, 1)
        """,
        [
          .text(consent.server), .text(consent.region.description),
          consent.relay.map { .text($0) } ?? .null,
          consent.certificateAuthorities.map { .text($0) } ?? .null,
          .integer(consent.since.number),
        ])
    }
  }

  /// Takes the consent back: what was never sent is deleted, tokens among it. What a server may have is
  /// kept, so that it can be withdrawn.
  public func endConsent() throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      try database.run("UPDATE consent SET given = 0")
      try database.run(
        """
        DELETE FROM token WHERE number NOT IN
          (SELECT number FROM upload
           WHERE state <> 'waiting' OR attempts > 0 OR sequence > 1)
        """)
      try database.run("DELETE FROM epoch WHERE stage IN ('planned', 'ready')")
    }
  }
}
