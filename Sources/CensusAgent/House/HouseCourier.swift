public import CensusProtocol

/// Carries a household's contributions from the store to the server: plans an epoch, orders its tokens at a
/// random moment, composes when the week is over, and sends at random moments in the two days after.
///
/// Each step is in the spool before the next one is taken, so it may be killed at any instant. What a death
/// can cost is the tokens of one order, since a blinding cannot be kept: then the epoch is lost, and nothing
/// is counted twice. It is told the time and draws from the generator that it is given.
public final class HouseCourier {
  let spool: HouseSpool
  let key: SigningKey
  let catalogue: Catalogue
  let composer: (HouseConsent) -> HouseComposer
  let record: (Epoch, CommonModels) throws(DatabaseError) -> EpochRecord
  let tell: (HouseEvent) -> Void
  /// An order that may have reached the issuer: the same bytes get the same answer.
  var pending: PendingOrder?
  private var nextOrder: UTCTime?
  private var failedOrders: Int64 = 0

  /// `record` is asked for what is known of an epoch that has closed, with devices called as the common models
  /// allow.
  public init(
    spool: HouseSpool, key: AgentKey, catalogue: Catalogue = .bundled,
    record: @escaping (Epoch, CommonModels) throws(DatabaseError) -> EpochRecord,
    tell: @escaping (HouseEvent) -> Void
  ) {
    self.spool = spool
    self.key = key.signingKey
    self.catalogue = catalogue
    composer = { HouseComposer(catalogue: catalogue, region: $0.region) }
    self.record = record
    self.tell = tell
  }

  /// Does everything that is due at `now`.
  public func step(
    at now: UTCTime, using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    if let consent = try spool.consent() {
      try plan(consent, at: now, using: &generator)
      for (epoch, stage) in try spool.epochs() {
        switch stage {
        case .planned(let moment) where moment <= now:
          try order(epoch, consent, at: now, using: &generator)
        case .ready where epoch.end <= now:
          try compose(epoch, consent, at: now, using: &generator)
        default: break
        }
      }
      try widenNames(consent, using: &generator)
    }
    if let server = try spool.latestConsent() {
      try send(through: HouseClient(server), at: now, using: &generator)
    }
    if let oldest = Epoch(containing: now).flatMap({ Epoch(number: $0.number - 2) }) {
      try spool.forgetEpochs(before: oldest)
    }
  }

  /// Plans the running epoch, and the one before it where its tokens can still be had.
  private func plan(
    _ consent: HouseConsent, at now: UTCTime, using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    guard let running = Epoch(containing: now) else { return }
    let known = try spool.epochs().map(\.epoch)
    for epoch in [running.previous, running].compactMap({ $0 })
    where epoch >= consent.since && !known.contains(epoch) {
      guard let moment = HouseSchedule.orderTime(of: epoch, at: now, using: &generator) else {
        continue
      }
      try spool.setStage(.planned(moment), of: epoch)
    }
  }

  private func order(
    _ epoch: Epoch, _ consent: HouseConsent, at now: UTCTime,
    using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    if let nextOrder, nextOrder > now { return }
    guard HouseSchedule.issues(epoch, at: now) else {
      try lose(epoch, "no tokens could be had in time")
      return
    }
    let tokens: [OwnedToken]
    do {
      tokens = try self.tokens(
        of: epoch, from: HouseClient(consent), server: consent.server, at: now)
    } catch {
      try orderFailed(error, epoch, at: now, using: &generator)
      return
    }
    try spool.keep(tokens, of: epoch)
    tell(.tokensReady(epoch))
    forgetOrder()
  }

  private func orderFailed(
    _ error: HouseClientError, _ epoch: Epoch, at now: UTCTime,
    using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    if case .refused(let name, let reason) = error, name != "epoch-not-issued" {
      try lose(epoch, reason)
      return
    }
    failedOrders += 1
    let delay = BackOff.house.delay(
      afterAttempts: failedOrders, serverAsked: error.seconds, using: &generator)
    nextOrder = UTCTime(seconds: now.seconds + delay)
    tell(.failed("\(error)"))
  }

  private func lose(_ epoch: Epoch, _ reason: String) throws(DatabaseError) {
    try spool.setStage(.lost(reason), of: epoch)
    forgetOrder()
    tell(.lost(epoch, reason))
  }

  private func forgetOrder() {
    pending = nil
    nextOrder = nil
    failedOrders = 0
  }

  private func compose(
    _ epoch: Epoch, _ consent: HouseConsent, at now: UTCTime,
    using generator: inout some RandomNumberGenerator
  ) throws(DatabaseError) {
    guard let window = HouseSchedule.sendingTimes(of: epoch, at: now) else {
      try lose(epoch, "the agent was off while contributions were taken")
      return
    }
    let common = try spool.commonModels(in: epoch, server: consent.server)
    let contributions = composer(consent).compose(
      try record(epoch, common), using: &generator)
    let tokens = try spool.tokenNumbers(of: epoch)
    var uploads: [SpooledUpload] = []
    for (token, contribution) in zip(tokens, contributions) {
      uploads.append(
        SpooledUpload(
          token: token, body: contribution.encoded,
          sendAt: HouseSchedule.draw(from: window, using: &generator)))
    }
    try spool.spool(uploads, of: epoch)
    tell(.composed(epoch, contributions: uploads.count))
  }
}

/// What the courier does, for a log: no address, no name, no model.
public enum HouseEvent: Sendable, Equatable {
  case tokensReady(Epoch)
  case composed(Epoch, contributions: Int)
  case sent(Epoch)
  case refused(Epoch, String)
  case lost(Epoch, String)
  /// It will be tried again.
  case failed(String)
}

extension BackOff {
  /// A minute, doubling up to two hours: nobody waits for a household's upload.
  static let house = BackOff(firstSeconds: 60, longestSeconds: 7200)
}

extension HouseClientError {
  /// For how long the server wants to be left alone.
  var seconds: Int64? {
    if case .unreachable(_, let seconds) = self { seconds } else { nil }
  }
}
