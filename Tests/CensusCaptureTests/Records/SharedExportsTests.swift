import Foundation
import TestSupport
import Testing

@testable import CensusCapture

@Suite("real exports of twenty makers", .enabled(if: Exported.folder != nil, "no shared captures"))
struct SharedExportsTests {
  @Test("every file of the folder is read, and only the damaged one is refused")
  func everyFile() throws {
    let folder = try #require(Exported.folder)
    let known = Set(Exported.groups.flatMap { $0 })
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(known.isSubset(of: names))
    for name in names.sorted() {
      let failures = try Exported.decode([name]).failures
      #expect(failures.isEmpty == (name != "logstash__netflow5_test_invalid01.dat"), "\(name)")
    }
  }

  @Test(
    "nothing in them contradicts itself, and every set finds its template",
    arguments: Exported.groups)
  func clean(group: [String]) throws {
    let statistics = try Exported.decode(group).statistics
    guard group != ["logstash__netflow5_test_invalid01.dat"] else { return }
    #expect(statistics.undecodable == 0)
    #expect(statistics.badSets == 0)
    // nDPI's capture has no template at all; NetScaler's data have one set whose template is not there.
    let waiting = ["ndpi__netflowv9.pcap": 23, "logstash__ipfix_test_netscaler_tpl.dat": 1]
    #expect(statistics.waitingSets == waiting[group[0]] ?? 0)
  }

  @Test(
    "NetFlow and IPFIX: as many records, packets and octets as tshark sees",
    arguments: Exported.groups)
  func tshark(group: [String]) throws {
    let comparison = Self.comparisons[group[0]] ?? .all
    guard comparison != .none else { return }
    let seen = try TShark.flows(group)
    let decoded = try Exported.decode(group)
    func unsampled(_ counter: KeyPath<FlowRecord, UInt64>) -> UInt64 {
      decoded.records.reduce(0) { $0 + $1[keyPath: counter] / UInt64($1.samplingRate) }
    }
    if comparison == .all {
      #expect(decoded.records.count + decoded.statistics.emptyRecords == seen.addresses)
    }
    if comparison == .totalCounters {
      #expect(unsampled(\.bytes) == seen.totalOctets)
    } else {
      #expect(unsampled(\.packets) == seen.packets)
      #expect(unsampled(\.bytes) == seen.octets)
    }
  }

  private enum Comparison {
    /// Records, packets and octets.
    case all
    /// tshark counts the addresses of tunnels and of MPLS labels too, and a record for both directions once.
    case counters
    /// The records have octets since the flow's beginning, and no packets: each is counted as one.
    case totalCounters
    case none
  }

  private static let comparisons: [String: Comparison] = [
    "akvorado__netflow__ipfixprobe-templates.pcap": .counters,
    "pmacct__101-NFv9-CISCO-cust_primitives__traffic-00.pcap": .counters,
    "pmacct__106-IPFIXv10-HUAWEI-vrf_name__traffic-00.pcap": .counters,
    "logstash__netflow9_test_cisco_asa_1_tpl.dat": .totalCounters,
    // The first bytes of packets, which tshark does not add up.
    "akvorado__netflow__datalink-template.pcap": .none,
    // tshark stops after as many sets as the header says, which are fewer than there are.
    "logstash__netflow9_test_invalid01.dat": .none,
    // Damaged: refused.
    "logstash__netflow5_test_invalid01.dat": .none,
    // A record of something without addresses, and records of stations alone: those are no flows here.
    "logstash__netflow9_test_nprobe_tpl.dat": .none,
    "logstash__netflow9_test_cisco_wlc_tpl.dat": .none,
  ]

  @Test(
    "the records that pmacct made of its own test captures",
    arguments: [
      "100-IPFIXv10-CISCO", "101-NFv9-CISCO-cust_primitives", "106-IPFIXv10-HUAWEI-vrf_name",
    ])
  func pmacct(test: String) throws {
    let folder = try #require(Repository.shared).appending(path: "captures/expected")
    let text = try String(
      contentsOf: folder.appending(path: "pmacct__\(test)__output-flow-00.json"), encoding: .utf8)
    let expected = try text.split(separator: "\n").map { line in
      try JSONDecoder().decode(PmacctRecord.self, from: Data(line.utf8))
    }
    let records = try Exported.decode(["pmacct__\(test)__traffic-00.pcap"]).records
    #expect(records.count == expected.count)
    // Of a tunnel pmacct takes the inner header and we the outer one: there only the counters agree.
    let isTunnel = { (record: FlowRecord) in record.transport == 4 }
    #expect(
      records.map { "\($0.packets) \($0.bytes)" }.sorted()
        == expected.map { "\($0.packets) \($0.bytes)" }.sorted())
    if !records.contains(where: isTunnel) {
      #expect(records.map(PmacctRecord.line).sorted() == expected.map(\.line).sorted())
    } else {
      let ours = records.filter { !isTunnel($0) }.map(PmacctRecord.line)
      #expect(Set(ours).isSubset(of: expected.map(\.line)))
      #expect(!ours.isEmpty)
    }
  }

  @Test("sFlow: the same packets as tshark sees, each as often as its rate says")
  func sflow() throws {
    let folder = try #require(Exported.folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.contains("sflow") && $0.hasSuffix(".pcap") }
    #expect(names.count == 8)
    for name in names where name != "tcpdump__sflow_multiple_counter_30_pdus.pcap" {
      let records = try Exported.decode([name]).records
      let rates = try TShark.sflowRates(folder.appending(path: name))
      #expect(records.map { UInt64($0.samplingRate) }.sorted() == rates.sorted(), "\(name)")
      #expect(records.allSatisfy { $0.packets == UInt64($0.samplingRate) })
    }
  }

  @Test(
    "the NAT of a MikroTik and of a FortiGate does not double flows, and the device stays the device"
  )
  func translation() throws {
    for name in ["ipfix_test_mikrotik_", "netflow9_test_fortigate"] {
      let group = try #require(Exported.groups.first { $0[0].contains(name) })
      let records = try Exported.decode(group).records.filter { $0.source.version == .v4 }
      let ends = records.map { [$0.source, $0.destination] }
      // The routers' outer addresses, 192.168.230.216 and 10.0.0.250, are on no side of a translated flow.
      let outer: Set = [IPAddress(v4: 0xc0a8_e6d8), IPAddress(v4: 0x0a00_00fa)]
      #expect(ends.allSatisfy { outer.isDisjoint(with: $0) }, "\(name)")
    }
  }
}
