import CensusAgent
import CensusAttribution
import CensusProtocol

/// Devices as a table for people.
enum DeviceTable {
  struct Row {
    let cells: [String]

    init(_ device: KnownDevice, places: String) {
      cells = [
        device.device.label, device.title() ?? "unknown", Row.sure(device), Row.why(device),
        Row.time(device.first), Row.time(device.last), device.isIgnored ? "not observed" : places,
      ]
    }

    init(_ device: Device, _ identification: Identification, first: Int64, last: Int64) {
      let conclusion = KnownDevice.Conclusion(identification)
      cells = [
        device.label, conclusion.title, Row.percent(conclusion),
        conclusion.kinds.map(\.title).joined(separator: ", "), Row.time(first), Row.time(last), "-",
      ]
    }

    private static func sure(_ device: KnownDevice) -> String {
      if device.label != nil { return "label" }
      return device.conclusion.map(percent) ?? "-"
    }

    private static func percent(_ conclusion: KnownDevice.Conclusion) -> String {
      conclusion.level == .unknown
        ? "-" : IdentificationText.percent(Double(conclusion.thousandths) / 1000)
    }

    private static func why(_ device: KnownDevice) -> String {
      if let problem = device.contradiction() { return problem }
      if device.label != nil { return "the owner said so" }
      let kinds = device.conclusion?.kinds.map(\.title) ?? []
      return kinds.isEmpty ? "nothing told yet" : kinds.joined(separator: ", ")
    }

    private static func time(_ microseconds: Int64?) -> String {
      microseconds.map { UTCTime(seconds: $0 / 1_000_000)?.description ?? "-" } ?? "-"
    }
  }

  static func lines(_ rows: [Row]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let header = [
      "device", "model", "sure", "why", "first seen (UTC)", "last seen (UTC)", "places",
    ]
    let table = [header] + rows.map(\.cells)
    let widths = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    return table.map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1
          ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      return cells.joined(separator: "  ")
    }
  }
}

/// With which places each device spoke in the weeks that are kept, most bytes first.
enum DevicePlaces {
  private static let shown = 6

  static func read(_ store: LocalStore) throws -> [Device: String] {
    var bytes: [Device: [String: UInt64]] = [:]
    for tally in try store.tallies(in: 0..<Int64.max) {
      let place = tally.key.places.all.first?.description ?? "??"
      bytes[tally.key.device, default: [:]][place, default: 0] &+=
        tally.counters.up.bytes &+ tally.counters.down.bytes
    }
    return bytes.mapValues { places in
      let sorted = places.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      let names = sorted.prefix(shown).map(\.key).joined(separator: " ")
      return sorted.count > shown ? names + " …" : names
    }
  }
}
