public import CensusAttribution
import CensusProtocol

/// Adds observations up to tallies.
public struct TallyBook: Sendable {
  private var tallies: [Tally.Key: Tally.Counters] = [:]

  /// An empty book.
  public init() {}

  /// Adds one observation to its tally.
  public mutating func add(_ observation: Observation) {
    let key = Tally.Key(
      hour: observation.hour, device: observation.device, places: observation.places,
      service: observation.service)
    tallies[key, default: Tally.Counters()].add(observation)
  }

  /// All tallies, by hour, device, places and service.
  public var sorted: [Tally] {
    tallies.map { Tally(key: $0.key, counters: $0.value) }.sorted { left, right in
      let (left, right) = (left.key, right.key)
      if left.hour != right.hour { return left.hour < right.hour }
      if left.device != right.device { return left.device < right.device }
      if left.places != right.places { return left.places < right.places }
      return left.service.rawValue < right.service.rawValue
    }
  }

  /// Every device that was seen.
  public var devices: Set<Device> {
    Set(tallies.keys.map(\.device))
  }
}
