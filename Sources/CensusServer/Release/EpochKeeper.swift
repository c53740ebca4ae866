import CensusProtocol
import CensusStatistics
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// Does what the calendar asks for: publishes the keys of coming epochs, and releases epochs that are
/// over. What is due is read from the store each time, so nothing is lost by a restart, and it may
/// run in two processes at once.
struct EpochKeeper: Service {
  let store: Store
  let catalogue: Catalogue
  let schedule: HouseSchedule
  let policy: ReleasePolicy
  let privacyLimit: Fraction
  let clock: ServerClock
  /// How long to wait between two looks at the calendar.
  let pause: Duration
  let makeKey: @Sendable () throws(TokenError) -> IssuerSecretKey
  let logger: Logger

  init(_ options: HouseOptions, store: Store, catalogue: Catalogue, logger: Logger) {
    self.store = store
    self.catalogue = catalogue
    schedule = HouseSchedule(grace: options.grace)
    policy = options.policy
    privacyLimit = options.privacyLimit
    clock = options.clock
    pause = options.pause
    makeKey = options.makeKey
    self.logger = logger
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do throws(StoreError) { try await keep() } catch {
          // The next look may find the disk with room again.
          logger.error("epochs: \(error)")
        }
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// Does everything that is due.
  @discardableResult
  func keep() async throws(StoreError) -> CalendarWork {
    var work = CalendarWork()
    let time = clock.now()
    for epoch in schedule.keyed(at: time) where try await publishKeys(of: epoch, at: time) {
      work.keys.append(epoch)
    }
    for epoch in try await store.unreleased({ schedule.deadline(of: $0) <= time.seconds })
    where try await release(epoch, at: time) {
      work.releases.append(epoch)
    }
    if let oldest = Epoch(containing: time)?.previous {
      try await forgetSecrets(upTo: oldest, time)
    }
    if try await !store.truncateWriteAheadLog() {
      logger.debug("the write-ahead log is in use; it is cut at the next look")
    }
    return work
  }

  private func publishKeys(of epoch: Epoch, at time: UTCTime) async throws(StoreError) -> Bool {
    guard try await store.logEntry(.keys, of: epoch) == nil else { return false }
    var keys: [ContributorTier: IssuerSecretKey] = [:]
    for tier in ContributorTier.allCases {
      do { keys[tier] = try makeKey() } catch {
        throw .failed(reason: "\(error)")
      }
    }
    guard try await store.publish(keys, of: epoch, at: time) != nil else { return false }
    logger.info("published the token keys of \(epoch)")
    return true
  }

  private func release(_ epoch: Epoch, at time: UTCTime) async throws(StoreError) -> Bool {
    let prepared = try await prepare(epoch)
    let entry = try await store.release(epoch, at: time) { intake, spent in
      guard let prepared = prepared.take() else {
        throw StoreError.failed(reason: "the noise of \(epoch) was used before")
      }
      var chance = SystemChance()
      return CensusStatistics.release(
        of: intake, catalogue: catalogue, prepared: prepared,
        budget: PrivacyBudget(limit: privacyLimit, spent: spent), using: &chance)
    }
    guard let entry, let release = entry.entry.release else { return false }
    logger.info("released \(epoch) as entry \(entry.entry.number) of the log")
    warn(about: release)
    return true
  }

  /// Half a million draws take their time, in which nobody else could write, and need nothing of the store. They
  /// have a thread of their own: those on which requests are answered are few.
  private func prepare(_ epoch: Epoch) async throws(StoreError) -> PreparedOnce {
    let budget = PrivacyBudget(limit: privacyLimit, spent: try await store.spentPrivacy())
    let contributions = try await store.countOfUploads(of: epoch)
    return await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        var chance = SystemChance()
        let prepared = PreparedPolicy(
          policy, catalogue: catalogue, budget: budget, contributions: contributions, using: &chance
        )
        continuation.resume(returning: PreparedOnce(prepared))
      }
    }
  }

  /// From so few noisy releases left on the operator is told with each.
  private static let fewReleases = 8

  /// What the operator has to decide, and when.
  private func warn(about release: HouseRelease) {
    let choice =
      "raise --noisy-releases, which weakens what contributors were promised, or go on without --noise"
    switch release.figures {
    case .merged: break
    case .noisy(let figures):
      let budget = PrivacyBudget(limit: privacyLimit, spent: figures.guarantee.spent)
      let left = budget.releasesLeft(of: figures.rule.concentration, upTo: Self.fewReleases)
      guard left < Self.fewReleases else { return }
      logger.warning(
        "the privacy budget pays for \(left) more noisy releases; after them weeks have no table: \(choice)"
      )
    case .withheld(let figures):
      logger.error(
        "\(release.epoch) has no table: the privacy budget is spent (ρ = \(figures.spent) of \(figures.limit)); its contributions are deleted. For the weeks to come: \(choice)"
      )
    }
  }

  /// Keys whose epoch issues no tokens any more.
  private func forgetSecrets(upTo epoch: Epoch, _ time: UTCTime) async throws(StoreError) {
    let first = schedule.issues(epoch, at: time) ? epoch : (epoch.next ?? epoch)
    try await store.forgetSecrets(before: first)
  }
}

/// Noise that is handed out once.
private final class PreparedOnce: Sendable {
  private let prepared: Mutex<PreparedPolicy?>

  init(_ prepared: consuming PreparedPolicy) { self.prepared = Mutex(Optional(prepared)) }

  func take() -> PreparedPolicy? { prepared.withLock { $0.take() } }
}

/// What one look at the calendar led to.
public struct CalendarWork: Sendable, Equatable {
  /// The epochs whose keys were published.
  public var keys: [Epoch] = []
  public var releases: [Epoch] = []
}
