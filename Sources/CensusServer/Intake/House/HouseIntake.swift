import CensusProtocol

/// Takes in what households contribute.
///
/// In: a body of 4,096 bytes with a token, a sequence and a signature. Out: what became of it, after the
/// commit. The order is from cheap to dear, and nothing is believed before the token and the
/// signature hold. Who sent it is not known here, and nothing is kept by which it could be found out.
struct HouseIntake: Sendable {
  let store: Store
  let catalogue: Catalogue
  let simulatedModels: SimulatedModels
  let schedule: HouseSchedule
  let clock: ServerClock
  let names: EpochNames
  /// The key that signs the log: its fingerprint names this server in every token's challenge.
  let logKey: VerifyingKey

  /// Takes in an upload. When this returns, what it says is on the disk.
  func receive(_ upload: SignedHouseUpload) async throws(HouseRefusal) -> HouseDeposit {
    guard upload.body.count == HouseUpload.bytes else { throw .size(upload.body.count) }
    let tier = try await tier(of: upload.token)
    guard upload.isSignedByPseudonym else { throw .pseudonymSignatureWrong }
    let content = try Self.read(upload.body)
    guard content.epoch == tier.epoch else { throw .tokenOfAnotherEpoch(tier.epoch) }
    switch schedule.stage(of: content.epoch, at: clock.now()) {
    case .running: throw .epochRunning(content.epoch)
    case .over: throw try await late(content.epoch)
    case .open: break
    }
    if let contribution = content.contribution { try await check(contribution) }
    let outcome = try await asking { () throws(StoreError) in
      try await store.deposit(
        content, pseudonym: upload.token.pseudonym.fingerprint, tier: tier.tier,
        sequence: upload.sequence)
    }
    switch outcome {
    case .outdated(let sequence): throw .outdated(sequence)
    case .released: throw try await late(content.epoch)
    case .stored, .replaced, .withdrawn, .known: return outcome
    }
  }

  /// The epoch and the tier of a token that this server's issuer signed.
  private func tier(
    of token: Token
  ) async throws(HouseRefusal) -> (epoch: Epoch, tier: ContributorTier) {
    guard
      let found = try await asking({ () throws(StoreError) in
        try await store.tokenKey(token.keyFingerprint)
      })
    else { throw .tokenKeyUnknown }
    let challenge = TokenChallenge(log: logKey, epoch: found.epoch)
    guard found.key.accepts(token, for: challenge) else { throw .tokenWrong }
    return (found.epoch, found.tier)
  }

  private static func read(_ body: [UInt8]) throws(HouseRefusal) -> HouseUpload {
    do { return try HouseUpload(decoding: body) } catch {
      switch error {
      case .size(let bytes): throw .size(bytes)
      case .notCanonical(let error): throw .notCanonical(error)
      case .violation(let violation): throw .violation(violation)
      }
    }
  }

  private func check(_ contribution: HouseContribution) async throws(HouseRefusal) {
    do { try contribution.check(in: catalogue) } catch { throw .violation(error) }
    let isSimulated = catalogue.model(contribution.model)?.isSimulated ?? false
    guard !isSimulated || simulatedModels == .accepted else {
      throw .modelSimulated(contribution.model)
    }
    // An agent says a wider name by itself. One that does not, whether it is old or means to, must not
    // make a rare model visible: eight of its own tokens would bring two households above k.
    let common = try await asking { () throws(StoreError) in
      try await names.common(in: contribution.epoch)
    }
    guard catalogue.mayBeNamed(contribution.model, common: common) else {
      throw .modelNotCommon(contribution.model, contribution.epoch)
    }
  }

  /// Counts it as late; what it said is dropped.
  private func late(_ epoch: Epoch) async throws(HouseRefusal) -> HouseRefusal {
    try await asking { () throws(StoreError) in try await store.countLate(epoch) }
    return .epochOver(epoch)
  }

  private func asking<Answer: Sendable>(
    _ question: () async throws(StoreError) -> Answer
  ) async throws(HouseRefusal) -> Answer {
    do { return try await question() } catch { throw .store(error) }
  }
}
