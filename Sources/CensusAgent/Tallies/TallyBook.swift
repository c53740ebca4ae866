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
    tallies.map { Tally(key: $0.key, counters: $0.value) }.sorted { $0.key < $1.key }
  }

  /// Every device that was seen.
  public var devices: Set<Device> {
    Set(tallies.keys.map(\.device))
  }
}
