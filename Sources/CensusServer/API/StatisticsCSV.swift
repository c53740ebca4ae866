import CensusStatistics

/// The rows of `/v1/statistics` as CSV (RFC 4180): the same numbers as in JSON, lists separated by
/// spaces.
struct StatisticsCSV {
  let rows: [StatisticRowDocument]

  /// The whole file, header first.
  var text: String {
    CSV.text(
      header: Self.columns.map(\.name), rows.map { row in Self.columns.map { $0.value(row) } })
  }

  private typealias Column = (name: String, value: @Sendable (StatisticRowDocument) -> String)

  private static let columns: [Column] = [
    ("model", { $0.model }),
    ("model_title", { $0.modelTitle }),
    ("simulated", { "\($0.simulated)" }),
    ("condition", { $0.condition }),
    ("step", { $0.step }),
    ("country", { $0.country }),
    ("service", { $0.service }),
    ("bytes_up", { "\($0.bytesUp)" }),
    ("bytes_down", { "\($0.bytesDown)" }),
    ("flows", { "\($0.flows)" }),
    ("contact_minutes", { "\($0.contactMinutes)" }),
    ("exposure_minutes", { "\($0.exposureMinutes)" }),
    ("device_hours", { number($0.deviceHours) }),
    ("bytes_up_per_device_hour", { number($0.bytesUpPerDeviceHour) }),
    ("bytes_down_per_device_hour", { number($0.bytesDownPerDeviceHour) }),
    ("median_bytes_up_per_hour", { number($0.medianBytesUpPerHour.median) }),
    ("median_bytes_up_per_hour_low", { number($0.medianBytesUpPerHour.low) }),
    ("median_bytes_up_per_hour_high", { number($0.medianBytesUpPerHour.high) }),
    ("median_bytes_down_per_hour", { number($0.medianBytesDownPerHour.median) }),
    ("median_bytes_down_per_hour_low", { number($0.medianBytesDownPerHour.low) }),
    ("median_bytes_down_per_hour_high", { number($0.medianBytesDownPerHour.high) }),
    ("median_coverage", { number($0.medianBytesUpPerHour.coverage) }),
    ("units", { "\($0.units)" }),
    ("units_with_contact", { "\($0.unitsWithContact.count)" }),
    ("units_with_contact_share_low", { number($0.unitsWithContact.shareLow) }),
    ("units_with_contact_share_high", { number($0.unitsWithContact.shareHigh) }),
    ("contacts_per_hour_below", { number($0.contactsPerHourBelow) }),
    ("disputed_bytes_up", { "\($0.disputedBytesUp)" }),
    ("disputed_bytes_down", { "\($0.disputedBytesDown)" }),
    ("session_count", { "\($0.sessions.count)" }),
    ("organisation_count", { "\($0.organisations.count)" }),
    ("void_phases", { "\($0.voidPhases)" }),
    ("sessions", { $0.sessions.joined(separator: " ") }),
    ("organisations", { $0.organisations.joined(separator: " ") }),
    ("plans", { $0.plans.map { "\($0.name)/\($0.version)" }.joined(separator: " ") }),
    ("country_databases", { names(of: $0.countryDatabases) }),
    ("geo_databases", { names(of: $0.geoDatabases) }),
  ]

  private static func names(of databases: [GeoDatabaseDocument]) -> String {
    databases.map { "\($0.name) \($0.version)" }.joined(separator: "; ")
  }

  private static func number(_ value: Double?) -> String { CSV.number(value) }
}
