public import CensusProtocol

/// A contribution on its way into the spool.
struct SpooledUpload: Sendable, Equatable {
  /// The token that gives it the right to be counted.
  let token: Int64
  /// Exactly what leaves.
  let body: [UInt8]
  let sendAt: UTCTime
}

/// What came of an attempt to send a contribution.
enum HouseOutcome: Sendable, Equatable {
  case acknowledged(String)
  case refused(String)
  case failed(String, nextAttempt: UTCTime)
}

extension HouseSpool {
  private static let entryColumns =
    "upload.number, epoch, body, sequence, state, attempts, next_attempt, last_answer"

  /// Commits an epoch's contributions before anything of them is sent, and lets go of the other tokens.
  func spool(_ uploads: [SpooledUpload], of epoch: Epoch) throws(DatabaseError) {
    try transaction { () throws(DatabaseError) in
      for upload in uploads {
        try database.run(
          """
          INSERT INTO upload
            (number, body, sequence, state, attempts, next_attempt, last_answer)
          VALUES (?1, ?2, 1, 'waiting', 0, ?3, '')
          """,
          [.integer(upload.token), .bytes(upload.body), .integer(upload.sendAt.seconds)])
      }
      try database.run(
        """
        DELETE FROM token
        WHERE epoch = ?1 AND number NOT IN (SELECT number FROM upload)
        """, [.integer(epoch.number)])
      try setStage(.composed, of: epoch)
    }
  }

  /// Gives entries that were never sent other bodies, in their order; those that are left over go, with their
  /// tokens.
  func replace(_ entries: [HouseEntry], with bodies: [[UInt8]]) throws(DatabaseError) {
    let unsent = "number = ?1 AND state = 'waiting' AND attempts = 0 AND sequence = 1"
    try transaction { () throws(DatabaseError) in
      for (entry, body) in zip(entries, bodies) {
        try database.run(
          "UPDATE upload SET body = ?2 WHERE \(unsent)", [.integer(entry.number), .bytes(body)])
      }
      for entry in entries.dropFirst(bodies.count) {
        try database.run(
          "DELETE FROM token WHERE number IN (SELECT number FROM upload WHERE \(unsent))",
          [.integer(entry.number)])
      }
    }
  }

  /// Everything in the spool, by epoch and by the moment of sending.
  public func entries() throws(DatabaseError) -> [HouseEntry] {
    try database.run(
      """
      SELECT \(Self.entryColumns) FROM upload JOIN token ON token.number = upload.number
      ORDER BY epoch, next_attempt, upload.number
      """
    ).compactMap(HouseEntry.init(row:))
  }

  /// What is to be sent at `now`.
  func entries(dueAt now: UTCTime) throws(DatabaseError) -> [HouseEntry] {
    try database.run(
      """
      SELECT \(Self.entryColumns) FROM upload JOIN token ON token.number = upload.number
      WHERE state = 'waiting' AND next_attempt <= ?1 ORDER BY next_attempt, upload.number
      """, [.integer(now.seconds)]
    ).compactMap(HouseEntry.init(row:))
  }

  /// Records what came of an attempt, unless the entry has changed in between: a withdrawal has a sequence
  /// of its own.
  func record(_ outcome: HouseOutcome, of entry: HouseEntry) throws(DatabaseError) {
    let (state, answer, moment): (HouseEntry.State, String, Int64) =
      switch outcome {
      case .acknowledged(let answer): (.acknowledged, answer, 0)
      case .refused(let answer): (.refused, answer, 0)
      case .failed(let answer, let next): (.waiting, answer, next.seconds)
      }
    try database.run(
      """
      UPDATE upload
      SET state = ?3, next_attempt = ?4, last_answer = ?5
      WHERE number = ?1 AND sequence = ?2 AND state = 'waiting'
      """,
      [
        .integer(entry.number), .integer(Int64(entry.sequence)), .text(state.rawValue),
        .integer(moment), .text(answer),
      ])
  }

  /// Notes that an entry is about to be sent: from here on a server may have it, whatever happens.
  func noteAttempt(of entry: HouseEntry) throws(DatabaseError) {
    try database.run(
      "UPDATE upload SET attempts = attempts + 1 WHERE number = ?1 AND sequence = ?2",
      [.integer(entry.number), .integer(Int64(entry.sequence))])
  }

  /// Gives an entry that has not been sent another moment.
  func postpone(_ entry: HouseEntry, to moment: UTCTime) throws(DatabaseError) {
    try database.run(
      "UPDATE upload SET next_attempt = ?3 WHERE number = ?1 AND sequence = ?2 AND attempts = 0",
      [
        .integer(entry.number), .integer(Int64(entry.sequence)), .integer(moment.seconds),
      ])
  }

  /// Takes contributions back: one that no server can have is deleted, in place of another an empty one
  /// of the next sequence is sent, at the moment that `sendAt` gives it. Returns how many of each.
  public func withdraw(
    _ entries: [HouseEntry], sendAt: (HouseEntry) -> UTCTime
  ) throws(DatabaseError) -> (deleted: Int, replaced: Int) {
    var result = (deleted: 0, replaced: 0)
    try transaction { () throws(DatabaseError) in
      for entry in entries where entry.upload?.contribution != nil {
        let deleted = try database.run(
          """
          DELETE FROM token WHERE number IN
            (SELECT number FROM upload 
             WHERE number = ?1 AND state = 'waiting' AND attempts = 0 AND sequence = 1)
          RETURNING number
          """, [.integer(entry.number)])
        guard deleted.isEmpty else {
          result.deleted += 1
          continue
        }
        try database.run(
          """
          UPDATE upload
          SET body = ?2, sequence = sequence + 1, state = 'waiting', attempts = 0, next_attempt = ?3
          WHERE number = ?1
          """,
          [
            .integer(entry.number), .bytes(HouseUpload.withdrawal(entry.epoch).encoded),
            .integer(sendAt(entry).seconds),
          ])
        result.replaced += 1
      }
    }
    return result
  }
}

extension HouseEntry {
  fileprivate init?(row: [DatabaseValue]) {
    guard let number = row[0].integer, let epoch = row[1].integer.flatMap({ Epoch(number: $0) }),
      let body = row[2].bytes, let sequence = row[3].integer.flatMap({ UInt8(exactly: $0) }),
      let state = row[4].text.flatMap(State.init(rawValue:)), let attempts = row[5].integer,
      let next = row[6].integer.flatMap({ UTCTime(seconds: $0) }), let answer = row[7].text
    else { return nil }
    self.init(
      number: number, epoch: epoch, body: body, sequence: sequence, state: state,
      attempts: attempts, nextAttempt: next, lastAnswer: answer)
  }
}
