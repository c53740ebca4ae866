import Foundation
import TestSupport
import Testing

@testable import CensusCapture

/// The exports of some twenty makers that lie beside the repository.
enum Exported {
  static let folder = Repository.shared?.appending(path: "captures/exports")

  /// Files that belong together, templates first.
  static let groups: [[String]] = [
    ["akvorado__netflow__template.pcap", "akvorado__netflow__data.pcap"],
    ["akvorado__netflow__datalink-template.pcap", "akvorado__netflow__datalink-data.pcap"],
    ["akvorado__netflow__icmp-template.pcap", "akvorado__netflow__icmp-data.pcap"],
    ["akvorado__netflow__ipfixprobe-templates.pcap", "akvorado__netflow__ipfixprobe-data.pcap"],
    ["akvorado__netflow__mpls.pcap"], ["akvorado__netflow__nat.pcap"],
    ["akvorado__netflow__nfv5.pcap"],
    [
      "akvorado__netflow__options-template.pcap", "akvorado__netflow__options-data.pcap",
      "akvorado__netflow__template.pcap", "akvorado__netflow__data.pcap",
    ],
    ["akvorado__netflow__samplingrate-template.pcap", "akvorado__netflow__samplingrate-data.pcap"],
    ["ndpi__netflowv9.pcap"], ["pmacct__100-IPFIXv10-CISCO__traffic-00.pcap"],
    ["pmacct__101-NFv9-CISCO-cust_primitives__traffic-00.pcap"],
    ["pmacct__106-IPFIXv10-HUAWEI-vrf_name__traffic-00.pcap"], ["scapy__ipfix.pcap"],
    ["logstash__ipfix.dat"], ["logstash__netflow5.dat"], ["logstash__netflow5_test_invalid01.dat"],
    ["logstash__netflow5_test_juniper_mx80.dat"],
    ["logstash__netflow9_cisco_asr1001x_tpl259.dat"], ["logstash__netflow9_test_cisco_1941K9.dat"],
    ["logstash__netflow9_test_invalid01.dat"], ["logstash__netflow9_test_juniper_srx_tplopt.dat"],
    ["logstash__netflow9_test_valid01.dat"],
    dat("ipfix_test_barracuda_extended_uniflow_", "tpl256", "data256"),
    dat("ipfix_test_juniper_mx240_junos151r6s3_", "opttpl512", "data512"),
    dat("ipfix_test_mikrotik_", "tpl", "data258", "data259"),
    dat("ipfix_test_netscaler_", "tpl", "data"), dat("ipfix_test_viptela_", "tpl257", "data257"),
    dat("netflow9_test_cisco_asa_1_", "tpl", "data"),
    dat(
      "netflow9_test_cisco_asr9k_", "opttpl256", "opttpl257", "opttpl334", "tpl260", "tpl266",
      "data256", "data260"),
    dat("netflow9_test_cisco_wlc_", "tpl", "data261"),
    dat("netflow9_test_field_layer2segmentid_", "tpl", "data"),
    dat("netflow9_test_fortigate_fortios_542_appid_", "tpl258-269", "data258_262"),
    dat("netflow9_test_h3c_netstream_varstring_", "tpl3281", "data3281"),
    dat("netflow9_test_macaddr_", "tpl", "data"),
    dat("netflow9_test_nprobe_", "tpl", "data", "dpi"),
    dat(
      "netflow9_test_paloalto_81_", "tpl256-263",
      "data257_1flowset_in_large_zerofilled_packet"),
  ]

  private static func dat(_ prefix: String, _ parts: String...) -> [String] {
    parts.map { "logstash__\(prefix)\($0).dat" }
  }

  /// All records of files that belong together, and what became of the datagrams.
  static func decode(_ names: [String]) throws -> (
    records: [FlowRecord], statistics: RecordStatistics, failures: [CaptureError]
  ) {
    let folder = try #require(folder)
    var records: [FlowRecord] = []
    var files = RecordFiles(
      names.map { folder.appending(path: $0).path },
      meter: RecordMeter(limits: .wholeCapture, inspect: { records.append($0) }))
    var packets: UInt64 = 0
    while try files.advance(at: 0, waiting: 0, { packets += $0.packets }) {}
    files.finish { packets += $0.packets }
    #expect(packets == records.reduce(0) { $0 + $1.packets }, "slices add up to the records")
    return (records, files.loss.records, files.failures)
  }
}
