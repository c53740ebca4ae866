import CensusProtocol
import GRDB

/// A stored session: the unit, the circumstances and the phases, without the rows.
struct StoredSession: Sendable {
  /// Its place in the order of arrival, from 1.
  let number: Int64
  let identifier: SessionIdentifier
  let organisation: OrganisationIdentifier
  let organisationName: String
  let bundle: Digest
  let received: UTCTime
  let unit: Unit
  let network: NetworkKind
  let agent: String
  let catalogue: Int64
  let site: Site
  let plan: PlanReference
  let databases: [GeoDatabaseReference]
  let phases: [StoredPhase]
}

/// A stored phase: what it was, without the rows.
struct StoredPhase: Sendable {
  let condition: Condition
  let step: PhaseStep
  let started: UTCTime
  let ended: UTCTime
  let void: VoidReason?
  let loss: Loss
  let exposureMinutes: Int64
  let captures: [CaptureReference]
}

extension Store {
  /// The sessions that arrived before number `before`, the latest first, at most `limit`.
  func sessions(before: Int64, limit: Int) async throws(StoreError) -> [StoredSession] {
    try await read { database in
      try DatabaseRow.fetchAll(
        database,
        sql: Self.selection + " WHERE sessions.number < ? ORDER BY sessions.number DESC LIMIT ?",
        arguments: [before, limit]
      )
      .map { try database.session($0) }
    }
  }

  /// The session with this identifier.
  func session(_ identifier: SessionIdentifier) async throws(StoreError) -> StoredSession? {
    try await read { database in
      try DatabaseRow.fetchOne(
        database, sql: Self.selection + " WHERE sessions.id = ?",
        arguments: [identifier.description]
      )
      .map { try database.session($0) }
    }
  }

  private static let selection = """
    SELECT sessions.*, bundles.received, organisations.name AS organisation_name
    FROM sessions
    JOIN bundles ON bundles.digest = sessions.bundle
    JOIN organisations ON organisations.id = sessions.organisation
    """
}

extension Database {
  fileprivate func session(_ row: DatabaseRow) throws -> StoredSession {
    let number: Int64 = row["number"]
    return StoredSession(
      number: number, identifier: try row.decoded("id") { SessionIdentifier($0) },
      organisation: try row.decoded("organisation") { OrganisationIdentifier($0) },
      organisationName: row["organisation_name"],
      bundle: try row.decoded("bundle") { Digest($0) }, received: try row.time("received"),
      unit: try row.unit(), network: try row.decoded("network") { NetworkKind(rawValue: $0) },
      agent: row["agent"], catalogue: row["catalogue"],
      site: Site(
        identifier: try row.decoded("site") { SiteIdentifier($0) },
        country: try row.decoded("site_country") { CountryCode($0) }),
      plan: PlanReference(
        name: try row.decoded("plan") { PlanIdentifier($0) }, version: row["plan_version"]),
      databases: try geoDatabases(ofSession: number), phases: try phases(ofSession: number))
  }

  func geoDatabases(ofSession number: Int64) throws -> [GeoDatabaseReference] {
    let statement = try cachedStatement(
      sql: "SELECT name, version FROM databases WHERE session = ? ORDER BY position")
    return try DatabaseRow.fetchAll(statement, arguments: [number])
      .map { GeoDatabaseReference(name: $0["name"], version: $0["version"]) }
  }

  private func phases(ofSession number: Int64) throws -> [StoredPhase] {
    let statement = try cachedStatement(
      sql: """
        SELECT *, (SELECT sum(exposure_minutes) FROM blocks WHERE phase = phases.id) AS exposure
        FROM phases WHERE session = ? ORDER BY position
        """)
    return try DatabaseRow.fetchAll(statement, arguments: [number]).map { row in
      StoredPhase(
        condition: try row.decoded("condition") { Condition(rawValue: $0) },
        step: try row.phaseStep(), started: try row.time("started"), ended: try row.time("ended"),
        void: try row.voidReason(),
        loss: Loss(
          dropped: row["dropped"], undecodable: row["undecodable"],
          damagedBlocks: row["damaged_blocks"], cutCaptures: row["cut_captures"]),
        exposureMinutes: row["exposure"] ?? 0, captures: try captures(ofPhase: row["id"]))
    }
  }

  private func captures(ofPhase phase: Int64) throws -> [CaptureReference] {
    let statement = try cachedStatement(
      sql: "SELECT digest, bytes, packets FROM captures WHERE phase = ? ORDER BY position")
    return try DatabaseRow.fetchAll(statement, arguments: [phase]).map { row in
      CaptureReference(
        digest: try row.decoded("digest") { Digest($0) }, bytes: row["bytes"],
        packets: row["packets"])
    }
  }
}

extension DatabaseRow {
  /// The unit of a session.
  func unit() throws -> Unit {
    let firstBoot: String? = self["first_boot"]
    return Unit(
      identifier: try decoded("unit") { UnitIdentifier($0) },
      model: try decoded("model") { ModelIdentifier($0) }, region: self["region"],
      build: self["build"], system: self["system"], sim: try decoded("sim") { SIM(rawValue: $0) },
      firstBoot: firstBoot.flatMap { CalendarDay($0) })
  }

  func phaseStep() throws -> PhaseStep {
    let bytes: Int64? = self["dose_bytes"]
    return try decoded("step") { PhaseStep(word: $0, doseBytes: bytes) }
  }

  /// Nil for a phase that counts.
  func voidReason() throws -> VoidReason? {
    let word: String? = self["void"]
    return word == nil ? nil : try decoded("void") { VoidReason(rawValue: $0) }
  }
}
