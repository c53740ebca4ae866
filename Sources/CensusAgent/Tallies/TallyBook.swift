public import CensusAttribution
import CensusProtocol

/// What was observed, by hour, device, places and service.
public struct TallyBook: Sendable {
  private var tallies: [Tally.Key: Tally.Counters] = [:]

  init(_ book: ObservationBook) {
    for cell in book.cells {
      let key = Tally.Key(
        hour: cell.hour, device: cell.device, places: cell.places, service: cell.service)
      tallies[key, default: Tally.Counters()].add(cell.counters)
    }
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
