import CensusProtocol
import CensusStatistics

/// One row of `/v1/statistics`, whole in itself: the statistic, its intervals, its sample size, its
/// exposure, and where it comes from.
struct StatisticRowDocument: Encodable {
  let model: String
  let modelTitle: String
  let simulated: Bool
  let condition: String
  let country: String
  let service: String
  let bytesUp: Int64
  let bytesDown: Int64
  let flows: Int64
  let contactMinutes: Int64
  let exposureMinutes: Int64
  let deviceHours: Double
  let bytesUpPerDeviceHour: Double
  let bytesDownPerDeviceHour: Double
  let medianBytesUpPerHour: MedianDocument
  let medianBytesDownPerHour: MedianDocument
  let units: Int
  let unitsWithContact: ShareDocument
  /// Left out where a unit had contact.
  let contactsPerHourBelow: Double?
  let disputedBytesUp: Int64
  let disputedBytesDown: Int64
  let sessions: [String]
  let organisations: [String]
  let plans: [PlanDocument]
  let countryDatabases: [GeoDatabaseDocument]
  let geoDatabases: [GeoDatabaseDocument]
  let voidPhases: Int

  init(_ row: StatisticRow, catalogue: Catalogue) {
    let measured = MeasuredDocument(row.measured, catalogue: catalogue)
    model = measured.model
    modelTitle = measured.modelTitle
    simulated = measured.simulated
    condition = measured.condition
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
struct MedianDocument: Encodable {
  let median: Double
  let low: Double?
  let high: Double?
  let coverage: Double?

  init(_ median: UnitMedian) {
    self.median = median.median
    low = median.interval?.low
    high = median.interval?.high
    coverage = median.interval?.coverage
  }
}

/// A number of units with the Clopper-Pearson interval of their share.
struct ShareDocument: Encodable {
  let count: Int
  let shareLow: Double
  let shareHigh: Double
  let confidence: Double

  init(_ share: Share) {
    count = share.count
    shareLow = share.low
    shareHigh = share.high
    confidence = CensusStatistics.confidence
  }
}
