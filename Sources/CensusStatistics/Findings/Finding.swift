import CensusProtocol

/// What the data say of a claim today.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  case supported, contradicted, undecided
  /// A later finding is about newer firmware; the verdict before is kept beside.
  case superseded

  public var meaning: String {
    switch self {
    case .supported: "the measurements support the claim"
    case .contradicted: "the measurements contradict the claim"
    case .undecided: "the measurements do not decide the claim"
    case .superseded: "a later finding is about newer firmware"
    }
  }
}

/// The decision of one claim, with everything that it rests on.
public struct Finding: Sendable {
  public let query: FindingQuery
  /// Supported, contradicted or undecided.
  public let verdict: Verdict
  /// What is missing to decide it, in words and numbers; nothing for a decided claim.
  public let missing: [String]
  /// What must be known to read the verdict.
  public let notes: [String]
  /// P-values before and after Holm's adjustment over the claims that are decided together.
  public let support: PValue
  public let contradiction: PValue
  /// The number of claims that are decided together.
  public let claims: Int
  public let figures: [FindingFigure]
  /// The first minutes of the units in complete sets, by condition: in no test.
  public let startUps: [StartUp]
  /// Complete sets, which alone are tested.
  public let units: [UnitEvidence]
  /// Sets without their controls: listed, and evidence of nothing.
  public let incomplete: [UnitEvidence]
  /// The units in the test.
  public let unitsTested: Int
  public let sites: Int
  public let organisations: [OrganisationIdentifier]
  /// The sessions of complete and incomplete sets.
  public let sessions: [SessionIdentifier]
  public let repeated: [RepeatedSession]
  public let void: [VoidPhase]
  public let databases: [GeoDatabaseReference]
  public let exposureMinutes: Int64
  /// The first and the last moment of what was measured.
  public let period: ClosedRange<UTCTime>?
  /// What the verdict would be without each organisation.
  public let withoutOrganisation: [OrganisationIdentifier: Verdict]
  /// P-value of the largest difference between one organisation and the others, after Bonferroni.
  public let disagreement: Double?
  /// From three sites on.
  public let pooling: SitePooling?
  /// What the verdict would be if the first geo database alone were asked.
  public let byFirstDatabase: Verdict

  public struct PValue: Hashable, Sendable {
    public let raw: Double
    public let adjusted: Double
  }

  public struct VoidPhase: Hashable, Sendable {
    public let session: SessionIdentifier
    public let organisation: OrganisationIdentifier
    public let condition: Condition
    public let started: UTCTime
    public let reason: VoidReason
  }

  /// What no flow data can prove; printed on every finding.
  public static let limits =
    "Flow data show contact, direction, volume, timing, and whether the volume follows the content. They do not show which content or identifiers leave, why, or who reads them: that needs interception on the unit itself, which is another condition. A country is where geo databases place an address, not who owns the server."
}

extension CensusStatistics {
  /// What `phases` say of each claim of `queries`, in their order. Claims of one family are decided
  /// together, with Holm's adjustment. The order of the phases is of no account.
  public static func findings(
    of queries: [FindingQuery], phases: [BenchPhase]
  ) throws(InvalidSample) -> [Finding] {
    var drafts: [FindingDraft] = []
    for query in queries {
      drafts.append(try FindingDraft(Evidence(query, phases)))
    }
    var findings: [Finding] = []
    for draft in drafts {
      let family = drafts.filter { $0.query.family == draft.query.family }
      findings.append(try draft.decided(among: family, phases: phases))
    }
    return findings
  }
}
