/// One number of a finding, with its interval.
public struct FindingFigure: Hashable, Sendable {
  /// For programs: lower-case words with hyphens.
  public let name: String
  /// For people.
  public let title: String
  public let unit: Unit
  public let value: Double
  /// The interval's ends; nil where no interval is bounded.
  public let low: Double?
  public let high: Double?
  /// With which probability such an interval covers the truth.
  public let coverage: Double?
  /// The units of analysis behind it.
  public let units: Int

  public enum Unit: String, Hashable, Sendable {
    /// 0 to 1.
    case share
    /// A quotient of two amounts.
    case factor
    case bytesPerDay = "bytes-per-24-hours"
    case eventsPerDay = "per-24-hours"
    case bytesPerByte = "bytes-per-byte"
    case hours
    case probability
  }

  init(
    _ name: String, _ title: String, _ unit: Unit, _ value: Double,
    between low: Double? = nil, and high: Double? = nil, coverage: Double? = nil, units: Int
  ) {
    self.name = name
    self.title = title
    self.unit = unit
    self.value = value
    self.low = low
    self.high = high
    self.coverage = coverage
    self.units = units
  }
}

extension FindingFigure {
  /// A share of units with its Clopper-Pearson interval.
  init?(_ name: String, _ title: String, count: Int, of total: Int) {
    guard let share = Share(count: count, of: total) else { return nil }
    self.init(
      name, title, .share, Double(count) / Double(total), between: share.low, and: share.high,
      coverage: CensusStatistics.confidence, units: total)
  }

  /// A centre of differences, put into the unit that people read by `transform`, which rises.
  init(
    _ name: String, _ title: String, _ unit: Unit, _ change: PairedChange,
    _ transform: (Double) -> Double
  ) throws(InvalidSample) {
    let centre = try change.centre()
    self.init(
      name, title, unit, transform(centre.estimate),
      between: centre.interval.map { transform($0.low) },
      and: centre.interval.map { transform($0.high) },
      coverage: centre.interval?.coverage, units: change.count)
  }
}
