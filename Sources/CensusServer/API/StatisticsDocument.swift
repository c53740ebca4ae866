import CensusProtocol
import CensusStatistics

/// The answer of `/v1/statistics` as JSON.
struct StatisticsDocument: Encodable {
  let selection: SelectionDocument
  /// The places that no row is about unless `country` asks for them.
  let leftOut: [String]
  let includesSimulated: Bool
  let measured: [MeasuredDocument]
  let rows: [StatisticRowDocument]
  let voidPhases: [VoidPhaseDocument]

  init(_ table: StatisticTable, catalogue: Catalogue) {
    selection = SelectionDocument(table.selection)
    leftOut = table.selection.place == nil ? Self.classes : []
    includesSimulated = table.measured.contains {
      catalogue.model($0.model)?.isSimulated ?? false
    }
    measured = table.measured.map { MeasuredDocument($0, catalogue: catalogue) }
    rows = table.rows.map { StatisticRowDocument($0, catalogue: catalogue) }
    voidPhases = table.voidPhases.map(VoidPhaseDocument.init)
  }

  private static let classes = [
    Place.lan, .multicast, .broadcast, .reserved, .unknown,
  ].map(\.description)
}

struct SelectionDocument: Encodable {
  let model: String?
  let condition: String?
  let country: String?
  let service: String?

  init(_ selection: Selection) {
    model = selection.model?.description
    condition = selection.condition?.rawValue
    country = selection.place?.description
    service = selection.service?.description
  }
}

/// A model under a condition: how much was measured.
struct MeasuredDocument: Encodable {
  let model: String
  let modelTitle: String
  let simulated: Bool
  let condition: String
  let exposureMinutes: Int64
  let deviceHours: Double
  let units: Int
  let sessions: [String]
  let organisations: [String]
  let plans: [PlanDocument]
  /// Those whose answer is the country of a row.
  let countryDatabases: [GeoDatabaseDocument]
  let geoDatabases: [GeoDatabaseDocument]
  let voidPhases: Int

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

struct VoidPhaseDocument: Encodable {
  let session: String
  let organisation: String
  let model: String
  let condition: String
  let started: String
  let ended: String
  let reason: String

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
