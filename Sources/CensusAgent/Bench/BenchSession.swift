public import CensusProtocol

/// A bench session in progress: who, which unit, which plan, and what has been done of it.
///
/// A value: what changes it is written to the session's folder before anything else happens, so that a
/// power cut costs at most the block that was running.
public struct BenchSession: Sendable, Equatable {
  /// What is fixed when the session begins.
  public struct Setting: Sendable, Equatable {
    public var organisation: OrganisationIdentifier
    public var session: SessionIdentifier
    public var site: Site
    public var network: NetworkKind
    public var localPrefixes: [String]
    public var unit: Unit
    public var plan: PlanReference
    /// Which of the plan's balanced orders the unit has.
    public var sequence: Int64

    public init(
      organisation: OrganisationIdentifier, session: SessionIdentifier, site: Site,
      network: NetworkKind, localPrefixes: [String], unit: Unit, plan: PlanReference,
      sequence: Int64
    ) {
      self.organisation = organisation
      self.session = session
      self.site = site
      self.network = network
      self.localPrefixes = localPrefixes
      self.unit = unit
      self.plan = plan
      self.sequence = sequence
    }
  }

  /// A phase that is over.
  public struct Recorded: Sendable, Equatable {
    /// Its place in the plan's order, from 0.
    public var planned: Int
    public var started: UTCTime
    public var ended: UTCTime
    /// The capture's name in the session's folder; nil where none was made.
    public var capture: String?
    /// Why it does not count, where that is known without reading the capture.
    public var declared: VoidReason?
    /// Why it does not count; nil for a phase that does.
    public var void: VoidReason?
    /// The unit's address on the bench's network in this phase.
    public var address: String?
    /// Whether `void` is the verdict after the capture was read.
    public var isJudged = false
  }

  /// A phase that runs, or is about to.
  public struct Running: Sendable, Equatable {
    public var planned: Int
    public var started: UTCTime
    public var ends: UTCTime
    public var capture: String
    /// Why it does not count, as soon as that is known: a power cut must not make it forgotten.
    public var void: VoidReason?
  }

  public let setting: Setting
  /// The unit's address on the bench's network, where it is known. A reset may give it another one.
  public var unitAddress: String?
  public internal(set) var phases: [Recorded] = []
  public internal(set) var running: Running?
  /// What of the plan is left out, by the person's decision.
  public internal(set) var skipped: [Int] = []
  /// Whether the person has ended it, or all of the plan is done.
  public internal(set) var isFinished = false

  /// A session of which nothing has been done.
  public init(_ setting: Setting, unitAddress: String?) {
    self.setting = setting
    self.unitAddress = unitAddress
  }

  /// The place in the plan's order of what comes next; nil where all is done.
  public func next(of schedule: [PlannedPhase]) -> Int? {
    guard !isFinished else { return nil }
    let done = Set(phases.filter { $0.void == nil }.map(\.planned)).union(skipped)
    return schedule.indices.first { !done.contains($0) }
  }

  /// Whether a bundle has no room for more phases.
  public var isFull: Bool { phases.count >= SessionBundle.phaseCounts.upperBound }

  /// The capture's name for the next run of a planned phase.
  func captureName(_ planned: Int, _ phase: PlannedPhase) -> String {
    let number = phases.count + 1
    return
      "\(number < 10 ? "0" : "")\(number)-\(phase.condition.rawValue)-\(phase.step.word).pcapng"
  }

  /// The description that `session preview`, `submit` and `seal` read.
  func description(schedule: [PlannedPhase], folder: String) -> SessionDescription {
    SessionDescription(
      organisation: setting.organisation, session: setting.session, site: setting.site,
      plan: setting.plan, network: setting.network, localPrefixes: setting.localPrefixes,
      unit: setting.unit, unitAddress: unitAddress ?? Self.noAddress,
      phases: phases.map { describe($0, schedule: schedule, folder: folder) })
  }

  /// Stands for an address that is not known yet: no device has it.
  static let noAddress = "00:00:00:00:00:00"

  private func describe(
    _ phase: Recorded, schedule: [PlannedPhase], folder: String
  ) -> PhaseDescription {
    PhaseDescription(
      condition: schedule[phase.planned].condition, step: schedule[phase.planned].step,
      started: phase.started, ended: phase.ended,
      captures: phase.capture.map { [folder + $0] } ?? [], void: phase.declared,
      unitAddress: phase.address)
  }
}
