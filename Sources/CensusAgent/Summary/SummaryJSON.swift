import CensusAttribution
import CensusCapture
import CensusProtocol

/// The summary for programs: `totals`, `flows`, `rows`, `loss` and `geo`, with the names and meanings of
/// the reference count (see the README's section on formats).
public enum SummaryJSON {
  /// The text, with a newline at its end.
  public static func text(_ survey: CaptureSurvey) -> String {
    let members = [
      ("totals", totals(survey.totals)),
      ("flows", String(survey.flows)),
      ("rows", JSONText.lines(survey.summary.rows.map(row))),
      ("loss", loss(survey)),
      (
        "geo",
        JSONText.array(
          survey.databases.map { label in
            JSONText.object([
              ("name", JSONText.string(label.name)), ("version", JSONText.string(label.version)),
            ])
          })
      ),
    ]
    return "{\n"
      + members.map { JSONText.string($0.0) + ": " + $0.1 }.joined(separator: ",\n") + "\n}\n"
  }

  private static func totals(_ totals: TrafficTotals) -> String {
    let counters = [
      ("packets", totals.packets), ("wire_bytes", totals.wireBytes),
      ("captured_bytes", totals.capturedBytes), ("ip_packets", totals.ipPackets),
      ("ipv4_packets", totals.ipv4Packets), ("ipv6_packets", totals.ipv6Packets),
      ("ip_bytes", totals.ipBytes), ("ip_frame_bytes", totals.ipFrameBytes),
      ("ip_overlong", totals.overlong), ("arp", totals.arp), ("other", totals.other),
      ("short", totals.short), ("encrypted", totals.encrypted),
      ("malformed_ip", totals.malformedIP), ("unknown_link", totals.unknownLink),
      ("later_fragments", totals.laterFragments),
    ]
    return JSONText.object(counters.map { ($0.0, String($0.1)) })
  }

  private static func row(_ row: SummaryRow) -> String {
    var members = [
      ("device", JSONText.string(row.key.device.label)),
      ("dest", JSONText.string(row.key.places.first.description)),
      ("dir", JSONText.string(row.key.direction.rawValue)),
      ("by", JSONText.string(row.key.decidedBy.rawValue)),
      ("packets", String(row.traffic.packets)),
      ("bytes", String(row.traffic.bytes)),
      ("flows", String(row.flows)),
    ]
    if row.key.places.all.count > 1 {
      let answers = row.key.places.all.map { JSONText.string($0.description) }
      members.append(("dests", JSONText.array(answers)))
    }
    return JSONText.object(members)
  }

  /// `cut` is null where every capture was read to its end, else what happened where.
  private static func loss(_ survey: CaptureSurvey) -> String {
    let cuts = survey.endings.filter { $0.ending != .complete }
      .map { "\($0.path): \($0.ending)" }
    var members = [
      ("cut", cuts.isEmpty ? "null" : JSONText.string(cuts.joined(separator: "; "))),
      ("bad_blocks", String(survey.loss.badBlocks)),
      ("reported_drops", String(survey.loss.reportedDrops)),
      ("kernel_drops", String(survey.loss.kernelDrops)),
      ("interface_drops", String(survey.loss.interfaceDrops)),
      ("gaps", String(survey.loss.gaps)),
      ("gap_microseconds", String(survey.loss.gapMicroseconds)),
      ("unseen_endings", String(survey.loss.unseenEndings)),
      ("uncounted_connections", String(survey.loss.uncountedConnections)),
      ("evicted_flows", String(survey.loss.evictedFlows)),
    ]
    if survey.loss.records != RecordStatistics() {
      members.append(("records", RecordSummary.json(survey.loss.records)))
    }
    return JSONText.object(members)
  }
}
