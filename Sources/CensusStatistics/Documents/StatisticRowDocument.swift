import CensusProtocol

/// One row of `/v1/statistics`, whole in itself: the statistic, its intervals, its sample size, its
/// exposure, and where it comes from.
public struct StatisticRowDocument: Codable, Sendable {
  public let model: String
  public let modelTitle: String
  public let simulated: Bool
  public let condition: String
  /// Which steps of a plan are counted.
  public let step: String
  public let country: String
  public let service: String
  public let bytesUp: Int64
  public let bytesDown: Int64
  public let flows: Int64
  public let contactMinutes: Int64
  public let exposureMinutes: Int64
  public let deviceHours: Double
  public let bytesUpPerDeviceHour: Double
  public let bytesDownPerDeviceHour: Double
  public let medianBytesUpPerHour: MedianDocument
  public let medianBytesDownPerHour: MedianDocument
  public let units: Int
  public let unitsWithContact: ShareDocument
  /// Left out where a unit had contact.
  public let contactsPerHourBelow: Double?
  public let disputedBytesUp: Int64
  public let disputedBytesDown: Int64
  public let sessions: [String]
  public let organisations: [String]
  public let plans: [PlanDocument]
  public let countryDatabases: [GeoDatabaseDocument]
  public let geoDatabases: [GeoDatabaseDocument]
  public let voidPhases: Int

  init(_ row: StatisticRow, step: StepChoice, catalogue: Catalogue) {
    let measured = MeasuredDocument(row.measured, catalogue: catalogue)
    model = measured.model
    modelTitle = measured.modelTitle
    simulated = measured.simulated
    condition = measured.condition
    self.step = step.rawValue
    country = row.place.description
    service = row.service.description
    bytesUp = row.tally.bytesUp
    bytesDown = row.tally.bytesDown
    flows = row.tally.flows
    contactMinutes = row.tally.contactMinutes
    exposureMinutes = measured.exposureMinutes
    deviceHours = measured.deviceHours
    bytesUpPerDeviceHour = row.bytesUpPerHour
    bytesDownPerDeviceHour = row.bytesDownPerHour
    medianBytesUpPerHour = MedianDocument(row.medianUp)
    medianBytesDownPerHour = MedianDocument(row.medianDown)
    units = measured.units
    unitsWithContact = ShareDocument(row.unitsWithContact)
    contactsPerHourBelow = row.contactsPerHourBelow
    disputedBytesUp = row.disputed.bytesUp
    disputedBytesDown = row.disputed.bytesDown
    sessions = measured.sessions
    organisations = measured.organisations
    plans = measured.plans
    countryDatabases = measured.countryDatabases
    geoDatabases = measured.geoDatabases
    voidPhases = measured.voidPhases
  }
}

/// A median over units; the interval is left out for a single unit.
public struct MedianDocument: Codable, Sendable {
  public let median: Double
  public let low: Double?
  public let high: Double?
  public let coverage: Double?

  init(_ median: UnitMedian) {
    self.median = median.median
    low = median.interval?.low
    high = median.interval?.high
    coverage = median.interval?.coverage
  }
}

/// A number of units with the Clopper-Pearson interval of their share.
public struct ShareDocument: Codable, Sendable {
  public let count: Int
  public let shareLow: Double
  public let shareHigh: Double
  public let confidence: Double

  init(_ share: Share) {
    count = share.count
    shareLow = share.low
    shareHigh = share.high
    confidence = CensusStatistics.confidence
  }
}
