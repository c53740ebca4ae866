import CensusProtocol

/// Why a unit's set of phases is incomplete: it is listed, and enters no verdict for or against.
public enum ControlGap: Hashable, Sendable {
  /// Z: the empty access point was not watched, or for less than an hour.
  case noEmptyAccessPoint
  /// Z: the bench itself contacts the place, so that a unit's contacts cannot be told from the bench's.
  case benchContactsPlace
  /// D: the unit was not measured with the cloud on.
  case noPositiveControl
  /// D: with the cloud on it uploaded no more than without: an instrument that does not see this may
  /// miss anything.
  case positiveControlNotDetected

  /// The gap in the words that people read.
  public var meaning: String {
    switch self {
    case .noEmptyAccessPoint: "no Z phase (empty access point) of an hour or more"
    case .benchContactsPlace:
      "its empty access point (Z) contacts the place as well, so contacts cannot be told from the bench's own"
    case .noPositiveControl: "no D phase (cloud on, the positive control)"
    case .positiveControlNotDetected:
      "the positive control (D, cloud on) was not detected: the upload did not rise"
    }
  }
}

/// One unit with everything that was measured on it: the unit of analysis.
public struct UnitEvidence: Hashable, Sendable {
  public let unit: UnitIdentifier
  public let organisation: OrganisationIdentifier
  public let site: SiteIdentifier
  public let builds: [String]
  public let region: String
  public let sessions: [SessionIdentifier]
  /// Nothing for a complete set.
  public let gaps: [ControlGap]
  /// The arm of the claim, or the reference where two are compared.
  public let reference: ArmTally?
  /// The arm that is compared with the reference.
  public let changed: ArmTally?
  /// The first minutes in the arm of the claim: in no test.
  public let startUp: ArmTally?
  /// The first minutes in the arm that is compared with it.
  public let changedStartUp: ArmTally?
  /// By dose in bytes, in ascending order.
  public let doses: [DoseTally]
  /// The empty access point, where it was watched.
  public let empty: ArmTally?
  /// The positive control.
  public let control: ArmTally?

  public struct DoseTally: Hashable, Sendable {
    public let bytes: Int64
    public let tally: ArmTally
  }

  /// `phases` are the unit's, `empty` those of its bench's empty access point.
  init(
    _ phases: [BenchPhase], empty emptyPhases: [BenchPhase], query: FindingQuery,
    rules: DecisionRules
  ) {
    let first = phases[0]
    unit = first.unit.identifier
    organisation = first.organisation
    site = first.site
    region = first.unit.region
    builds = Set(phases.map(\.unit.build)).sorted()
    sessions = Set(phases.map(\.session)).sorted()
    let counted = phases.filter(\.counts)
    let tally = { (phases: [BenchPhase]) in ArmTally(phases, query: query, rules: rules) }
    let own = counted.filter { $0.condition == query.condition && $0.step.doseBytes == nil }
    // Under a dose the unit may send more than with the cloud on: what it sends anyway is compared.
    let idle =
      own + counted.filter { $0.condition == query.condition && $0.step.doseBytes == 0 }
    let cloud = counted.filter { $0.condition == .cloudOn && $0.step.doseBytes == nil }
    let starts = phases.filter {
      $0.void == nil && $0.exposureMinutes > 0 && $0.step == .startUp
    }
    switch query.claim {
    case .update:
      let before = { (phase: BenchPhase) in query.firmware.builds.contains(phase.unit.build) }
      let after = { (phase: BenchPhase) in query.laterBuilds.contains(phase.unit.build) }
      let ownStarts = starts.filter { $0.condition == query.condition }
      reference = tally(own.filter(before))
      changed = tally(own.filter(after))
      startUp = tally(ownStarts.filter(before))
      changedStartUp = tally(ownStarts.filter(after))
    default:
      let changedCondition = query.claim.changedCondition
      let isChanged = { (phase: BenchPhase) in phase.condition == changedCondition }
      reference = tally(own)
      changed = tally(counted.filter { isChanged($0) && $0.step.doseBytes == nil })
      startUp = tally(starts.filter { $0.condition == query.condition })
      changedStartUp = tally(starts.filter(isChanged))
    }
    doses = Dictionary(grouping: counted.filter { $0.condition == query.condition }) {
      $0.step.doseBytes
    }
    .compactMap { dose, phases in
      dose.flatMap { bytes in tally(phases).map { DoseTally(bytes: bytes, tally: $0) } }
    }
    .sorted { $0.bytes < $1.bytes }
    let watched = emptyPhases.filter(\.counts)
    empty = tally(watched)
    control = tally(cloud)
    gaps = Self.gaps(empty: empty, cloud: cloud, idle: idle, rules: rules)
  }

  private static func gaps(
    empty: ArmTally?, cloud: [BenchPhase], idle: [BenchPhase], rules: DecisionRules
  ) -> [ControlGap] {
    var gaps: [ControlGap] = []
    if (empty?.exposureMinutes ?? 0) < rules.emptyMinutes {
      gaps.append(.noEmptyAccessPoint)
    } else if empty?.showing == .contact || empty?.showing == .disputed {
      gaps.append(.benchContactsPlace)
    }
    if cloud.isEmpty {
      gaps.append(.noPositiveControl)
    } else if contentPerHour(cloud) <= contentPerHour(idle) {
      gaps.append(.positiveControlNotDetected)
    }
    return gaps
  }

  /// What is uploaded to all countries together, without look-ups and clock: the cloud's servers may
  /// stand anywhere.
  private static func contentPerHour(_ phases: [BenchPhase]) -> Double {
    guard !phases.isEmpty else { return 0 }
    let bytes = phases.flatMap(\.contacts)
      .filter { $0.isWithCountry && ServiceGroup.content.includes($0.service) }.sum(\.bytesUp)
    return Double(bytes) / phases.reduce(0) { $0 + $1.hours }
  }
}

/// All that a query has selected, unit by unit.
struct Evidence {
  let query: FindingQuery
  let rules: DecisionRules
  /// Complete sets: these alone are tested.
  let complete: [UnitEvidence]
  let incomplete: [UnitEvidence]
  let repeated: [RepeatedSession]
  let void: [BenchPhase]
  let sessions: [SessionIdentifier]
  let selected: [BenchPhase]

  init(_ query: FindingQuery, _ phases: [BenchPhase], rules: DecisionRules = .standard) {
    self.query = query
    self.rules = rules
    let independent = Independence(phases.filter(query.includes))
    repeated = independent.repeated
    selected = independent.phases
    sessions = Set(selected.map(\.session)).sorted()
    void = selected.filter { $0.void != nil }.sorted(by: BenchPhase.isEarlier)
    let benches = Dictionary(
      grouping: selected.filter { $0.condition == .emptyAccessPoint },
      by: { BenchKey(organisation: $0.organisation, site: $0.site) })
    let units = Dictionary(grouping: selected.filter { $0.condition != .emptyAccessPoint }) {
      $0.unit.identifier
    }
    .values.map { phases in
      let sorted = phases.sorted(by: BenchPhase.isEarlier)
      let bench = BenchKey(organisation: sorted[0].organisation, site: sorted[0].site)
      let sessions = Set(sorted.map(\.session))
      // The unit's own sessions say best what its bench was like; else the bench's other ones.
      let own = (benches[bench] ?? []).filter { sessions.contains($0.session) && $0.counts }
      return UnitEvidence(
        sorted, empty: own.isEmpty ? benches[bench] ?? [] : own, query: query, rules: rules)
    }
    .sorted { ($0.organisation, $0.unit) < ($1.organisation, $1.unit) }
    let arrivals = Dictionary(
      selected.map { ($0.unit.identifier, $0.arrival) }, uniquingKeysWith: min)
    // Who floods the server with units does not stop a finding: the first to arrive are tested.
    let tested = Set(
      units.filter(\.gaps.isEmpty).map(\.unit)
        .sorted { (arrivals[$0] ?? 0, $0) < (arrivals[$1] ?? 0, $1) }
        .prefix(HodgesLehmann.mostValues))
    complete = units.filter { tested.contains($0.unit) }
    incomplete = units.filter { !$0.gaps.isEmpty }
  }

  struct BenchKey: Hashable {
    let organisation: OrganisationIdentifier
    let site: SiteIdentifier
  }
}
