import CensusProtocol
import CensusStatistics
import GRDB

extension Store {
  /// The phases of a model's sessions, with what findings need: the hours of contacts, the capture files,
  /// the declared sources.
  ///
  /// As `BenchPhase.phases(of:arrival:source:)` gives them for the same bundles: a test compares the two.
  func benchPhases(model: ModelIdentifier) async throws(StoreError) -> [BenchPhase] {
    try await read { database in
      let arguments: StatementArguments = ["model": model.description]
      let contacts = try database.benchContacts(arguments)
      let captures = try database.benchCaptures(arguments)
      var databases: [Int64: [GeoDatabaseReference]] = [:]
      let statement = try database.cachedStatement(sql: Self.benchPhases)
      return try DatabaseRow.fetchAll(statement, arguments: arguments).map { row in
        let number: Int64 = row["number"]
        let phase: Int64 = row["phase"]
        if databases[number] == nil {
          databases[number] = try database.geoDatabases(ofSession: number)
        }
        return try BenchPhase(
          row, databases: databases[number] ?? [], captures: captures[phase] ?? [],
          contacts: contacts[phase] ?? [])
      }
    }
  }

  private static let benchPhases = """
    SELECT sessions.*, sources.source, phases.id AS phase, phases.condition, phases.step,
      phases.dose_bytes, phases.started, phases.ended, phases.void,
      (SELECT sum(exposure_minutes) FROM blocks WHERE phase = phases.id) AS exposure
    FROM phases
    JOIN sessions ON sessions.number = phases.session
    LEFT JOIN sources ON sources.session = sessions.id
    WHERE sessions.model = :model
    ORDER BY sessions.number, phases.position
    """

  fileprivate static let benchContacts = """
    SELECT blocks.phase, rows.places, rows.service, sum(rows.flows) AS flows,
      sum(rows.bytes_up) AS bytes_up, sum(rows.bytes_down) AS bytes_down,
      group_concat(blocks.hour) AS hours
    FROM sessions
    JOIN phases ON phases.session = sessions.number
    JOIN blocks ON blocks.phase = phases.id
    JOIN rows ON rows.block = blocks.id
    WHERE sessions.model = :model AND phases.void IS NULL
    GROUP BY blocks.phase, rows.places, rows.service
    """

  fileprivate static let benchCaptures = """
    SELECT captures.phase, captures.digest
    FROM captures
    JOIN phases ON phases.id = captures.phase
    JOIN sessions ON sessions.number = phases.session
    WHERE sessions.model = :model AND captures.packets > 0
    ORDER BY captures.phase, captures.position
    """
}

extension Database {
  fileprivate func benchContacts(_ arguments: StatementArguments) throws -> [Int64: [BenchContact]]
  {
    let statement = try cachedStatement(sql: Store.benchContacts)
    return try DatabaseRow.fetchAll(statement, arguments: arguments)
      .reduce(into: [Int64: [BenchContact]]()) { contacts, row in
        let hours: String = row["hours"]
        contacts[row["phase"], default: []].append(
          BenchContact(
            places: try row.places("places"),
            service: try row.decoded("service") { ServiceClass(rawValue: $0) },
            flows: row["flows"], bytesUp: row["bytes_up"], bytesDown: row["bytes_down"],
            hours: hours.split(separator: ",").compactMap { Int64($0) }.map { $0 / 3600 }.sorted()))
      }
      .mapValues { $0.sorted(by: BenchContact.isOrderedBefore) }
  }

  fileprivate func benchCaptures(_ arguments: StatementArguments) throws -> [Int64: [Digest]] {
    let statement = try cachedStatement(sql: Store.benchCaptures)
    return try DatabaseRow.fetchAll(statement, arguments: arguments)
      .reduce(into: [:]) { captures, row in
        captures[row["phase"], default: []].append(try row.decoded("digest") { Digest($0) })
      }
  }
}

extension DatabaseRow {
  fileprivate func places(_ column: String) throws -> [Place] {
    let text: String = self[column]
    return try text.split(separator: " ").map { word in
      guard let place = Place(String(word)) else {
        throw StoreError.failed(reason: "the column \(column) holds \"\(word)\", which is no place")
      }
      return place
    }
  }
}

extension BenchPhase {
  fileprivate init(
    _ row: DatabaseRow, databases: [GeoDatabaseReference], captures: [Digest],
    contacts: [BenchContact]
  ) throws {
    self.init(
      arrival: row["number"], session: try row.decoded("id") { SessionIdentifier($0) },
      organisation: try row.decoded("organisation") { OrganisationIdentifier($0) },
      site: try row.decoded("site") { SiteIdentifier($0) },
      plan: PlanReference(
        name: try row.decoded("plan") { PlanIdentifier($0) }, version: row["plan_version"]),
      unit: try row.unit(), network: try row.decoded("network") { NetworkKind(rawValue: $0) },
      databases: databases, condition: try row.decoded("condition") { Condition(rawValue: $0) },
      step: try row.phaseStep(), started: try row.time("started"), ended: try row.time("ended"),
      exposureMinutes: row["exposure"] ?? 0, void: try row.voidReason(), captures: captures,
      source: row["source"], contacts: contacts)
  }
}
