import CensusCapture

/// What is said below a summary of the flow records that it came from.
enum RecordSummary {
  /// All counters, by name.
  static func json(_ records: RecordStatistics) -> String {
    let counters = [
      ("datagrams", records.datagrams), ("undecodable", records.undecodable),
      ("refused", records.refused), ("dropped", Int(clamping: records.dropped)),
      ("counted", records.records), ("other", records.otherRecords),
      ("empty", records.emptyRecords), ("implausible", records.implausibleRecords),
      ("without_packets", records.recordsWithoutPackets),
      ("unknown_sampler", records.recordsOfUnknownSamplers),
      ("sets_without_template", records.setsWithoutTemplate),
      ("waiting_sets", records.waitingSets), ("bad_sets", records.badSets),
      ("lost_records", Int(clamping: records.lostRecords)),
      ("lost_datagrams", Int(clamping: records.lostDatagrams)),
      ("dropped_samples", Int(clamping: records.droppedSamples)),
      ("restarts", records.restarts), ("corrected_clocks", records.correctedClocks),
      ("coarsest_sampling", Int(records.coarsestSampling)),
    ]
    return JSONText.object(counters.map { ($0.0, String($0.1)) })
  }

  /// One line for what was read, and one for each thing that a person should know.
  static func lines(_ records: RecordStatistics) -> [String] {
    guard records != RecordStatistics() else { return [] }
    let notes = [
      (
        records.coarsestSampling > 1 ? 1 : 0,
        "sampled: up to 1 packet in \(records.coarsestSampling) was "
          + "looked at; packets and bytes are multiplied, and what is rare may not be there"
      ),
      (records.refused, "datagrams of exporters that are not admitted: \(records.refused)"),
      (records.undecodable, "datagrams of no known format: \(records.undecodable)"),
      (
        Int(clamping: records.dropped),
        "datagrams dropped because they came too fast: \(records.dropped)"
      ),
      (Int(clamping: records.lostRecords), "records lost on the way: \(records.lostRecords)"),
      (Int(clamping: records.lostDatagrams), "datagrams lost on the way: \(records.lostDatagrams)"),
      (
        Int(clamping: records.droppedSamples),
        "samples that agents dropped: \(records.droppedSamples)"
      ),
      (
        records.setsWithoutTemplate + records.waitingSets,
        "sets of records whose template did not come: "
          + "\(records.setsWithoutTemplate + records.waitingSets); exporters send it every few minutes"
      ),
      (records.badSets, "templates and sets that contradict themselves: \(records.badSets)"),
      (records.implausibleRecords, "records of more than can be: \(records.implausibleRecords)"),
      (records.emptyRecords, "records without counters, not counted: \(records.emptyRecords)"),
      (
        records.recordsWithoutPackets,
        "records without a count of packets, each counted as one: \(records.recordsWithoutPackets)"
      ),
      (
        records.recordsOfUnknownSamplers,
        "records whose sampling rate is not known, counted as unsampled: "
          + "\(records.recordsOfUnknownSamplers)"
      ),
      (
        records.correctedClocks,
        "datagrams of exporters whose clock is more than an hour off, placed by their arrival: "
          + "\(records.correctedClocks)"
      ),
      (records.restarts, "exporters that began anew: \(records.restarts)"),
    ]
    return ["from \(records.records) flow records in \(records.datagrams) datagrams"]
      + notes.filter { $0.0 > 0 }.map(\.1)
  }
}
