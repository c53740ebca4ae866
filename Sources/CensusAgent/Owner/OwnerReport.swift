public import CensusAttribution
public import CensusProtocol

/// What the owner is shown of a stretch of time: which device exchanged how much with which place. It is
/// made from the local store alone and never leaves the machine.
public struct OwnerReport: Sendable {
  /// One device with its places, the busiest first.
  public struct DeviceReport: Sendable {
    public let device: Device
    /// What the owner or the device itself calls it; nil where nothing is known.
    public let name: String?
    /// The minutes for which it was there to be seen.
    public let presentMinutes: Int
    public let rows: [Row]

    /// The rows of countries, and of public addresses without one.
    public var outside: [Row] { rows.filter(\.isOutside) }
    /// Bytes exchanged with places outside the local network.
    public var bytesOutside: UInt64 { outside.reduce(0) { $0 + $1.up.bytes + $1.down.bytes } }
  }

  /// What a device exchanged with one place by one class of service.
  public struct Row: Sendable, Equatable {
    public let places: Places
    public let service: ServiceClass
    public internal(set) var flows = 0
    public internal(set) var up = Tally.Traffic()
    public internal(set) var down = Tally.Traffic()
    /// Distinct hours with a packet.
    public internal(set) var hours = 0
    /// Distinct minutes with a packet.
    public internal(set) var contactMinutes = 0

    /// Whether the place is outside the local network: a country, or a public address without one.
    public var isOutside: Bool { places.first.isOutsideLocalNetwork }
  }

  /// Hours since 1970-01-01T00:00Z.
  public let hours: Range<Int64>
  /// The minutes of them that the agent watched.
  public let watchedMinutes: Int
  public let loss: WatchLoss
  /// Every edition of a geo database that was in use.
  public let databases: [GeoDatabaseReference]
  /// The busiest device first.
  public let devices: [DeviceReport]

  /// Reads the store. `names` says what devices are called.
  public init(
    of store: LocalStore, hours: Range<Int64>, names: [Device: String] = [:]
  ) throws(DatabaseError) {
    let watched = try store.watched(in: hours)
    var present: [Device: Int] = [:]
    for presence in try store.presence(in: hours) {
      present[presence.device, default: 0] += presence.minutes
    }
    let rows = Self.rows(try store.tallies(in: hours))
    self.hours = hours
    watchedMinutes = watched.reduce(0) { $0 + $1.minutes }
    loss = watched.reduce(into: WatchLoss()) { $0.add($1.loss) }
    databases = watched.flatMap(\.databases).reduce(into: []) { all, database in
      if !all.contains(database) { all.append(database) }
    }
    devices = Set(rows.keys).union(present.keys).map { device in
      DeviceReport(
        device: device, name: names[device], presentMinutes: present[device] ?? 0,
        rows: rows[device] ?? [])
    }.sorted {
      $0.bytesOutside != $1.bytesOutside
        ? $0.bytesOutside > $1.bytesOutside : $0.device < $1.device
    }
  }

  /// What was counted, without a store's knowledge of when it was watched.
  public init(of tallies: [Tally]) {
    let rows = Self.rows(tallies)
    hours = Int64(tallies.first?.key.hour ?? 0)..<Int64(tallies.last?.key.hour ?? 0) + 1
    watchedMinutes = 0
    loss = WatchLoss()
    databases = []
    devices = rows.map { device, rows in
      DeviceReport(device: device, name: nil, presentMinutes: 0, rows: rows)
    }.sorted { $0.bytesOutside > $1.bytesOutside }
  }

  private static func rows(_ tallies: [Tally]) -> [Device: [Row]] {
    var rows: [Device: [RowKey: Row]] = [:]
    for tally in tallies {
      let key = RowKey(places: tally.key.places, service: tally.key.service)
      let empty = Row(places: key.places, service: key.service)
      rows[tally.key.device, default: [:]][key, default: empty].add(tally.counters)
    }
    return rows.mapValues { rows in
      rows.values.sorted { left, right in
        let (leftBytes, rightBytes) = (left.bytes, right.bytes)
        if leftBytes != rightBytes { return leftBytes > rightBytes }
        if left.places != right.places { return left.places < right.places }
        return left.service.rawValue < right.service.rawValue
      }
    }
  }
}

private struct RowKey: Hashable {
  let places: Places
  let service: ServiceClass
}

extension OwnerReport.Row {
  /// Bytes both ways.
  var bytes: UInt64 { up.bytes + down.bytes }

  /// Adds one hour's tally.
  fileprivate mutating func add(_ counters: Tally.Counters) {
    flows += counters.flows
    up.add(counters.up)
    down.add(counters.down)
    hours += 1
    contactMinutes += counters.contactMinutes
  }
}

extension Place {
  /// Whether this is a country, or a public address without one.
  var isOutsideLocalNetwork: Bool {
    switch self {
    case .country, .unknown: true
    case .lan, .multicast, .broadcast, .reserved: false
    }
  }
}
