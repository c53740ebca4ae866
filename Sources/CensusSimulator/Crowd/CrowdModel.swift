import CensusProtocol

/// A simulated model: how many households own it, and what it does in a week.
struct CrowdModel: Sendable {
  let identifier: String
  /// Of a thousand households.
  let owners: Int64
  let habits: [CrowdHabit]

  /// Common and rare models of two made-up brands: some stand alone in a release, some only together.
  static let all = [
    CrowdModel(
      identifier: "simulated-caller", owners: 400,
      habits: [
        CrowdHabit("CN", .tls, chance: 950, up: 22, down: 20, hours: .most),
        CrowdHabit("CN", .push, chance: 800, up: 15, down: 15, hours: .most),
        CrowdHabit("HK", .tls, chance: 350, up: 17, down: 19, hours: .days),
        CrowdHabit("SG", .tls, chance: 90, up: 14, down: 18, hours: .some),
        CrowdHabit("US", .tls, chance: 700, up: 18, down: 24, hours: .days),
      ]),
    CrowdModel(
      identifier: "simulated-reference", owners: 300,
      habits: [
        CrowdHabit("US", .tls, chance: 980, up: 19, down: 25, hours: .most),
        CrowdHabit("IE", .tls, chance: 250, up: 15, down: 20, hours: .some),
        CrowdHabit("DE", .tls, chance: 60, up: 13, down: 17, hours: .few),
      ]),
    CrowdModel(
      identifier: "imagined-alpha", owners: 150,
      habits: [
        CrowdHabit("KR", .tls, chance: 900, up: 18, down: 22, hours: .most),
        CrowdHabit("JP", .tls, chance: 300, up: 14, down: 19, hours: .some),
        CrowdHabit("TW", .http, chance: 120, up: 10, down: 16, hours: .one),
      ]),
    CrowdModel(
      identifier: "imagined-beta", owners: 25,
      habits: [
        CrowdHabit("KR", .tls, chance: 900, up: 17, down: 22, hours: .most),
        CrowdHabit("US", .quic, chance: 500, up: 16, down: 26, hours: .days),
      ]),
    CrowdModel(
      identifier: "imagined-gamma", owners: 6,
      habits: [CrowdHabit("KR", .tls, chance: 900, up: 16, down: 21, hours: .days)]),
    CrowdModel(
      identifier: "imagined-delta", owners: 5,
      habits: [CrowdHabit("CN", .other, chance: 900, up: 12, down: 12, hours: .some)]),
  ]

  /// Where the pool's time servers are that a device happens to ask: a long tail.
  static let timeServers = [
    "AT", "AU", "BR", "CA", "CH", "CN", "CZ", "DE", "ES", "FI", "FR", "GB", "HK", "ID", "IN", "IT",
    "JP", "KR", "MX", "NL", "NO", "NZ", "PL", "RU", "SE", "SG", "TH", "TW", "US", "VN", "ZA",
  ]
}

/// What devices of a model exchange with one place by one service, in a week in which they do.
struct CrowdHabit: Sendable {
  let place: String
  let service: ServiceClass
  /// Of a thousand households with the model.
  let chance: Int64
  /// The commonest bucket of the bytes: 7 of 10 households have it, the others its neighbours.
  let up: Int
  let down: Int
  let hours: ActiveHours

  init(
    _ place: String, _ service: ServiceClass, chance: Int64, up: Int, down: Int, hours: ActiveHours
  ) {
    self.place = place
    self.service = service
    self.chance = chance
    self.up = up
    self.down = down
    self.hours = hours
  }
}
