public import CensusAttribution
public import CensusProtocol

/// What the local store knows of one epoch: all that composing contributions may look at.
public struct EpochRecord: Sendable {
  public let epoch: Epoch
  /// What was counted in the epoch's hours.
  public var tallies: [Tally]
  /// The hours of the epoch that were watched.
  public var watched: [WatchedHour]
  /// What a device may be called outside of the house; one that has no name contributes nothing.
  public var models: [Device: ModelIdentifier]

  public init(
    epoch: Epoch, tallies: [Tally], watched: [WatchedHour], models: [Device: ModelIdentifier]
  ) {
    self.epoch = epoch
    self.tallies = tallies
    self.watched = watched
    self.models = models
  }
}

extension Epoch {
  /// The hours since 1970-01-01T00:00Z that are in the epoch.
  var hours: Range<Int64> { start.hour..<end.hour }
}

extension EpochRecord {
  /// How much of the epoch's traffic could not be seen or read, as a contribution says it.
  var lossClass: LossClass {
    let loss = watched.reduce(into: WatchLoss()) { $0.add($1.loss) }
    if loss.sampling > 1 { return .sampled }
    let missed = loss.lost + loss.undecodable
    let all = loss.lost + loss.read
    let minutes = watched.reduce(0) { $0 + $1.minutes }
    let allMinutes = epoch.hours.count * 60
    if missed == 0, minutes == allMinutes { return .none }
    // One in a hundred, without division: nothing was read where nothing was counted.
    let isLow = missed * 100 < max(1, all) && minutes * 100 >= allMinutes * 99
    return isLow ? .low : .high
  }

  /// The edition of the geo database that gave the destinations: the last one in the epoch.
  var geoEdition: GeoEdition? {
    guard let database = watched.last(where: { !$0.databases.isEmpty })?.databases.first else {
      return nil
    }
    // Without a date the month is unknown, and said so by one in which there was no such database.
    let month = CalendarMonth(String(database.version.prefix(7))) ?? CalendarMonth("1970-01")
    return month.map { GeoEdition(source: GeoSource(database: database.name), month: $0) }
  }
}

extension GeoSource {
  /// Who publishes the database of this name.
  init(database name: String) {
    let name = name.lowercased()
    self =
      if name.contains("ipfire") || name.contains("tor-geoip") {
        .ipfire
      } else if name.contains("maxmind") || name.contains("geolite") || name.contains("geoip2") {
        .maxmind
      } else if name.contains("dbip") || name.contains("db-ip") {
        .dbip
      } else if name.contains("ipinfo") { .ipinfo } else { .other }
  }
}
