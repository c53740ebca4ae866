import CensusAttribution
import CensusCapture
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("Counting captures into the store")
struct CaptureImportTests {
  private let everything: Range<Int64> = 0..<1_000_000

  private func household(seed: UInt64) -> ([Household.Deed], Household.Secrets) {
    var generator = SeededGenerator(seed: seed)
    return (
      Household.Deed.random(devices: 2, count: 30, using: &generator),
      Household.Secrets.random(devices: 2, using: &generator)
    )
  }

  @Test("counts a file once, however often it is given")
  func once() throws {
    try withTemporaryFolder { folder in
      let (deeds, secrets) = household(seed: 1)
      let store = try Household.store(deeds, secrets, in: folder)
      let before = try store.tallies(in: everything)
      #expect(!before.isEmpty)
      let again = CaptureImport(
        store: store, networks: LocalNetworks(), databases: try Household.database(in: folder),
        limits: FlowLimits())
      #expect(try again.add(folder.appending(path: "house.pcap").path) == .knownAlready)
      #expect(try store.tallies(in: everything) == before)
    }
  }

  @Test("counts what the survey of the same file counts, and watches from first to last packet")
  func agrees() throws {
    try withTemporaryFolder { folder in
      let (deeds, secrets) = household(seed: 2)
      let store = try Household.store(deeds, secrets, in: folder)
      var survey = CaptureSurvey(
        networks: LocalNetworks(), databases: try Household.database(in: folder))
      try survey.read(folder.appending(path: "house.pcap").path)
      #expect(try store.tallies(in: everything) == survey.tallies.sorted)
      let first = try #require(survey.totals.first) / 60_000_000
      let last = try #require(survey.totals.last) / 60_000_000
      let watched = try store.watched(in: everything).reduce(0) { $0 + $1.minutes }
      #expect(Int64(watched) == last - first + 1)
    }
  }

  @Test("refuses a capture whose packets are years apart, and counts nothing of it")
  func tooLong() throws {
    try withTemporaryFolder { folder in
      let frame = Packets.udpFrame(
        from: (2, 0xc0a8_0102, 5000), to: (4, 0x2a3e_0001, 123))
      let path = folder.appending(path: "long.pcap").path
      let frames = [TimedFrame(0, frame), TimedFrame(40 * 86_400 * 1_000_000, frame)]
      try Data(PcapWriter().file(frames)).write(to: URL(filePath: path))
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      let capture = CaptureImport(
        store: store, networks: LocalNetworks(), databases: try Household.database(in: folder),
        limits: FlowLimits())
      let error = #expect(throws: CaptureImportError.self) { try capture.add(path) }
      #expect(error?.description.contains("40 days apart") == true)
      #expect(try store.tallies(in: everything).isEmpty)
    }
  }

  @Test(
    "counts a device that goes on under another random address as one, and two that may be two as two",
    arguments: [("HUAWEI_Mate_20_X-ec447026", 1), ("Galaxy-A12", 2)])
  func continued(name: String, devices: Int) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "phones.pcap").path
      let start: Int64 = 1_795_078_800_000_000
      let frames =
        Visit.frames(0xd200_0000_0001, name, at: start)
        + Visit.frames(0xd600_0000_0002, name, at: start + 600_000_000)
      try Data(PcapWriter().file(frames)).write(to: URL(filePath: path))
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      let capture = CaptureImport(
        store: store, networks: LocalNetworks(), databases: [], limits: FlowLimits(),
        identifier: DeviceIdentifier())
      _ = try capture.add(path)
      #expect(try store.devices().count == devices)
      #expect(try store.knownDevices().count == devices)
      let ntp = try store.tallies(in: everything).filter { $0.key.service == .ntp }
      #expect(
        ntp.map(\.counters.up.packets) == [UInt64](repeating: UInt64(2 / devices), count: devices))
      // Minutes 0 to 12: with one address there is no silence to be sure of between the two.
      let minutes = try store.presence(in: everything).map(\.minutes)
      #expect(minutes == (devices == 1 ? [13] : [3, 3]))
    }
  }

  @Test("counts nothing of a device that is not to be observed, and concludes nothing on it")
  func ignored() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "phone.pcap").path
      let frames = Visit.frames(0xd200_0000_0001, "Galaxy-A12", at: 1_795_078_800_000_000)
      try Data(PcapWriter().file(frames)).write(to: URL(filePath: path))
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      try store.ignore(Device(label: "d2:00:00:00:00:01"), at: 1)
      let capture = CaptureImport(
        store: store, networks: LocalNetworks(), databases: [], limits: FlowLimits(),
        identifier: DeviceIdentifier())
      _ = try capture.add(path)
      #expect(try store.devices().isEmpty)
      #expect(try store.tallies(in: everything).isEmpty)
      #expect(try store.knownDevices().allSatisfy { $0.conclusion == nil && $0.isIgnored })
    }
  }
}
