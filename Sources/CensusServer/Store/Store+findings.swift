import CensusProtocol
import CensusStatistics
import GRDB

/// A claim that was put down with its query before the data decide it.
public struct RegisteredFinding: Sendable, Hashable {
  public let identifier: FindingIdentifier
  public let query: FindingQuery
  /// Who asks; nil for the server's operator.
  public let author: OrganisationIdentifier?
  public let registered: UTCTime
  /// The finding about older firmware in whose place this one stands.
  public let supersedes: FindingIdentifier?
  /// What vendors have said of it, in the order of their days.
  public var statements: [VendorStatement]

  public init(
    identifier: FindingIdentifier, query: FindingQuery, author: OrganisationIdentifier?,
    registered: UTCTime, supersedes: FindingIdentifier? = nil, statements: [VendorStatement] = []
  ) {
    self.identifier = identifier
    self.query = query
    self.author = author
    self.registered = registered
    self.supersedes = supersedes
    self.statements = statements
  }
}

/// What a vendor has said of a claim: its right of reply, with its date.
public struct VendorStatement: Sendable, Hashable {
  /// The lengths, in characters, that a statement may have.
  public static let lengths = 1...2000

  /// The vendor, as it calls itself.
  public let vendor: String
  public let day: CalendarDay
  public let text: String
  /// Where it was said.
  public let source: String?

  public init(vendor: String, day: CalendarDay, text: String, source: String?) {
    self.vendor = vendor
    self.day = day
    self.text = text
    self.source = source
  }
}

/// What registering a finding came to.
public enum Registration: Sendable, Equatable {
  case added
  /// Exactly this finding was there already.
  case unchanged
  /// The id names another query: a registered claim is never changed.
  case conflict
  /// The organisation, or the finding that is superseded, is not there.
  case missing(String)
}

extension Store {
  static let findings = """
    CREATE TABLE findings (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      claim TEXT NOT NULL,
      model TEXT NOT NULL,
      region TEXT,
      builds TEXT NOT NULL,
      later_builds TEXT NOT NULL,
      place TEXT NOT NULL,
      service TEXT NOT NULL,
      condition TEXT NOT NULL,
      plan TEXT NOT NULL,
      network TEXT NOT NULL,
      author TEXT REFERENCES organisations,
      registered INTEGER NOT NULL,
      supersedes TEXT REFERENCES findings (id)
    ) STRICT;
    CREATE TABLE statements (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      finding TEXT NOT NULL REFERENCES findings (id),
      vendor TEXT NOT NULL,
      day TEXT NOT NULL,
      text TEXT NOT NULL,
      source TEXT
    ) STRICT;
    CREATE INDEX statements_of_finding ON statements (finding);
    CREATE TABLE sources (
      session TEXT PRIMARY KEY NOT NULL REFERENCES sessions (id),
      source TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Puts a finding down. What is there is never changed, so that nobody can fit a claim to its data.
  public func register(_ finding: RegisteredFinding) async throws(StoreError) -> Registration {
    try await write { database in
      if let known = try database.finding(finding.identifier) {
        let isSame =
          known.query == finding.query && known.author == finding.author
          && known.supersedes == finding.supersedes
        return isSame ? .unchanged : .conflict
      }
      if let author = finding.author?.description,
        try !database.has("SELECT 1 FROM organisations WHERE id = ?", author)
      {
        return .missing("the organisation \(author)")
      }
      if let older = finding.supersedes?.description,
        try !database.has("SELECT 1 FROM findings WHERE id = ?", older)
      {
        return .missing("the finding \(older)")
      }
      try database.insert(finding)
      return .added
    }
  }

  /// Adds a vendor's statement; false where the finding is not there. The same one is added once.
  public func add(
    _ statement: VendorStatement, to finding: FindingIdentifier
  ) async throws(StoreError) -> Bool {
    try await write { database in
      guard let known = try database.finding(finding) else { return false }
      guard !known.statements.contains(statement) else { return true }
      try database.execute(
        sql: "INSERT INTO statements (finding, vendor, day, text, source) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          finding.description, statement.vendor, statement.day.description, statement.text,
          statement.source,
        ])
      return true
    }
  }

  /// Declares where a session comes from: sessions of one source, and a session whose source is
  /// another session's id, do not count twice. False where the session is not there.
  public func declare(
    source: String, of session: SessionIdentifier
  ) async throws(StoreError) -> Bool {
    try await write { database in
      guard try database.has("SELECT 1 FROM sessions WHERE id = ?", session.description) else {
        return false
      }
      try database.execute(
        sql: """
          INSERT INTO sources (session, source) VALUES (?, ?)
          ON CONFLICT (session) DO UPDATE SET source = excluded.source
          """,
        arguments: [session.description, source])
      return true
    }
  }

  /// All findings in the order of their registration.
  public func findings() async throws(StoreError) -> [RegisteredFinding] {
    try await read { database in
      try DatabaseRow.fetchAll(database, sql: "SELECT * FROM findings ORDER BY number")
        .map { try database.finding($0) }
    }
  }

  /// Changes whenever something arrives that a finding rests on.
  func findingsRevision() async throws(StoreError) -> [Int64] {
    try await read { database in
      let row = try DatabaseRow.fetchOne(
        database,
        sql: """
          SELECT (SELECT max(number) FROM sessions) AS sessions,
            (SELECT max(number) FROM findings) AS findings,
            (SELECT max(number) FROM statements) AS statements,
            (SELECT count(*) FROM sources) AS sources,
            (SELECT total(length(source)) FROM sources) AS lengths
          """)
      return try ["sessions", "findings", "statements", "sources", "lengths"].map { name in
        guard let row else { throw StoreError.failed(reason: "no counts of findings") }
        let number: Double? = row[name]
        return Int64(number ?? 0)
      }
    }
  }
}

extension Database {
  fileprivate func has(_ sql: String, _ argument: String) throws -> Bool {
    try Int.fetchOne(self, sql: sql, arguments: [argument]) != nil
  }

  fileprivate func finding(_ identifier: FindingIdentifier) throws -> RegisteredFinding? {
    try DatabaseRow.fetchOne(
      self, sql: "SELECT * FROM findings WHERE id = ?", arguments: [identifier.description]
    )
    .map { try finding($0) }
  }

  fileprivate func finding(_ row: DatabaseRow) throws -> RegisteredFinding {
    let identifier = try row.decoded("id") { FindingIdentifier($0) }
    let (author, supersedes): (String?, String?) = (row["author"], row["supersedes"])
    let statements = try DatabaseRow.fetchAll(
      self, sql: "SELECT * FROM statements WHERE finding = ? ORDER BY day, number",
      arguments: [identifier.description]
    )
    .map { row in
      VendorStatement(
        vendor: row["vendor"], day: try row.decoded("day") { CalendarDay($0) }, text: row["text"],
        source: row["source"])
    }
    return RegisteredFinding(
      identifier: identifier,
      query: FindingQuery(
        claim: try row.decoded("claim") { Claim(rawValue: $0) },
        model: try row.decoded("model") { ModelIdentifier($0) },
        firmware: FindingQuery.Firmware(region: row["region"], builds: row.lines("builds")),
        laterBuilds: row.lines("later_builds"),
        place: try row.decoded("place") { Place($0) },
        service: try row.decoded("service") { ServiceGroup($0) },
        condition: try row.decoded("condition") { Condition(rawValue: $0) },
        plan: try row.decoded("plan") { PlanIdentifier($0) },
        network: try row.decoded("network") { NetworkKind(rawValue: $0) }),
      author: try author.map { _ in try row.decoded("author") { OrganisationIdentifier($0) } },
      registered: try row.time("registered"),
      supersedes: try supersedes.map { _ in
        try row.decoded("supersedes") { FindingIdentifier($0) }
      },
      statements: statements)
  }

  fileprivate func insert(_ finding: RegisteredFinding) throws {
    let query = finding.query
    try execute(
      sql: """
        INSERT INTO findings (
          id, claim, model, region, builds, later_builds, place, service, condition, plan, network,
          author, registered, supersedes
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        finding.identifier.description, query.claim.rawValue, query.model.description,
        query.firmware.region, query.firmware.builds.joined(separator: "\n"),
        query.laterBuilds.joined(separator: "\n"), query.place.description,
        query.service.description, query.condition.rawValue, query.plan.description,
        query.network.rawValue, finding.author?.description, finding.registered.seconds,
        finding.supersedes?.description,
      ])
  }
}

extension DatabaseRow {
  /// Builds are labels, which have no line breaks.
  fileprivate func lines(_ column: String) -> [String] {
    let text: String = self[column]
    return text.split(separator: "\n").map(String.init)
  }
}
