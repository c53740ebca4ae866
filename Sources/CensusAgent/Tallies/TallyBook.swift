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

  /// The same with what was counted of the devices in `continuations` with the devices that they are.
  func merging(_ continuations: [Device: Device]) -> TallyBook {
    guard !continuations.isEmpty else { return self }
    var merged = self
    merged.tallies = [:]
    for (key, counters) in tallies {
      let key = Tally.Key(
        hour: key.hour, device: continuations[key.device] ?? key.device, places: key.places,
        service: key.service)
      merged.tallies[key, default: Tally.Counters()].add(counters)
    }
    return merged
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
