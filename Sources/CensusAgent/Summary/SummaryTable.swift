import CensusAttribution
import CensusCapture
import CensusProtocol

/// The summary for people: one row for each device and place, the busiest device first.
public enum SummaryTable {
  private static let separator = "  "

  /// The text, with what was lost below it.
  public static func text(_ survey: CaptureSurvey) -> String {
    let further = survey.databases.dropFirst().map { "place (\($0.name))" }
    let titles =
      ["device", "host name", "place"] + further
      + ["flows", "packets up", "packets down", "bytes up", "bytes down"]
    var previous: Device?
    let rows = survey.summary.pairs.map { pair in
      let isRepeated = pair.key.device == previous
      previous = pair.key.device
      return [
        isRepeated ? "" : pair.key.device.label,
        isRepeated ? "" : survey.hints[pair.key.device]?.hostName ?? "-",
      ] + pair.key.places.all.map(\.description)
        + [
          String(pair.flows), String(pair.up.packets), String(pair.down.packets),
          String(pair.up.bytes), String(pair.down.bytes),
        ]
    }
    return grid([titles] + rows, textColumns: 3 + further.count) + footer(survey)
  }

  private static func grid(_ lines: [[String]], textColumns: Int) -> String {
    let widths = lines.reduce(into: [Int](repeating: 0, count: lines[0].count)) { widths, line in
      for (column, text) in line.enumerated() { widths[column] = max(widths[column], text.count) }
    }
    return lines.map { line in
      var text = ""
      for (column, cell) in line.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        text += column < textColumns ? cell + padding : padding + cell
        if column + 1 < line.count { text += separator }
      }
      return text + "\n"
    }.joined()
  }

  private static func footer(_ survey: CaptureSurvey) -> String {
    let totals = survey.totals
    var lines = [
      "",
      "\(survey.flows) flows, \(totals.ipPackets) IP packets, \(totals.ipBytes) IP bytes "
        + "in \(totals.packets) frames",
      "not counted as IP: \(uncounted(totals))",
    ]
    let loss = survey.loss
    if loss.badBlocks > 0 { lines.append("bad blocks skipped: \(loss.badBlocks)") }
    if loss.reportedDrops > 0 {
      lines.append("packets dropped while capturing: \(loss.reportedDrops)")
    }
    if loss.kernelDrops + loss.interfaceDrops > 0 {
      lines.append(
        "packets lost: \(loss.kernelDrops) by the kernel, \(loss.interfaceDrops) by the interface")
    }
    if loss.gaps > 0 {
      lines.append(
        "nothing could be seen \(loss.gaps) times, \(loss.gapMicroseconds / 1_000_000) s in all")
    }
    if loss.unseenEndings > 0 {
      lines.append("connections whose end was missed: \(loss.unseenEndings)")
    }
    if loss.uncountedConnections > 0 {
      lines.append(
        "connections that began before counting was switched on: \(loss.uncountedConnections)")
    }
    if loss.evictedFlows > 0 {
      lines.append("flows ended early because the flow table was full: \(loss.evictedFlows)")
    }
    lines += RecordSummary.lines(loss.records)
    for (path, ending) in survey.endings where ending != .complete {
      lines.append("not read to the end: \(path): \(ending)")
    }
    let geo = survey.databases.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
    lines.append("places by \(geo); ?? is no country known")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func uncounted(_ totals: TrafficTotals) -> String {
    let kinds = [
      ("ARP", totals.arp), ("other protocols", totals.other), ("cut short", totals.short),
      ("encrypted", totals.encrypted), ("malformed IP", totals.malformedIP),
      ("unknown link type", totals.unknownLink),
    ]
    let present = kinds.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
    return present.isEmpty ? "nothing" : present.joined(separator: ", ")
  }
}
