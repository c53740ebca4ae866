import CensusProtocol

/// P-values before and after Holm's adjustment.
public struct PValueDocument: Codable, Sendable {
  public let p: Double
  public let adjusted: Double

  init(_ value: Finding.PValue) {
    p = value.raw
    adjusted = value.adjusted
  }
}

/// The rules that were fixed before any data.
public struct RulesDocument: Codable, Sendable {
  public let level: Double
  /// The claims that are decided together (Holm).
  public let claims: Int
  public let spacingHours: Double
  public let fetchShare: Double
  public let sentPart: Double
  public let remainingPart: Double
  public let leastOrganisations: Int

  init(_ rules: DecisionRules, claims: Int) {
    level = rules.level
    self.claims = claims
    spacingHours = rules.spacing
    fetchShare = rules.fetchShare
    sentPart = rules.sentPart
    remainingPart = rules.remainingPart
    leastOrganisations = rules.leastOrganisations
  }
}

/// One number with its interval.
public struct FigureDocument: Codable, Sendable {
  public let name: String
  public let title: String
  public let unit: String
  public let value: Double
  public let low: Double?
  public let high: Double?
  public let coverage: Double?
  public let units: Int

  public init(_ figure: FindingFigure) {
    name = figure.name
    title = figure.title
    unit = figure.unit.rawValue
    value = figure.value
    low = figure.low
    high = figure.high
    coverage = figure.coverage
    units = figure.units
  }
}

/// What units did in their first minutes under a condition.
public struct StartUpDocument: Codable, Sendable {
  /// `reference` or `changed`, as in the arms of a set.
  public let arm: String
  public let condition: String
  public let units: Int
  public let unitsWithContact: ShareDocument
  public let exposureMinutes: Int64
  public let flows: Int64
  public let bytesUp: Int64
  public let bytesDown: Int64
  /// Over units, each with its own bytes of one start-up.
  public let medianBytesUp: MedianDocument
  public let medianBytesDown: MedianDocument
  /// Over units, each with what it sends when idle in as many minutes; left out where no idle block counts.
  public let medianIdleBytesUp: MedianDocument?

  public init(_ startUp: StartUp) {
    arm = startUp.arm.rawValue
    condition = startUp.condition.rawValue
    units = startUp.units
    unitsWithContact = ShareDocument(startUp.unitsWithContact)
    exposureMinutes = startUp.exposureMinutes
    flows = startUp.flows
    bytesUp = startUp.bytesUp
    bytesDown = startUp.bytesDown
    medianBytesUp = MedianDocument(startUp.medianUp)
    medianBytesDown = MedianDocument(startUp.medianDown)
    medianIdleBytesUp = startUp.medianIdleUp.map(MedianDocument.init)
  }
}
