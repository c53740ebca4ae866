import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("The owner's report")
struct OwnerReportTests {
  private let hour: Int64 = 498_756

  /// A phone that spoke with China and a lamp that was there and spoke with nobody outside.
  private func withReport(_ check: (OwnerReport) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      func tally(_ device: String, _ place: String, bytes: UInt64) throws -> Tally {
        Tally(
          key: Tally.Key(
            hour: UInt32(hour), device: Device(label: device),
            places: Places([try #require(Place(place))]), service: .tls),
          counters: Tally.Counters(
            flows: 1, up: Tally.Traffic(packets: 1, bytes: bytes), down: Tally.Traffic(),
            minutes: 1 | 1 << 59, handshake: nil))
      }
      let span = WatchedSpan(
        tallies: [
          try tally("phone", "CN", bytes: 5000), try tally("phone", "lan", bytes: 70_000),
          try tally("lamp", "lan", bytes: 100),
        ],
        minutes: hour * 60..<(hour + 1) * 60, loss: WatchLoss(lost: 4, read: 100),
        databases: [GeoDatabaseReference(name: "tor-geoipdb", version: "2026-06-25")])
      try store.add(span)
      try check(
        OwnerReport(
          of: store, hours: hour..<hour + 2, names: [Device(label: "phone"): "Anna's, \"red\""]))
    }
  }

  @Test("says which device spoke with which country, and never that nothing was sent")
  func table() throws {
    try withReport { report in
      let text = report.table(title: "week 2026-W48")
      #expect(text.contains("watched for 1.0 of 2.0 hours"))
      #expect(text.contains("not in the figures: 4 packets lost"))
      #expect(text.contains("CN"))
      #expect(!text.contains("70000"))
      #expect(text.contains("nowhere outside"))
      // Nothing seen in one hour: fewer than three an hour.
      #expect(text.contains("contacts an hour"))
      #expect(text.contains("3.0"))
      #expect(text.contains("tor-geoipdb 2026-06-25"))
    }
  }

  @Test("gives programs every row, the local ones too, with what silence means")
  func documents() throws {
    try withReport { report in
      struct Document: Decodable {
        struct Device: Decodable {
          struct Row: Decodable {
            let place: String
            let bytesUp: Int
          }
          let device: String
          let name: String?
          let presentMinutes: Int
          let unseenRateBelowPerHour: Double?
          let rows: [Row]
        }
        let week: String
        let watchedMinutes: Int
        let devices: [Device]
      }
      let json = report.json(week: "2026-W48")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let document = try decoder.decode(Document.self, from: Data(json.utf8))
      #expect(document.watchedMinutes == 60)
      #expect(document.devices.map(\.device) == ["phone", "lamp"])
      #expect(document.devices.first?.name == "Anna's, \"red\"")
      #expect(document.devices.first?.rows.map(\.place).sorted() == ["CN", "lan"])
      #expect(document.devices.map(\.unseenRateBelowPerHour) == [3.0, 3.0])
      let csv = report.csv(week: "2026-W48")
      #expect(csv.contains("2026-W48,phone,\"Anna's, \"\"red\"\"\",CN,tls,1,1,5000,0,0,1,2,60\r\n"))
    }
  }

  @Test(
    "rounds the rate up, so that it stays a limit",
    arguments: [(60, "3.0"), (10_080, "0.018"), (2880, "0.063"), (7, "26"), (1, "180")])
  func limit(minutes: Int, text: String) throws {
    let limit = try #require(SilenceLimit.eventsPerHour(minutes: minutes))
    #expect(SilenceLimit.text(limit) == text)
  }
}
