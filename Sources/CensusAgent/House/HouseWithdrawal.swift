import CensusProtocol

/// Takes contributions back.
public enum HouseWithdrawal {
  /// Deletes what no server can have, and lets an empty contribution follow the others, each at a random
  /// moment of the next hour.
  public static func of(
    _ entries: [HouseEntry], in spool: HouseSpool, at now: UTCTime,
    using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) -> (deleted: Int, replaced: Int) {
    let times = HouseSchedule.withdrawalTimes(at: now)
    var moments: [Int64: UTCTime] = [:]
    for entry in entries {
      moments[entry.number] = HouseSchedule.draw(from: times, using: &generator)
    }
    return try spool.withdraw(entries) { moments[$0.number] ?? now }
  }
}

/// Makes an agent known to an issuer and keeps its owner's consent: both or nothing.
public enum HouseEnrolment {
  public static func enrol(
    _ key: AgentKey, _ consent: HouseConsent, invitation: InvitationCode?, in spool: HouseSpool,
    at now: UTCTime
  ) throws(HouseClientError) -> AgentStanding {
    let client = HouseClient(consent)
    let standing = try client.enrol(key.signingKey, invitation: invitation)
    var log: IssuerLog
    do { log = IssuerLog(pin: try spool.logPin(of: consent.server)) } catch {
      throw .unreachable("\(error)", afterSeconds: nil)
    }
    try log.follow(at: now) { number throws(HouseClientError) in try client.log(from: number) }
    let issuer = IssuerRecord(
      enrolled: standing.enrolled, isOrganisation: standing.tier == .organisation)
    do {
      try spool.remember(issuer, of: consent.server)
      try spool.remember(log, of: consent.server)
      try spool.giveConsent(consent)
    } catch { throw .unreachable("\(error)", afterSeconds: nil) }
    return standing
  }
}
