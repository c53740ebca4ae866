import CensusAttribution
import CensusProtocol

/// The summary as CSV (RFC 4180, with a header): one row for each device and place.
public enum SummaryCSV {
  private static let columns = [
    "device", "host_name", "dest", "flows", "packets_up", "packets_down", "bytes_up", "bytes_down",
  ]

  /// The text. With several geo databases, a column `dest_N` for each further one stands at the end.
  public static func text(_ survey: CaptureSurvey) -> String {
    let further = survey.databases.dropFirst().indices.map { "dest_\($0 + 1)" }
    let lines = survey.summary.pairs.map { pair in
      [
        pair.key.device.label, survey.hints[pair.key.device]?.hostName ?? "",
        pair.key.places.first.description, String(pair.flows), String(pair.up.packets),
        String(pair.down.packets), String(pair.up.bytes), String(pair.down.bytes),
      ] + pair.key.places.all.dropFirst().map(\.description)
    }
    return ([columns + further] + lines)
      .map(CSVText.line).joined()
  }
}
