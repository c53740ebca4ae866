import CensusProtocol

/// An order on its way: blinded, and known to this process alone.
struct PendingOrder {
  let order: TokenOrder
  let tokens: [(pending: PendingToken, key: SigningKey)]
}

extension HouseCourier {
  /// Orders and unblinds the epoch's tokens. It always asks for all that an agent may have: the number of
  /// models in a house is nobody's business.
  func tokens(
    of epoch: Epoch, from client: HouseClient, server: String, at now: UTCTime
  ) throws(HouseClientError) -> [OwnedToken] {
    let issuer = try knownIssuer(client, server: server)
    if pending?.order.epoch != epoch || pending?.order.tier != issuer.tier(in: epoch) {
      pending = try makeOrder(epoch, issuer, client, server: server, at: now)
    }
    guard let pending else { throw .unreachable("no order could be made", afterSeconds: nil) }
    let answer: TokenAnswer
    do { answer = try client.order(pending.order, key: key) } catch {
      // The issuer has promoted this agent: the next try asks for another tier's key.
      if case .refused("tier-wrong", let words) = error {
        self.pending = nil
        try learn(try client.enrol(key, invitation: nil), of: server)
        throw .unreachable(words, afterSeconds: nil)
      }
      throw error
    }
    var owned: [OwnedToken] = []
    for (token, response) in zip(pending.tokens, answer.responses) {
      do {
        owned.append(OwnedToken(token: try token.pending.finalize(response), key: token.key))
      } catch { throw .untrusted("\(error)") }
    }
    return owned
  }

  private func makeOrder(
    _ epoch: Epoch, _ issuer: IssuerRecord, _ client: HouseClient, server: String,
    at now: UTCTime
  ) throws(HouseClientError) -> PendingOrder {
    let keys = try loggedKeys(of: epoch, client, server: server, at: now)
    let tier = issuer.tier(in: epoch)
    let challenge = TokenChallenge(log: keys.log, epoch: epoch)
    var tokens: [(pending: PendingToken, key: SigningKey)] = []
    for _ in 0..<HouseContribution.modelsInEpoch {
      let pseudonym = SigningKey.random()
      do {
        let pending = try PendingToken(
          for: pseudonym.verifyingKey, challenge: challenge, key: keys.keys[tier])
        tokens.append((pending, pseudonym))
      } catch { throw .untrusted("\(error)") }
    }
    guard
      let order = TokenOrder(
        agent: key.verifyingKey, epoch: epoch, tier: tier, requests: tokens.map(\.pending.request))
    else { throw .unreachable("no order could be made", afterSeconds: nil) }
    return PendingOrder(order: order, tokens: tokens)
  }

  /// The issuer's keys of the epoch, if they stand in the log that this agent follows, and were published
  /// before the epoch began.
  private func loggedKeys(
    of epoch: Epoch, _ client: HouseClient, server: String, at now: UTCTime
  ) throws(HouseClientError) -> (keys: IssuerKeys, log: VerifyingKey) {
    var log = IssuerLog(
      pin: try reading { () throws(DatabaseError) in try spool.logPin(of: server) })
    try log.follow(at: now) { number throws(HouseClientError) in try client.log(from: number) }
    try reading { () throws(DatabaseError) in try spool.remember(log, of: server) }
    let keys = try reading { () throws(DatabaseError) in
      try spool.issuerKeys(of: epoch, server: server)
    }
    guard let keys, let pin = log.pin else {
      throw .unreachable(
        "the server has not published its keys for \(epoch) in its log", afterSeconds: nil)
    }
    guard keys.isAhead else {
      // Asking again cannot make them older.
      throw .refused(
        name: "keys-late",
        "the server published its keys for \(epoch) not before \(keys.since), when the week had begun; "
          + "such keys could have been made for this agent alone, to recognise what it sends")
    }
    return (keys.keys, pin.key)
  }

  private func knownIssuer(
    _ client: HouseClient, server: String
  ) throws(HouseClientError) -> IssuerRecord {
    let known = try reading { () throws(DatabaseError) in try spool.issuer(of: server) }
    if let known { return known }
    return try learn(try client.enrol(key, invitation: nil), of: server)
  }

  @discardableResult
  private func learn(
    _ standing: AgentStanding, of server: String
  ) throws(HouseClientError) -> IssuerRecord {
    let issuer = IssuerRecord(
      enrolled: standing.enrolled, isOrganisation: standing.tier == .organisation)
    try reading { () throws(DatabaseError) in try spool.remember(issuer, of: server) }
    return issuer
  }

  private func reading<Value>(
    _ body: () throws(DatabaseError) -> Value
  ) throws(HouseClientError) -> Value {
    do { return try body() } catch { throw .unreachable("\(error)", afterSeconds: nil) }
  }
}
