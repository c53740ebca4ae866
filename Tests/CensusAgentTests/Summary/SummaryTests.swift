import CensusAgent
import CensusAttribution
import CensusCapture
import Foundation
import TestSupport
import Testing

@Suite("summary")
struct SummaryTests {
  private let up = Packets.tcpFrame(from: Host.phone, to: Host.server, flags: 16, data: 60)
  private let down = Packets.tcpFrame(from: Host.server, to: Host.phone, flags: 16, data: 960)

  private func timed(_ frames: [[UInt8]]) -> [TimedFrame] {
    frames.enumerated().map { TimedFrame(Host.noon + Int64($0.offset), $0.element) }
  }

  @Test("rows are told by device, place, direction and rule; pairs add both directions up")
  func rows() throws {
    let survey = try survey([timed([up, down, up])])
    let rows = survey.summary.rows
    #expect(rows.map(\.key.direction) == [.down, .up])
    #expect(rows.map(\.traffic.packets) == [1, 2])
    #expect(rows.map(\.traffic.bytes) == [1000, 200])
    #expect(rows.map(\.flows) == [1, 1])
    let pairs = survey.summary.pairs
    #expect(pairs.map(\.key.device.label) == ["02:00:00:00:00:01"])
    #expect(pairs.map(\.flows) == [1])
    #expect(pairs.map(\.bytes) == [1200])
  }

  @Test("a flow whose device changes its address back and forth is one flow in each row")
  func addressFlips() throws {
    var moved = Host.phone
    moved.mac += 8
    let other = Packets.tcpFrame(from: moved, to: Host.server, flags: 16, data: 60)
    let survey = try survey([timed([up, other, up, other, up, down])])
    #expect(survey.summary.rows.map(\.flows) == [1, 1, 1])
    #expect(survey.flows == 1)
  }

  @Test("a flow that crosses hours is one flow in its row, and begins in one tally")
  func hours() throws {
    let frames = (0..<4).map { TimedFrame(Host.noon + Int64($0) * 3600 * Host.second, up) }
    let survey = try survey([frames])
    #expect(survey.summary.rows.map(\.flows) == [1])
    #expect(survey.tallies.sorted.map(\.counters.flows) == [1, 0, 0, 0])
    #expect(survey.tallies.sorted.map(\.counters.up.packets) == [1, 1, 1, 1])
  }

  @Test("both ends of a loop are one flow in their row")
  func loop() throws {
    let there = Packets.udpFrame(
      from: (1, 0x7f00_0001, 1000), to: (1, 0x7f00_0001, 2000))
    let back = Packets.udpFrame(from: (1, 0x7f00_0001, 2000), to: (1, 0x7f00_0001, 1000))
    #expect(try survey([timed([there, back])]).summary.rows.map(\.flows) == [1])
  }

  @Test("the same flow in two captures is two flows")
  func captures() throws {
    let survey = try survey([timed([up]), timed([up])])
    #expect(survey.flows == 2)
    #expect(survey.summary.rows.map(\.flows) == [2])
    #expect(survey.totals.packets == 2)
  }

  @Test("the JSON is JSON and holds what is promised")
  func json() throws {
    let text = SummaryJSON.text(try survey([timed([up, down])]))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["totals", "flows", "rows", "loss", "geo"])
    #expect((object["totals"] as? [String: Int])?.count == 16)
    let row = try #require((object["rows"] as? [[String: Any]])?.first)
    #expect(Set(row.keys) == ["device", "dest", "dir", "by", "packets", "bytes", "flows"])
    #expect((object["loss"] as? [String: Any])?["cut"] is NSNull)
  }

  @Test("the CSV has a header and one row for each device and place")
  func csv() throws {
    let text = SummaryCSV.text(try survey([timed([up, down])]))
    #expect(
      text == "device,host_name,dest,flows,packets_up,packets_down,bytes_up,bytes_down\r\n"
        + "02:00:00:00:00:01,,??,1,1,1,100,1000\r\n")
  }

  @Test(
    "a host name from the network is neither a formula of a spreadsheet nor a terminal's command")
  func hostileHostName() throws {
    let name = Array("=1+1\u{1b}[2J".utf8)
    // RFC 2131, section 2: op, htype, hlen; the client's address at 28; the magic cookie at 236.
    var message = [UInt8](repeating: 0, count: 236)
    message.replaceSubrange(0..<3, with: [1, 1, 6])
    message.replaceSubrange(28..<34, with: Packets.big(Host.phone.mac, 6))
    message += [0x63, 0x82, 0x53, 0x63, 12, UInt8(name.count)] + name + [255]
    let request = Packets.ethernet(
      from: Host.phone.mac, to: 0xffff_ffff_ffff, type: 0x0800,
      Packets.ipv4(
        from: 0, to: 0xffff_ffff, transport: 17, Packets.udp(from: 68, to: 67, message)))
    let survey = try survey([timed([request])])
    #expect(SummaryCSV.text(survey).contains(",'=1+1[2J,broadcast,"))
    #expect(SummaryTable.text(survey).contains(" =1+1[2J "))
  }

  @Test("the table names its units and what was lost")
  func table() throws {
    var survey = try survey([timed([up, down])])
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "cut.pcap")
      try Data(PcapWriter().file(timed([up, down])).dropLast()).write(to: path)
      let ending = try survey.read(path.path)
      #expect(ending != .complete)
    }
    let text = SummaryTable.text(survey)
    #expect(text.contains("bytes up"))
    #expect(text.contains("not read to the end"))
    #expect(survey.totals.packets == 3)
  }
}
