import CensusProtocol
import CensusStatistics

struct SessionsDocument: Encodable {
  let sessions: [SessionDocument]
  /// The address of the sessions before these, where there are more.
  let next: String?
}

/// A stored session, without its rows: those are in the bundle.
struct SessionDocument: Encodable {
  let id: String
  let organisation: String
  let organisationName: String
  let bundle: String
  let received: String
  let unit: UnitDocument
  let network: String
  let agent: String
  let catalogue: Int64
  let site: SiteDocument
  let plan: PlanDocument
  let geoDatabases: [GeoDatabaseDocument]
  let phases: [PhaseDocument]

  init(_ session: StoredSession, catalogue models: Catalogue) {
    id = session.identifier.description
    organisation = session.organisation.description
    organisationName = session.organisationName
    bundle = session.bundle.description
    received = session.received.description
    unit = UnitDocument(session.unit, model: models.model(session.unit.model))
    network = session.network.rawValue
    agent = session.agent
    catalogue = session.catalogue
    site = SiteDocument(session.site)
    plan = PlanDocument(session.plan)
    geoDatabases = session.databases.map(GeoDatabaseDocument.init)
    phases = session.phases.map(PhaseDocument.init)
  }
}

struct UnitDocument: Encodable {
  let id: String
  let model: String
  let modelTitle: String
  let simulated: Bool
  let region: String
  let build: String
  let system: String
  let sim: String
  let firstBoot: String?

  init(_ unit: Unit, model: Model?) {
    id = unit.identifier.description
    self.model = unit.model.description
    modelTitle = model?.title ?? unit.model.description
    simulated = model?.isSimulated ?? false
    region = unit.region
    build = unit.build
    system = unit.system
    sim = unit.sim.rawValue
    firstBoot = unit.firstBoot?.description
  }
}

struct SiteDocument: Encodable {
  let id: String
  let country: String

  init(_ site: Site) {
    id = site.identifier.description
    country = site.country.description
  }
}

struct PhaseDocument: Encodable {
  let condition: String
  let step: String
  let doseBytes: Int64?
  let started: String
  let ended: String
  let exposureMinutes: Int64
  let void: String?
  let loss: LossDocument
  let captures: [CaptureDocument]

  struct LossDocument: Encodable {
    let dropped: Int64
    let undecodable: Int64
    let damagedBlocks: Int64
    let cutCaptures: Int64
  }

  struct CaptureDocument: Encodable {
    let digest: String
    let bytes: Int64
    let packets: Int64
  }

  init(_ phase: StoredPhase) {
    condition = phase.condition.rawValue
    step = phase.step.word
    doseBytes = phase.step.doseBytes
    started = phase.started.description
    ended = phase.ended.description
    exposureMinutes = phase.exposureMinutes
    void = phase.void?.rawValue
    loss = LossDocument(
      dropped: phase.loss.dropped, undecodable: phase.loss.undecodable,
      damagedBlocks: phase.loss.damagedBlocks, cutCaptures: phase.loss.cutCaptures)
    captures = phase.captures.map {
      CaptureDocument(digest: $0.digest.description, bytes: $0.bytes, packets: $0.packets)
    }
  }
}
