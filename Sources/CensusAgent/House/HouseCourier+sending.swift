import CensusProtocol

extension HouseCourier {
  /// Sends what is due. Each upload has a connection of its own and a moment of its own: several that have
  /// missed theirs get new ones, or they would go out side by side.
  func send(
    through client: HouseClient, at now: UTCTime, using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    for entry in try spool.entries(dueAt: now) {
      if entry.attempts == 0, HouseSchedule.isMissed(entry.nextAttempt, at: now),
        let window = HouseSchedule.sendingTimes(of: entry, at: now)
      {
        try spool.postpone(entry, to: HouseSchedule.draw(from: window, using: &generator))
      } else {
        try attempt(entry, through: client, at: now, using: &generator)
      }
    }
  }

  private func attempt(
    _ entry: HouseEntry, through client: HouseClient, at now: UTCTime,
    using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    guard let owned = try spool.token(number: entry.number), let upload = entry.upload,
      let signed = try? SignedHouseUpload(
        upload, token: owned.token, sequence: entry.sequence, key: owned.key)
    else {
      try spool.record(.refused("this version of the program cannot read it"), of: entry)
      return
    }
    // From here on the server may have it, whatever happens.
    try spool.noteAttempt(of: entry)
    let answer: String
    do { answer = try client.send(signed) } catch {
      try record(error, of: entry, at: now, using: &generator)
      return
    }
    try spool.record(.acknowledged(answer), of: entry)
    tell(.sent(entry.epoch))
  }

  private func record(
    _ error: HouseClientError, of entry: HouseEntry, at now: UTCTime,
    using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    // A server whose clock is behind has not closed the epoch yet.
    if case .refused(let name, let reason) = error, name != "epoch-running" {
      try spool.record(.refused(reason), of: entry)
      tell(.refused(entry.epoch, reason))
      return
    }
    let delay = BackOff.house.delay(
      afterAttempts: entry.attempts + 1, serverAsked: error.seconds, using: &generator)
    let next = UTCTime(seconds: now.seconds + delay) ?? now
    try spool.record(.failed("\(error)", nextAttempt: next), of: entry)
    tell(.failed("\(error)"))
  }
}
