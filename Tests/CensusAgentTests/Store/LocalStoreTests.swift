import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("The agent's local store")
struct LocalStoreTests {
  private let phone = Device(label: "02:00:00:00:00:01")
  /// 2026-11-23T12:00Z.
  private let noon: Int64 = 498_756
  private let everything: Range<Int64> = 0..<1_000_000

  private func tally(
    _ device: Device, hour: Int64, minutes: UInt64, place: String = "CN", bytes: UInt64 = 100
  ) throws -> Tally {
    Tally(
      key: Tally.Key(
        hour: UInt32(hour), device: device, places: Places([try #require(Place(place))]),
        service: .tls),
      counters: Tally.Counters(
        flows: 1, up: Tally.Traffic(packets: 1, bytes: bytes),
        down: Tally.Traffic(packets: 2, bytes: 2 * bytes), minutes: minutes, handshake: nil))
  }

  private func span(
    _ tallies: [Tally], minutes: Range<Int64>, loss: WatchLoss = WatchLoss()
  ) -> WatchedSpan {
    WatchedSpan(
      tallies: tallies, minutes: minutes, loss: loss,
      databases: [GeoDatabaseReference(name: "tor-geoipdb", version: "2026-06-25")])
  }

  private func withStore(_ body: (LocalStore) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try body(LocalStore(path: folder.appending(path: "agent.sqlite").path))
    }
  }

  @Test("adds up what is counted for one hour, device, places and service, and keeps it")
  func addsUp() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "agent.sqlite").path
      let begin = noon * 60
      do {
        let store = try LocalStore(path: path)
        try store.add(
          span([tally(phone, hour: noon, minutes: 1)], minutes: begin..<begin + 1))
        try store.add(
          span([tally(phone, hour: noon, minutes: 0b110)], minutes: begin + 1..<begin + 3))
      }
      let kept = try LocalStore(path: path).tallies(in: everything)
      #expect(kept.map(\.key.device) == [phone])
      #expect(kept.map(\.key.places.first.description) == ["CN"])
      #expect(kept.first?.counters.up == Tally.Traffic(packets: 2, bytes: 200))
      #expect(kept.first?.counters.down == Tally.Traffic(packets: 4, bytes: 400))
      #expect(kept.first?.counters.minutes == 0b111)
      #expect(kept.first?.counters.flows == 2)
    }
  }

  @Test("counts a silent device as present between packets that are no more than an hour apart")
  func presence() throws {
    try withStore { store in
      let begin = noon * 60
      // Seen in minute 10, and in minute 5 of the next hour: 55 minutes of silence in between.
      try store.add(
        span([tally(phone, hour: noon, minutes: 1 << 10)], minutes: begin..<begin + 60))
      try store.add(
        span([tally(phone, hour: noon + 1, minutes: 1 << 5)], minutes: begin + 60..<begin + 120))
      // Then away: 61 minutes are too long a silence.
      try store.add(
        span([tally(phone, hour: noon + 2, minutes: 1 << 6)], minutes: begin + 120..<begin + 180))
      let presence = try store.presence(in: everything)
      #expect(presence.map(\.minutes) == [50, 6, 1])
    }
  }

  @Test("counts nobody as present in a minute that the agent did not watch")
  func gapsAreNoExposure() throws {
    try withStore { store in
      let begin = noon * 60
      try store.add(
        span([tally(phone, hour: noon, minutes: 1)], minutes: begin..<begin + 10))
      try store.add(
        span([tally(phone, hour: noon, minutes: 1 << 30)], minutes: begin + 30..<begin + 31))
      #expect(try store.presence(in: everything).map(\.minutes) == [11])
      #expect(try store.watched(in: everything).map(\.minutes) == [11])
    }
  }

  @Test("keeps loss and the databases' versions beside the hours that were watched")
  func loss() throws {
    try withStore { store in
      let begin = noon * 60
      let loss = WatchLoss(lost: 3, undecodable: 1, read: 100, sampling: 1)
      try store.add(span([], minutes: begin + 59..<begin + 61, loss: loss))
      try store.add(span([], minutes: begin + 61..<begin + 62, loss: loss))
      let watched = try store.watched(in: everything)
      #expect(watched.map(\.minutes) == [1, 2])
      #expect(watched.map(\.loss.lost) == [0, 6])
      #expect(watched.first?.databases.first?.version == "2026-06-25")
    }
  }

  @Test("forgets hours before a given one, and the devices that were not seen since")
  func prune() throws {
    try withStore { store in
      let guest = Device(label: "02:00:00:00:00:02")
      try store.add(
        span([tally(guest, hour: noon, minutes: 1)], minutes: noon * 60..<noon * 60 + 1))
      let later = noon + 1
      try store.add(
        span([tally(phone, hour: later, minutes: 1)], minutes: later * 60..<later * 60 + 1))
      try store.prune(before: later)
      #expect(try store.devices() == [phone])
      #expect(try store.tallies(in: everything).map(\.key.device) == [phone])
      #expect(try store.watched(in: everything).map(\.hour) == [later])
    }
  }

  @Test("writes a span whole or not at all")
  func atomic() throws {
    try withStore { store in
      let begin = noon * 60
      let failing = try span([tally(phone, hour: noon, minutes: 1)], minutes: begin..<begin + 1)
      #expect(throws: DatabaseError.self) {
        try store.add(failing) { () throws(DatabaseError) in
          throw DatabaseError(path: store.path, code: 1, reason: "planted")
        }
      }
      #expect(try store.tallies(in: everything).isEmpty)
      #expect(try store.watched(in: everything).isEmpty)
      #expect(try store.devices().isEmpty)
    }
  }

  @Test("is readable by its owner alone, with its companion files")
  func permissions() throws {
    try withStore { store in
      try store.add(span([], minutes: 60..<61))
      for suffix in ["", "-wal", "-shm"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: store.path + suffix)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
      }
    }
  }

  @Test("makes each room's steps once, in order, and refuses a file from a later version")
  func migrations() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "steps.sqlite").path
      let first = Migration(room: "a", number: 1, statements: ["CREATE TABLE one (id INTEGER)"])
      let second = Migration(room: "a", number: 2, statements: ["CREATE TABLE two (id INTEGER)"])
      let other = Migration(room: "b", number: 1, statements: ["CREATE TABLE three (id INTEGER)"])
      let database = try SQLiteDatabase(path: path)
      try database.migrate([first])
      try database.migrate([first, second, other])
      try database.migrate([first, second, other])
      #expect(try database.run("SELECT count(*) FROM migration") == [[.integer(3)]])
      let error = #expect(throws: DatabaseError.self) { try database.migrate([first]) }
      #expect(error?.description.contains("later version") == true)
    }
  }

  @Test("leaves another program's database as it is")
  func foreignFile() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "spool.sqlite").path
      _ = try Spool(path: path)
      let error = #expect(throws: DatabaseError.self) { try LocalStore(path: path) }
      #expect(error?.description.contains("a database of another kind") == true)
    }
  }

  @Test("says when a device was seen first, though nothing was concluded on it")
  func firstSeen() throws {
    try withStore { store in
      let begin = noon * 60
      try store.add(span([tally(phone, hour: noon, minutes: 1)], minutes: begin..<begin + 1))
      try store.add(
        span([tally(phone, hour: noon + 29, minutes: 1)], minutes: begin + 1740..<begin + 1741))
      let known = try #require(try store.knownDevices().first)
      #expect(known.first == noon * 3_600_000_000)
      #expect(known.last == (noon + 29) * 3_600_000_000)
    }
  }

  @Test("takes no tally of a device that is not to be observed, and no conclusion")
  func ignored() throws {
    try withStore { store in
      let begin = noon * 60
      try store.ignore(phone, at: 1)
      try store.add(span([tally(phone, hour: noon, minutes: 1)], minutes: begin..<begin + 1))
      let said = DeviceIdentifier().identify([Signal(.hostName, "Galaxy-A12")])
      try store.conclude(KnownDevice.Conclusion(said), on: phone, first: 1, last: 2)
      #expect(try store.tallies(in: everything).isEmpty)
      #expect(try store.devices().isEmpty)
      #expect(try store.knownDevices().map(\.conclusion) == [nil])
    }
  }

  @Test("forgets with the tallies what devices were taken for, but for those that have a label")
  func oldConclusions() throws {
    try withStore { store in
      let said = KnownDevice.Conclusion(
        DeviceIdentifier().identify([Signal(.hostName, "Galaxy-A12")]))
      let labelled = Device(label: "02:00:00:00:00:02")
      let recent = Device(label: "02:00:00:00:00:03")
      let then = noon * 3_600_000_000
      for device in [phone, labelled] { try store.conclude(said, on: device, first: 1, last: then) }
      try store.conclude(said, on: recent, first: 1, last: then + 3_600_000_000)
      try store.label(labelled, as: ModelIdentifier("google-pixel-6"), at: 1)
      try store.prune(before: noon + 1)
      #expect(try store.knownDevices().map(\.device) == [labelled, recent])
    }
  }

  @Test("makes one device of two, whose common minutes count once, and the silence between them")
  func merging() throws {
    try withStore { store in
      let later = Device(label: "02:00:00:00:00:02")
      let begin = noon * 60
      try store.add(
        span(
          [
            tally(phone, hour: noon, minutes: 0b11),
            tally(later, hour: noon, minutes: 0b11_0000_0010),
          ],
          minutes: begin..<begin + 60))
      try store.label(later, as: ModelIdentifier("google-pixel-6"), at: 1)
      try store.merge(later, into: phone)
      #expect(try store.devices() == [phone])
      let tallies = try store.tallies(in: everything)
      #expect(tallies.map(\.counters.up) == [Tally.Traffic(packets: 2, bytes: 200)])
      #expect(tallies.map(\.counters.minutes) == [0b11_0000_0011])
      // Seen in minutes 0, 1, 8 and 9, and there in between.
      #expect(try store.presence(in: everything).map(\.minutes) == [10])
      // The label holds at both addresses: after a restart they are two again.
      #expect(
        try store.knownDevices().map(\.label) == [
          ModelIdentifier("google-pixel-6"), ModelIdentifier("google-pixel-6"),
        ])
    }
  }

  @Test("observes neither of two addresses of one device where one is not to be observed")
  func mergingIgnored() throws {
    for ignoresLater in [true, false] {
      try withStore { store in
        let later = Device(label: "02:00:00:00:00:02")
        let begin = noon * 60
        try store.add(
          span(
            [tally(phone, hour: noon, minutes: 1), tally(later, hour: noon, minutes: 1)],
            minutes: begin..<begin + 1))
        try store.ignore(ignoresLater ? later : phone, at: 1)
        try store.merge(later, into: phone)
        #expect(try store.tallies(in: everything).isEmpty)
        #expect(try store.ignoredDevices() == [phone, later])
      }
    }
  }

  @Test("keeps for two days that a device was forgotten, and no longer")
  func forgetting() throws {
    try withStore { store in
      let then = noon * 3_600_000_000
      try store.forget(phone, at: then)
      try store.prune(before: noon + 47 - LocalStore.hoursKept)
      #expect(try store.forgottenDevices() == [phone: then])
      try store.prune(before: noon + 49 - LocalStore.hoursKept)
      #expect(try store.forgottenDevices().isEmpty)
    }
  }
}
