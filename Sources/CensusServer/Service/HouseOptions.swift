import CensusProtocol
import CensusStatistics

/// How a server takes contributions of households.
public struct HouseOptions: Sendable {
  public var enrolment: EnrolmentPolicy
  /// Requests of one network (/24 or /48) in a minute; 0 for no limit.
  public var requestsInMinute = 240
  /// Enrolments without invitation of one network in a day.
  public var enrolmentsInDay = 5
  /// Days of grace after the two days in which contributions come, in seconds.
  public var grace = HouseSchedule.standardGrace
  /// When a cell may be published.
  public var rule = MergeRule.standard
  /// Nil for releases without noise.
  public var noise: NoiseRule?
  /// For how many noisy releases the privacy budget is, all in all.
  public var noisyReleases: UInt64 = 52
  public var clock = ServerClock.system
  /// How long the server waits between two looks at the calendar.
  public var pause = Duration.seconds(60)
  /// Where the issuer's keys come from: tests spare the time of making each anew.
  var makeKey: @Sendable () throws(TokenError) -> IssuerSecretKey = IssuerSecretKey.random

  public init(enrolment: EnrolmentPolicy) { self.enrolment = enrolment }

  var policy: ReleasePolicy { noise.map { .noise($0, below: rule) } ?? .merging(rule) }

  /// What all noisy releases together may cost; nothing where the number cannot be counted.
  var privacyLimit: Fraction { noise?.concentration.times(noisyReleases) ?? .zero }
}

/// The rooms that serve households; a server for benches alone has none.
struct HouseRooms: Sendable {
  let issuer: Issuer
  let intake: HouseIntake
  let limiter: RateLimiter
  let clock: ServerClock

  init(
    _ options: HouseOptions, store: Store, catalogue: Catalogue, simulatedModels: SimulatedModels,
    logKey: VerifyingKey
  ) {
    limiter = RateLimiter(
      requestsInMinute: options.requestsInMinute, enrolmentsInDay: options.enrolmentsInDay)
    clock = options.clock
    let schedule = HouseSchedule(grace: options.grace)
    issuer = Issuer(
      store: store, schedule: schedule, policy: options.enrolment, limiter: limiter, clock: clock)
    intake = HouseIntake(
      store: store, catalogue: catalogue, simulatedModels: simulatedModels, schedule: schedule,
      clock: clock, names: EpochNames(store), logKey: logKey)
  }
}
