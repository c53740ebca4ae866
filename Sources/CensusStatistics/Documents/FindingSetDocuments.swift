import CensusProtocol

/// One unit's set of phases.
public struct SetDocument: Codable, Sendable {
  public let unit: String
  public let organisation: String
  public let site: String
  public let region: String
  public let builds: [String]
  public let complete: Bool
  /// Why it is not complete.
  public let gaps: [String]
  public let sessions: [String]
  public let arms: [ArmDocument]

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
      ("control", evidence.control), ("start-up", evidence.startUp),
      ("changed-start-up", evidence.changedStartUp),
    ]
    arms =
      named.compactMap { name, tally in tally.map { ArmDocument(name, nil, $0) } }
      + evidence.doses.map { ArmDocument("dose", $0.bytes, $0.tally) }
  }
}

/// What a unit showed under one condition or dose.
public struct ArmDocument: Codable, Sendable {
  public let arm: String
  public let doseBytes: Int64?
  public let showing: String
  public let blocks: Int
  public let blocksWithContact: Int
  public let exposureMinutes: Int64
  public let contactHours: Int
  public let flows: Int64
  public let bytesUp: Int64
  public let bytesDown: Int64

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
public struct RepeatedDocument: Codable, Sendable {
  public let session: String
  public let organisation: String
  public let original: String
  public let reason: String

  init(_ repeated: RepeatedSession) {
    session = repeated.session.description
    organisation = repeated.organisation.description
    original = repeated.original.description
    reason = repeated.reason.meaning
  }
}

/// A phase that does not count.
public struct VoidFindingPhaseDocument: Codable, Sendable {
  public let session: String
  public let organisation: String
  public let condition: String
  public let started: String
  public let reason: String

  init(_ phase: Finding.VoidPhase) {
    session = phase.session.description
    organisation = phase.organisation.description
    condition = phase.condition.rawValue
    started = phase.started.description
    reason = phase.reason.rawValue
  }
}

/// What the verdict would be without an organisation.
public struct WithoutDocument: Codable, Sendable {
  public let organisation: String
  public let verdict: String
}

/// What a vendor has said, with its date.
public struct StatementDocument: Codable, Sendable {
  public let vendor: String
  public let date: String
  public let text: String
  public let source: String?

  public init(vendor: String, date: String, text: String, source: String?) {
    self.vendor = vendor
    self.date = date
    self.text = text
    self.source = source
  }
}
