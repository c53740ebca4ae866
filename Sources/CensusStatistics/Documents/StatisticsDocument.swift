import CensusProtocol

/// The answer of `/v1/statistics`: what a server writes and a command reads, as `protocol/openapi.yaml`
/// describes it, in snake case.
public struct StatisticsDocument: Codable, Sendable {
  public let selection: SelectionDocument
  /// The places that no row is about unless `country` asks for them.
  public let leftOut: [String]
  public let includesSimulated: Bool
  public let measured: [MeasuredDocument]
  public let rows: [StatisticRowDocument]
  public let voidPhases: [VoidPhaseDocument]

  public init(_ table: StatisticTable, catalogue: Catalogue) {
    selection = SelectionDocument(table.selection)
    leftOut = table.selection.place == nil ? Self.classes : []
    includesSimulated = table.measured.contains {
      catalogue.model($0.model)?.isSimulated ?? false
    }
    measured = table.measured.map { MeasuredDocument($0, catalogue: catalogue) }
    rows = table.rows.map {
      StatisticRowDocument($0, step: table.selection.step, catalogue: catalogue)
    }
    voidPhases = table.voidPhases.map(VoidPhaseDocument.init)
  }

  private static let classes = [
    Place.lan, .multicast, .broadcast, .reserved, .unknown,
  ].map(\.description)
}

public struct SelectionDocument: Codable, Sendable {
  public let model: String?
  public let condition: String?
  public let country: String?
  public let service: String?
  /// Which steps of a plan are counted.
  public let step: String

  public init(_ selection: Selection) {
    model = selection.model?.description
    condition = selection.condition?.rawValue
    country = selection.place?.description
    service = selection.service?.description
    step = selection.step.rawValue
  }
}

/// A model under a condition: how much was measured.
public struct MeasuredDocument: Codable, Sendable {
  public let model: String
  public let modelTitle: String
  public let simulated: Bool
  public let condition: String
  public let exposureMinutes: Int64
  public let deviceHours: Double
  public let units: Int
  public let sessions: [String]
  public let organisations: [String]
  public let plans: [PlanDocument]
  /// Those whose answer is the country of a row.
  public let countryDatabases: [GeoDatabaseDocument]
  public let geoDatabases: [GeoDatabaseDocument]
  public let voidPhases: Int

  init(_ measured: MeasuredCondition, catalogue: Catalogue) {
    let model = catalogue.model(measured.model)
    self.model = measured.model.description
    modelTitle = model?.title ?? measured.model.description
    simulated = model?.isSimulated ?? false
    condition = measured.condition.rawValue
    exposureMinutes = measured.exposureMinutes
    deviceHours = measured.deviceHours
    units = measured.units
    sessions = measured.sessions.map(\.description)
    organisations = measured.organisations.map(\.description)
    plans = measured.plans.map(PlanDocument.init)
    countryDatabases = measured.placeDatabases.map(GeoDatabaseDocument.init)
    geoDatabases = measured.databases.map(GeoDatabaseDocument.init)
    voidPhases = measured.voidPhases
  }
}

public struct VoidPhaseDocument: Codable, Sendable {
  public let session: String
  public let organisation: String
  public let model: String
  public let condition: String
  public let started: String
  public let ended: String
  public let reason: String

  init(_ phase: PhaseObservation) {
    session = phase.session.description
    organisation = phase.organisation.description
    model = phase.model.description
    condition = phase.condition.rawValue
    started = phase.started.description
    ended = phase.ended.description
    reason = phase.void?.rawValue ?? ""
  }
}

/// A test plan by its name and version.
public struct PlanDocument: Codable, Sendable {
  public let name: String
  public let version: Int64

  public init(_ plan: PlanReference) {
    name = plan.name.description
    version = plan.version
  }
}

/// A geo database by its name and version.
public struct GeoDatabaseDocument: Codable, Hashable, Sendable {
  public let name: String
  public let version: String

  public init(_ database: GeoDatabaseReference) {
    name = database.name
    version = database.version
  }
}
