import CensusProtocol
import CensusStatistics

struct FindingsDocument: Encodable {
  let findings: [FindingDocument]
}

/// One finding, whole in itself: the claim, its stored query, the verdict, the figures with their
/// intervals, the sample, and where it comes from.
struct FindingDocument: Encodable {
  let id: String
  let claim: String
  let sentence: String
  let model: String
  let modelTitle: String
  let simulated: Bool
  let region: String?
  let builds: [String]
  let laterBuilds: [String]
  let country: String
  let service: String
  let condition: String
  let comparedCondition: String?
  let plan: String
  let network: String
  /// Left out where the server's operator registered it.
  let author: String?
  let registered: String
  let supersedes: String?
  let supersededBy: String?
  let verdict: String
  let verdictOfData: String
  let missing: [String]
  let notes: [String]
  let support: PValueDocument
  let contradiction: PValueDocument
  let rules: RulesDocument
  let figures: [FigureDocument]
  let units: Int
  let sites: Int
  let organisations: [String]
  let sessions: [String]
  let sessionsBeforeRegistration: Int
  let exposureMinutes: Int64
  let measuredFrom: String?
  let measuredTo: String?
  let sets: [SetDocument]
  let repeatedSessions: [RepeatedDocument]
  let voidPhases: [VoidFindingPhaseDocument]
  let withoutOrganisation: [WithoutDocument]
  let verdictByFirstDatabase: String
  let geoDatabases: [GeoDatabaseDocument]
  let statements: [StatementDocument]
  let limits: String

  init(_ published: PublishedFinding, catalogue: Catalogue) {
    let (registered, finding) = (published.registered, published.finding)
    let query = finding.query
    let subject = FindingSubject(query, catalogue: catalogue)
    id = registered.identifier.description
    claim = query.claim.rawValue
    sentence = subject.sentence
    model = query.model.description
    modelTitle = subject.model
    simulated = subject.isSimulated
    region = query.firmware.region
    builds = query.firmware.builds
    laterBuilds = query.laterBuilds
    country = query.place.description
    service = query.service.description
    condition = query.condition.rawValue
    comparedCondition = query.claim.changedCondition?.rawValue
    plan = query.plan.description
    network = query.network.rawValue
    author = registered.author?.description
    self.registered = registered.registered.description
    supersedes = registered.supersedes?.description
    supersededBy = published.supersededBy?.description
    verdict = published.verdict.rawValue
    verdictOfData = finding.verdict.rawValue
    missing = finding.missing
    notes = finding.notes
    support = PValueDocument(finding.support)
    contradiction = PValueDocument(finding.contradiction)
    rules = RulesDocument(.standard, claims: finding.claims)
    figures = finding.figures.map(FigureDocument.init)
    units = finding.unitsTested
    sites = finding.sites
    organisations = finding.organisations.map(\.description)
    sessions = finding.sessions.map(\.description)
    sessionsBeforeRegistration = published.sessionsBefore
    exposureMinutes = finding.exposureMinutes
    measuredFrom = finding.period?.lowerBound.description
    measuredTo = finding.period?.upperBound.description
    sets = (finding.units + finding.incomplete).map(SetDocument.init)
    repeatedSessions = finding.repeated.map(RepeatedDocument.init)
    voidPhases = finding.void.map(VoidFindingPhaseDocument.init)
    withoutOrganisation = finding.withoutOrganisation.sorted { $0.key < $1.key }
      .map { WithoutDocument(organisation: $0.key.description, verdict: $0.value.rawValue) }
    verdictByFirstDatabase = finding.byFirstDatabase.rawValue
    geoDatabases = finding.databases.map(GeoDatabaseDocument.init)
    statements = registered.statements.map(StatementDocument.init)
    limits = Finding.limits
  }
}

/// P-values before and after Holm's adjustment.
struct PValueDocument: Encodable {
  let p: Double
  let adjusted: Double

  init(_ value: Finding.PValue) {
    p = value.raw
    adjusted = value.adjusted
  }
}

/// The rules that were fixed before any data.
struct RulesDocument: Encodable {
  let level: Double
  /// The claims that are decided together (Holm).
  let claims: Int
  let spacingHours: Double
  let fetchShare: Double
  let sentPart: Double
  let remainingPart: Double
  let leastOrganisations: Int

  init(_ rules: DecisionRules, claims: Int) {
    level = rules.level
    self.claims = claims
    spacingHours = rules.spacing
    fetchShare = rules.fetchShare
    sentPart = rules.sentPart
    remainingPart = rules.remainingPart
    leastOrganisations = rules.leastOrganisations
  }
}

struct FigureDocument: Encodable {
  let name: String
  let title: String
  let unit: String
  let value: Double
  let low: Double?
  let high: Double?
  let coverage: Double?
  let units: Int

  init(_ figure: FindingFigure) {
    name = figure.name
    title = figure.title
    unit = figure.unit.rawValue
    value = figure.value
    low = figure.low
    high = figure.high
    coverage = figure.coverage
    units = figure.units
  }
}

/// One unit's set of phases.
struct SetDocument: Encodable {
  let unit: String
  let organisation: String
  let site: String
  let region: String
  let builds: [String]
  let complete: Bool
  /// Why it is not complete.
  let gaps: [String]
  let sessions: [String]
  let arms: [ArmDocument]

  init(_ evidence: UnitEvidence) {
    unit = evidence.unit.description
    organisation = evidence.organisation.description
    site = evidence.site.description
    region = evidence.region
    builds = evidence.builds
    complete = evidence.gaps.isEmpty
    gaps = evidence.gaps.map(\.meaning)
    sessions = evidence.sessions.map(\.description)
    let named: [(String, ArmTally?)] = [
      ("reference", evidence.reference), ("changed", evidence.changed), ("empty", evidence.empty),
      ("control", evidence.control),
    ]
    arms =
      named.compactMap { name, tally in tally.map { ArmDocument(name, nil, $0) } }
      + evidence.doses.map { ArmDocument("dose", $0.bytes, $0.tally) }
  }
}

/// What a unit showed under one condition or dose.
struct ArmDocument: Encodable {
  let arm: String
  let doseBytes: Int64?
  let showing: String
  let blocks: Int
  let blocksWithContact: Int
  let exposureMinutes: Int64
  let contactHours: Int
  let flows: Int64
  let bytesUp: Int64
  let bytesDown: Int64

  init(_ name: String, _ dose: Int64?, _ tally: ArmTally) {
    arm = name
    doseBytes = dose
    showing =
      switch tally.showing {
      case .contact: "contact"
      case .disputed: "disputed"
      case .silent: "silent"
      case .tooShort: "too-short"
      }
    blocks = tally.blocks
    blocksWithContact = tally.blocksWithContact
    exposureMinutes = tally.exposureMinutes
    contactHours = tally.contactHours
    flows = tally.flows
    bytesUp = tally.bytesUp
    bytesDown = tally.bytesDown
  }
}

/// A session that does not count again.
struct RepeatedDocument: Encodable {
  let session: String
  let organisation: String
  let original: String
  let reason: String

  init(_ repeated: RepeatedSession) {
    session = repeated.session.description
    organisation = repeated.organisation.description
    original = repeated.original.description
    reason = repeated.reason.meaning
  }
}

struct VoidFindingPhaseDocument: Encodable {
  let session: String
  let organisation: String
  let condition: String
  let started: String
  let reason: String

  init(_ phase: Finding.VoidPhase) {
    session = phase.session.description
    organisation = phase.organisation.description
    condition = phase.condition.rawValue
    started = phase.started.description
    reason = phase.reason.rawValue
  }
}

/// What the verdict would be without an organisation.
struct WithoutDocument: Encodable {
  let organisation: String
  let verdict: String
}

struct StatementDocument: Encodable {
  let vendor: String
  let date: String
  let text: String
  let source: String?

  init(_ statement: VendorStatement) {
    vendor = statement.vendor
    date = statement.day.description
    text = statement.text
    source = statement.source
  }
}
