import CensusProtocol
import CensusStatistics
import GRDB

extension Store {
  /// The phases of a model, of a condition, or all, with what was measured in each.
  ///
  /// The hours of a phase are added up on the way: the statistics use phases, and an hour's rows are
  /// many. The sums cannot overflow: a bundle's bytes sum to at most 2^53 − 1 (`protocol/SPEC.md`).
  func observations(
    model: ModelIdentifier?, condition: Condition?
  ) async throws(StoreError) -> [PhaseObservation] {
    let arguments: StatementArguments = [
      "model": model?.description, "condition": condition?.rawValue,
    ]
    return try await read { database in
      let databases = try database.geoDatabases()
      let contacts = try database.contacts(arguments)
      let statement = try database.cachedStatement(sql: Self.phases)
      return try DatabaseRow.fetchAll(statement, arguments: arguments).map { row in
        let number: Int64 = row["number"]
        let phase: Int64 = row["phase"]
        return try PhaseObservation(
          row, databases: databases[number] ?? [], contacts: contacts[phase] ?? [])
      }
    }
  }

  private static let filter = """
    (:model IS NULL OR sessions.model = :model)
    AND (:condition IS NULL OR phases.condition = :condition)
    """

  private static let phases = """
    SELECT sessions.number, sessions.id, sessions.model, sessions.unit, sessions.organisation,
      sessions.plan, sessions.plan_version, sessions.site, phases.id AS phase, phases.condition,
      phases.step, phases.dose_bytes, phases.started, phases.ended, phases.void,
      (SELECT sum(exposure_minutes) FROM blocks WHERE phase = phases.id) AS exposure
    FROM phases JOIN sessions ON sessions.number = phases.session
    WHERE \(filter)
    """

  fileprivate static let contacts = """
    SELECT blocks.phase, rows.places, rows.service, sum(rows.flows) AS flows,
      sum(rows.bytes_up) AS bytes_up, sum(rows.bytes_down) AS bytes_down,
      sum(rows.contact_minutes) AS contact_minutes
    FROM rows
    JOIN blocks ON blocks.id = rows.block
    JOIN phases ON phases.id = blocks.phase
    JOIN sessions ON sessions.number = phases.session
    WHERE \(filter) AND phases.void IS NULL
    GROUP BY blocks.phase, rows.places, rows.service
    """
}

extension Database {
  fileprivate func geoDatabases() throws -> [Int64: [GeoDatabaseReference]] {
    let statement = try cachedStatement(
      sql: "SELECT session, name, version FROM databases ORDER BY session, position")
    return try DatabaseRow.fetchAll(statement).reduce(into: [:]) { databases, row in
      databases[row["session"], default: []].append(
        GeoDatabaseReference(name: row["name"], version: row["version"]))
    }
  }

  fileprivate func contacts(_ arguments: StatementArguments) throws -> [Int64: [Contact]] {
    let statement = try cachedStatement(sql: Store.contacts)
    return try DatabaseRow.fetchAll(statement, arguments: arguments)
      .reduce(into: [:]) { contacts, row in
        let places: String = row["places"]
        let contact = Contact(
          places: try places.split(separator: " ").map { try DatabaseRow.place(String($0)) },
          service: try row.decoded("service") { ServiceClass(rawValue: $0) },
          tally: Tally(
            flows: row["flows"], bytesUp: row["bytes_up"], bytesDown: row["bytes_down"],
            contactMinutes: row["contact_minutes"]))
        contacts[row["phase"], default: []].append(contact)
      }
  }
}

extension DatabaseRow {
  fileprivate static func place(_ text: String) throws -> Place {
    guard let place = Place(text) else {
      throw StoreError.failed(reason: "the column places holds \"\(text)\", which is no place")
    }
    return place
  }
}

extension PhaseObservation {
  fileprivate init(
    _ row: DatabaseRow, databases: [GeoDatabaseReference], contacts: [Contact]
  ) throws {
    self.init(
      model: try row.decoded("model") { ModelIdentifier($0) },
      condition: try row.decoded("condition") { Condition(rawValue: $0) },
      step: try row.phaseStep(),
      unit: try row.decoded("unit") { UnitIdentifier($0) },
      session: try row.decoded("id") { SessionIdentifier($0) },
      organisation: try row.decoded("organisation") { OrganisationIdentifier($0) },
      site: try row.decoded("site") { SiteIdentifier($0) },
      plan: PlanReference(
        name: try row.decoded("plan") { PlanIdentifier($0) }, version: row["plan_version"]),
      databases: databases, started: try row.time("started"), ended: try row.time("ended"),
      exposureMinutes: row["exposure"] ?? 0, void: try row.voidReason(), contacts: contacts)
  }
}
