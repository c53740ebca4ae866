import CensusProtocol

/// Who may have tokens: it knows agents by their long-term keys, and signs what they have blinded, at
/// most eight tokens for each agent and epoch.
///
/// In: an enrolment or an order with the agent's signature over its bytes. Out: the agent's tier, or one
/// signature for each blinded message. Nothing that is seen or kept here can be recognised in a token.
struct Issuer: Sendable {
  let store: Store
  let schedule: HouseSchedule
  let policy: EnrolmentPolicy
  let limiter: RateLimiter
  let clock: ServerClock

  /// What an agent is told of itself.
  struct Standing: Sendable, Equatable {
    let status: Status
    let agent: EnrolledAgent
    /// The tier in the current epoch.
    let tier: ContributorTier

    enum Status: String, Sendable { case enrolled, known }
  }

  /// Enrols the agent that signed `bytes`. The same agent may ask again at any time.
  func enrol(
    _ bytes: [UInt8], signature: Signature, from network: NetworkPrefix?
  ) async throws(HouseRefusal) -> Standing {
    let enrolment: Enrolment = try Self.read(bytes, signature: signature)
    let time = clock.now()
    guard let epoch = Epoch(containing: time) else { throw .off }
    if enrolment.invitation == nil {
      let known = try await asking { () throws(StoreError) in
        try await store.agent(enrolment.agent)
      }
      if known == nil {
        guard policy == .open else { throw .invitationNeeded }
        guard await limiter.enrols(network, at: time) else { throw .tooMany }
      }
    }
    let outcome = try await asking { () throws(StoreError) in
      try await store.enrol(enrolment, in: epoch)
    }
    switch outcome {
    case .enrolled(let agent):
      return Standing(status: .enrolled, agent: agent, tier: agent.tier(in: epoch))
    case .known(let agent):
      return Standing(status: .known, agent: agent, tier: agent.tier(in: epoch))
    case .invitationRefused: throw .invitationRefused
    }
  }

  /// Signs an order's blinded messages. The same order gets the same answer, however often it is asked:
  /// an RSA signature without padding is a function of key and message, so nothing but the order's digest
  /// need be kept, and a crash between the commit and the answer costs nothing.
  func issue(_ bytes: [UInt8], signature: Signature) async throws(HouseRefusal) -> TokenAnswer {
    let order: TokenOrder = try Self.read(bytes, signature: signature)
    let agent = try await asking { () throws(StoreError) in try await store.agent(order.agent) }
    guard let agent else { throw .agentUnknown }
    guard schedule.issues(order.epoch, at: clock.now()) else { throw .notIssued(order.epoch) }
    let tier = agent.tier(in: order.epoch)
    guard order.tier == tier else { throw .tierWrong(tier) }
    let key = try await asking { () throws(StoreError) in
      try await store.issuerKey(of: order.epoch, tier)
    }
    guard let key else { throw .notIssued(order.epoch) }
    // Whatever could go wrong goes wrong before the quota is used.
    let responses = try Self.sign(order.requests, with: key)
    guard let answer = TokenAnswer(epoch: order.epoch, responses: responses) else {
      throw .notIssued(order.epoch)
    }
    let outcome = try await asking { () throws(StoreError) in
      try await store.accept(order, digest: Digest(of: bytes))
    }
    guard outcome == .accepted else { throw .overQuota(order.epoch) }
    return answer
  }

  private static func sign(
    _ requests: [TokenRequest], with key: IssuerSecretKey
  ) throws(HouseRefusal) -> [TokenResponse] {
    var responses: [TokenResponse] = []
    for request in requests {
      do { responses.append(try key.answer(request)) } catch { throw .token(error) }
    }
    return responses
  }

  /// The document, if the agent that it names has signed exactly these bytes.
  private static func read<Document: IssuerDocument>(
    _ bytes: [UInt8], signature: Signature
  ) throws(HouseRefusal) -> Document {
    let document: Document
    do { document = try Document(decoding: bytes) } catch {
      switch error {
      case .tooLarge: throw .upload(.tooLarge)
      case .notCanonical(let error): throw .notCanonical(error)
      case .violation(let violation): throw .violation(violation)
      }
    }
    guard document.agent.accepts(signature, for: bytes) else { throw .agentSignatureWrong }
    return document
  }

  private func asking<Answer: Sendable>(
    _ question: () async throws(StoreError) -> Answer
  ) async throws(HouseRefusal) -> Answer {
    do { return try await question() } catch { throw .store(error) }
  }
}

/// Who may enrol.
public enum EnrolmentPolicy: String, Sendable, CaseIterable {
  /// Whoever has an invitation.
  case invited
  /// Everybody, a few a day from each part of the internet; and whoever has an invitation.
  case open
}
