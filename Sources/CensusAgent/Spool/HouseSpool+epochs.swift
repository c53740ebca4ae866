import CensusProtocol

extension HouseSpool {
  /// Every epoch that is on its way, in ascending order.
  public func epochs() throws(DatabaseError) -> [(epoch: Epoch, stage: EpochStage)] {
    try database.run("SELECT epoch, stage, order_at, reason FROM epoch ORDER BY epoch")
      .compactMap { row in
        guard let epoch = row[0].integer.flatMap({ Epoch(number: $0) }) else { return nil }
        let stage: EpochStage =
          switch row[1].text {
          case "planned": .planned(UTCTime(seconds: row[2].integer ?? 0) ?? epoch.start)
          case "ready": .ready
          case "composed": .composed
          default: .lost(row[3].text ?? "")
          }
        return (epoch, stage)
      }
  }

  func setStage(_ stage: EpochStage, of epoch: Epoch) throws(DatabaseError) {
    let (word, moment, reason): (String, Int64, String) =
      switch stage {
      case .planned(let time): ("planned", time.seconds, "")
      case .ready: ("ready", 0, "")
      case .composed: ("composed", 0, "")
      case .lost(let reason): ("lost", 0, reason)
      }
    try database.run(
      """
      INSERT INTO epoch (epoch, stage, order_at, reason) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (epoch) DO UPDATE SET
        stage = excluded.stage, order_at = excluded.order_at, reason = excluded.reason
      """,
      [.integer(epoch.number), .text(word), .integer(moment), .text(reason)])
  }

  /// Keeps the tokens of a planned epoch, which is then ready.
  func keep(_ tokens: [OwnedToken], of epoch: Epoch) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      try setStage(.ready, of: epoch)
      for owned in tokens {
        try database.run(
          "INSERT INTO token (epoch, bytes, secret) VALUES (?1, ?2, ?3)",
          [
            .integer(epoch.number), .text(owned.token.description), .text(owned.key.secretText),
          ])
      }
    }
  }

  /// The numbers of the epoch's tokens.
  func tokenNumbers(of epoch: Epoch) throws(DatabaseError) -> [Int64] {
    try database.run(
      "SELECT number FROM token WHERE epoch = ?1 ORDER BY number",
      [.integer(epoch.number)]
    ).compactMap { $0[0].integer }
  }

  func token(number: Int64) throws(DatabaseError) -> OwnedToken? {
    let rows = try database.run(
      "SELECT bytes, secret FROM token WHERE number = ?1", [.integer(number)])
    guard let token = rows.first?[0].text.flatMap({ Token($0) }),
      let key = rows.first?[1].text.flatMap({ SigningKey($0) })
    else { return nil }
    return OwnedToken(token: token, key: key)
  }

  /// Forgets epochs before `epoch`, with their tokens and contributions.
  func forgetEpochs(before epoch: Epoch) throws(DatabaseError) {
    try database.run("DELETE FROM epoch WHERE epoch < ?1", [.integer(epoch.number)])
  }
}
