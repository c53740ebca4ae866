import CensusProtocol

/// The answer of `/v1/findings`.
public struct FindingsDocument: Codable, Sendable {
  public let findings: [FindingDocument]

  public init(findings: [FindingDocument]) { self.findings = findings }
}

/// One finding, whole in itself: the claim, its stored query, the verdict, the figures with their
/// intervals, the sample, and where it comes from. What a server writes and a command reads, as
/// `protocol/openapi.yaml` describes it, in snake case.
public struct FindingDocument: Codable, Sendable {
  public let id: String
  public let claim: String
  public let sentence: String
  public let model: String
  public let modelTitle: String
  public let simulated: Bool
  public let region: String?
  public let builds: [String]
  public let laterBuilds: [String]
  public let country: String
  public let service: String
  public let condition: String
  public let comparedCondition: String?
  public let plan: String
  public let network: String
  /// Left out where the server's operator registered it.
  public let author: String?
  public let registered: String
  public let supersedes: String?
  public let supersededBy: String?
  public let verdict: String
  public let verdictOfData: String
  public let missing: [String]
  public let notes: [String]
  public let support: PValueDocument
  public let contradiction: PValueDocument
  public let rules: RulesDocument
  public let figures: [FigureDocument]
  /// The first minutes, which enter no test.
  public let startUp: [StartUpDocument]
  public let units: Int
  public let sites: Int
  public let organisations: [String]
  public let sessions: [String]
  public let sessionsBeforeRegistration: Int
  public let exposureMinutes: Int64
  public let measuredFrom: String?
  public let measuredTo: String?
  public let sets: [SetDocument]
  public let repeatedSessions: [RepeatedDocument]
  public let voidPhases: [VoidFindingPhaseDocument]
  public let withoutOrganisation: [WithoutDocument]
  public let verdictByFirstDatabase: String
  public let geoDatabases: [GeoDatabaseDocument]
  public let statements: [StatementDocument]
  public let limits: String

  /// How a finding was registered, and what stands beside it.
  public struct Registration: Sendable {
    public var id: String
    public var author: String?
    public var registered: String
    public var supersedes: String?
    public var supersededBy: String?
    public var sessionsBefore: Int
    public var statements: [StatementDocument]

    public init(
      id: String, author: String?, registered: String, supersedes: String?, supersededBy: String?,
      sessionsBefore: Int, statements: [StatementDocument]
    ) {
      self.id = id
      self.author = author
      self.registered = registered
      self.supersedes = supersedes
      self.supersededBy = supersededBy
      self.sessionsBefore = sessionsBefore
      self.statements = statements
    }
  }

  /// `sentence` is the claim in words.
  public init(
    _ finding: Finding, registration: Registration, sentence: String, catalogue: Catalogue
  ) {
    let query = finding.query
    let known = catalogue.model(query.model)
    id = registration.id
    claim = query.claim.rawValue
    self.sentence = sentence
    model = query.model.description
    modelTitle = known?.title ?? query.model.description
    simulated = known?.isSimulated ?? false
    region = query.firmware.region
    builds = query.firmware.builds
    laterBuilds = query.laterBuilds
    country = query.place.description
    service = query.service.description
    condition = query.condition.rawValue
    comparedCondition = query.claim.changedCondition?.rawValue
    plan = query.plan.description
    network = query.network.rawValue
    author = registration.author
    registered = registration.registered
    supersedes = registration.supersedes
    supersededBy = registration.supersededBy
    verdict = (registration.supersededBy == nil ? finding.verdict : .superseded).rawValue
    verdictOfData = finding.verdict.rawValue
    missing = finding.missing
    notes = finding.notes
    support = PValueDocument(finding.support)
    contradiction = PValueDocument(finding.contradiction)
    rules = RulesDocument(.standard, claims: finding.claims)
    figures = finding.figures.map(FigureDocument.init)
    startUp = finding.startUps.map(StartUpDocument.init)
    units = finding.unitsTested
    sites = finding.sites
    organisations = finding.organisations.map(\.description)
    sessions = finding.sessions.map(\.description)
    sessionsBeforeRegistration = registration.sessionsBefore
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
    statements = registration.statements
    limits = Finding.limits
  }
}
