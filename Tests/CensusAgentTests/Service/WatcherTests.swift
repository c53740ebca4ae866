import CensusAttribution
import CensusCapture
import CensusProtocol
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import CensusAgent

/// A vantage that shows a capture's flows at the moments at which their packets were captured.
private struct Replay: Vantage, ~Copyable {
  private var meter: CaptureMeter
  private let clock: FakeClock
  private let steps: Int
  private var step = 0
  var gapAtStep: Int?

  init(_ path: String, clock: FakeClock, steps: Int) throws {
    meter = try CaptureMeter(path: path, limits: FlowLimits())
    self.clock = clock
    self.steps = steps
  }

  mutating func advance(
    at now: Int64, waiting milliseconds: Int32, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) -> Bool {
    if step == 0 { _ = try meter.advance(at: now, waiting: milliseconds, receive) }
    step += 1
    clock.pass(milliseconds: Int64(milliseconds))
    return step < steps
  }

  mutating func handOutAll(_ receive: (FlowSlice) -> Void) { meter.handOutAll(receive) }
  mutating func finish(_ receive: (FlowSlice) -> Void) { meter.finish(receive) }
  var totals: TrafficTotals { meter.totals }
  var flows: Int { meter.flows }
  var evidence: EvidenceBook { meter.evidence }
  var loss: CaptureLoss {
    var loss = meter.loss
    if let gapAtStep, step >= gapAtStep { loss.gapMicroseconds = 5_000_000 }
    return loss
  }
}

private final class FakeClock: Sendable {
  private let time: Mutex<Int64>

  init(_ start: Int64) { time = Mutex(start) }

  func pass(milliseconds: Int64) { time.withLock { $0 += milliseconds * 1000 } }

  var service: ServiceClock {
    ServiceClock(now: { self.time.withLock { $0 } }, steady: { self.time.withLock { $0 } })
  }
}

@Suite("Watching")
struct WatcherTests {
  private let everything: Range<Int64> = 0..<1_000_000
  /// 2026-11-18T09:00:30Z.
  private let start: Int64 = 1_795_078_830_000_000

  private func watch(
    steps: Int, gapAtStep: Int? = nil, events: inout [String], in folder: URL,
    atTenthSecond act: (LocalStore) throws -> Void = { _ in }
  ) throws -> LocalStore {
    let frame = Packets.udpFrame(
      from: (2, 0xc0a8_0102, 5000), to: (4, 0x2a3e_0001, 123), data: 48)
    let path = folder.appending(path: "live.pcap").path
    let frames = [TimedFrame(start + 1_000_000, frame), TimedFrame(start + 90_000_000, frame)]
    try Data(PcapWriter().file(frames)).write(to: URL(filePath: path))
    let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
    let clock = FakeClock(start)
    var replay = try Replay(path, clock: clock, steps: steps)
    replay.gapAtStep = gapAtStep
    var watcher = Watcher(
      store: store, networks: LocalNetworks(), databases: try Household.database(in: folder))
    var heard: [String] = []
    var second = 0
    var failure: (any Error)?
    let goesOn = {
      second += 1
      do { if second == 10 { try act(store) } } catch { failure = error }
      return true
    }
    try watcher.follow(&replay, clock: clock.service, while: goesOn) { event in
      heard.append("\(event)".prefix { $0 != "(" }.description)
    }
    if let failure { throw failure }
    events = heard
    return store
  }

  @Test("writes what was seen with the whole minutes in which it was watched")
  func minutes() throws {
    try withTemporaryFolder { folder in
      var events: [String] = []
      let store = try watch(steps: 200, events: &events, in: folder)
      let tallies = try store.tallies(in: everything)
      #expect(tallies.map(\.counters.up.packets) == [2])
      #expect(tallies.map(\.key.service) == [.ntp])
      // From :30 to :50 of the fourth minute: two whole minutes.
      #expect(try store.watched(in: everything).map(\.minutes) == [2])
      #expect(try store.watched(in: everything).map(\.loss.read) == [2])
      #expect(events.contains("wrote"))
      #expect(events.contains("pruned"))
    }
  }

  @Test(
    "writes nothing of a device that its owner ignores or forgets in the minute before",
    arguments: [true, false])
  func unwanted(isIgnored: Bool) throws {
    try withTemporaryFolder { folder in
      var events: [String] = []
      let phone = Device(label: "00:00:00:00:00:02")
      let store = try watch(steps: 200, events: &events, in: folder) { store in
        if isIgnored {
          try store.ignore(phone, at: start + 10_000_000)
        } else {
          try store.forget(phone, at: start + 10_000_000)
        }
      }
      #expect(try store.tallies(in: everything).isEmpty)
      #expect(try store.devices().isEmpty)
      // Watched it was all the same.
      #expect(try store.watched(in: everything).map(\.minutes) == [2])
    }
  }

  @Test("counts a minute in which the vantage saw nothing as a gap")
  func outage() throws {
    try withTemporaryFolder { folder in
      var events: [String] = []
      let store = try watch(steps: 200, gapAtStep: 70, events: &events, in: folder)
      #expect(events.contains("gap"))
      #expect(try store.watched(in: everything).map(\.minutes) == [1])
      #expect(try store.tallies(in: everything).map(\.counters.up.packets) == [2])
    }
  }

  @Test("keeps five weeks: of an hour older than that nothing is left")
  func fiveWeeks() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "agent.sqlite").path
      let hour = start / 3_600_000_000
      let before = try LocalStore(path: path)
      for old in [hour - 840, hour - 841] {
        try before.add(
          WatchedSpan(
            tallies: [], minutes: old * 60..<old * 60 + 60, loss: WatchLoss(read: 1), databases: [])
        )
      }
      var events: [String] = []
      let store = try watch(steps: 200, events: &events, in: folder)
      #expect(try store.watched(in: everything).map(\.hour) == [hour - 840, hour])
    }
  }

  @Test("makes one device of two addresses once it is sure, an hour later")
  func continued() throws {
    try withTemporaryFolder { folder in
      let name = "HUAWEI_Mate_20_X-ec447026"
      let frames =
        Visit.frames(0xd200_0000_0001, name, at: start)
        + Visit.frames(0xd600_0000_0002, name, at: start + 600_000_000)
      let path = folder.appending(path: "live.pcap").path
      try Data(PcapWriter().file(frames)).write(to: URL(filePath: path))
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      let clock = FakeClock(start)
      var replay = try Replay(path, clock: clock, steps: 4_400)
      var watcher = Watcher(
        store: store, networks: LocalNetworks(), databases: [], identifier: DeviceIdentifier())
      var second = 0
      var devicesBefore: Int?
      let goesOn = {
        second += 1
        if second == 3_000 { devicesBefore = try? store.devices().count }
        return true
      }
      try watcher.follow(&replay, clock: clock.service, while: goesOn) { _ in }
      #expect(devicesBefore == 2)
      #expect(try store.devices().count == 1)
      #expect(
        try store.tallies(in: everything).filter { $0.key.service == .ntp }.map(
          \.counters.up.packets) == [2])
    }
  }

  @Test("writes what a full disk held back for the device that it is by then")
  func heldBack() throws {
    try withTemporaryFolder { folder in
      let name = "HUAWEI_Mate_20_X-ec447026"
      let frames =
        Visit.frames(0xd200_0000_0001, name, at: start)
        + Visit.frames(0xd600_0000_0002, name, at: start + 600_000_000)
      let path = folder.appending(path: "live.pcap").path
      try Data(PcapWriter().file(frames)).write(to: URL(filePath: path))
      let store = try LocalStore(path: folder.appending(path: "agent.sqlite").path)
      var watcher = Watcher(
        store: store, networks: LocalNetworks(), databases: [], identifier: DeviceIdentifier())
      var meter = try CaptureMeter(path: path, limits: FlowLimits())
      while try meter.advance({ slice in watcher.add(slice) }) {}
      meter.finish { slice in watcher.add(slice) }
      // Nothing of it could be written before it is known that both are one.
      try watcher.identify(meter.evidence, at: start + 5_000_000_000)
      let minute = start / 60_000_000
      try watcher.write(minute..<minute + 20, totals: meter.totals, loss: meter.loss)
      #expect(try store.devices().count == 1)
    }
  }
}
