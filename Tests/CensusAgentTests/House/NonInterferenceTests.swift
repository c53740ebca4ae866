import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

/// The strongest thing that can be said of what leaves: it does not depend on what must stay.
@Suite("Two households that differ in secrets alone")
struct NonInterferenceTests {
  private static let models = Catalogue.bundled.models.filter { !$0.isSimulated }.prefix(3)
    .map(\.identifier)
  private static let tokens = try? HouseSpoolTests.tokens(8)

  private typealias Composing = @Sendable (EpochRecord, inout SeededGenerator) -> [[UInt8]]

  private func bodies(
    _ deeds: [Household.Deed], _ secrets: Household.Secrets, seed: UInt64,
    composing: Composing = { HouseComposer().compose($0, using: &$1).map(\.encoded) }
  ) throws -> [[UInt8]] {
    try withTemporaryFolder { folder in
      let store = try Household.store(deeds, secrets, in: folder)
      let record = try Household.record(of: store, secrets, models: Self.models)
      var generator = SeededGenerator(seed: seed)
      return composing(record, &generator)
    }
  }

  @Test("contribute the same bytes, whatever the addresses, names, ports, order and minutes")
  func sameBytes() throws {
    var generator = SeededGenerator(seed: 7)
    for round in 0..<40 {
      let deeds = Household.Deed.random(devices: 3, count: 60, using: &generator)
      let one = try bodies(
        deeds, .random(devices: 3, using: &generator), seed: UInt64(round))
      let two = try bodies(
        deeds, .random(devices: 3, using: &generator), seed: UInt64(round))
      #expect(one.count == 3)
      #expect(one == two)
    }
  }

  /// The spool's file and the log's events after an epoch was composed; `leak` is what a build that leaks
  /// does to what is known of the epoch.
  private func spoolFile(
    _ deeds: [Household.Deed], _ secrets: Household.Secrets,
    leak: @escaping (inout EpochRecord) -> Void = { _ in }
  ) throws -> (file: Data, events: [HouseEvent], count: Int) {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "house.sqlite").path
      var events: [HouseEvent] = []
      var count = 0
      try {
        let store = try Household.store(deeds, secrets, in: folder)
        for (mac, model) in zip(secrets.macs, Self.models) {
          try store.label(Device(label: Household.text(mac)), as: model, at: 0)
        }
        let spool = try HouseSpool(path: path)
        try spool.remember(Self.log(), of: HouseSpoolTests.consent().server)
        try spool.giveConsent(HouseSpoolTests.consent())
        try spool.setStage(.planned(Household.epoch.start), of: Household.epoch)
        try spool.keep(#require(Self.tokens), of: Household.epoch)
        let courier = HouseCourier(
          spool: spool,
          key: try AgentKey(file: folder.appending(path: "key").path, exists: false),
          record: { epoch, _ throws(DatabaseError) in
            var record = try store.record(of: epoch, common: CommonModels(Set(Self.models)))
            leak(&record)
            return record
          },
          tell: { events.append($0) })
        var generator = SeededGenerator(seed: 99)
        try courier.step(at: Household.epoch.end, using: &generator)
        count = try spool.entries().count
      }()
      return (try Data(contentsOf: URL(filePath: path)), events, count)
    }
  }

  private static let logKey = SigningKey.random()

  /// A log that lets the household's models be named.
  private static func log() throws -> IssuerLog {
    let before = try #require(Household.epoch.previous)
    let entry = try SignedEntry(
      signing: LogEntry(
        number: 0, previous: LogEntry.beginning, time: before.start, key: logKey.verifyingKey,
        content: .models(CommonModels(Set(models)))), with: logKey)
    var log = IssuerLog(pin: nil)
    try log.follow(at: Household.epoch.start) { $0 == 0 ? [entry] : [] }
    return log
  }

  @Test("have the same spool, byte for byte, and the same log")
  func sameSpool() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<5 {
      let deeds = Household.Deed.random(devices: 3, count: 60, using: &generator)
      let one = try spoolFile(deeds, .random(devices: 3, using: &generator))
      let two = try spoolFile(deeds, .random(devices: 3, using: &generator))
      #expect(one.count == 3)
      #expect(one.file == two.file)
      #expect(one.events == two.events)
    }
  }

  @Test("have spools and logs that differ, if a build lets a bit of an address into either")
  func spoolMutant() throws {
    var generator = SeededGenerator(seed: 10)
    var isCaught = (file: false, log: false)
    for _ in 0..<12 where !isCaught.file || !isCaught.log {
      let deeds = Household.Deed.random(devices: 3, count: 30, using: &generator)
      let (one, two) = try (
        spoolFile(deeds, .random(devices: 3, using: &generator), leak: Self.dropByAddress),
        spoolFile(deeds, .random(devices: 3, using: &generator), leak: Self.dropByAddress)
      )
      isCaught.file = isCaught.file || one.file != two.file
      isCaught.log = isCaught.log || one.events != two.events
    }
    #expect(isCaught == (true, true))
  }

  /// How many contributions there are says a bit of a device's address.
  private static func dropByAddress(_ record: inout EpochRecord) {
    guard let first = record.models.keys.map(\.label).min() else { return }
    if first.utf8.reduce(0, { $0 ^ $1 & 1 }) == 1 { record.models[Device(label: first)] = nil }
  }

  @Test("would not, if anything that counts differed: the comparison can fail")
  func differs() throws {
    var generator = SeededGenerator(seed: 8)
    let deeds = Household.Deed.random(devices: 3, count: 20, using: &generator)
    let secrets = Household.Secrets.random(devices: 3, using: &generator)
    let truth = try bodies(deeds, secrets, seed: 1)
    for change in [
      { (deed: inout Household.Deed) in deed.country = deed.country == "US" ? "CN" : "US" },
      { deed in deed.service = deed.service.port == 25 ? (6, 80) : (6, 25) },
      { deed in deed.bytes += 1 << 15 },
    ] {
      var changed = deeds
      change(&changed[0])
      #expect(try bodies(changed, secrets, seed: 1) != truth)
    }
  }

  /// A bit of each secret of a capture.
  private static let bits: [(String, @Sendable (Household.Secrets) -> Bool)] = [
    ("the remote address within its country", { $0.remoteHost & 1 == 1 }),
    ("the device's address in the network", { $0.lanHosts[0] & 1 == 1 }),
    ("the device's station address", { $0.macs[0] >> 8 & 1 == 1 }),
    ("the gateway's station address", { $0.gateway & 1 == 1 }),
    ("the name in DHCP, DNS and SNI", { $0.name[0] & 1 == 1 }),
    ("the client's port", { $0.clientPort & 1 == 1 }),
    ("the server's port", { $0.tlsPort == 8443 }),
    ("the moment within the hour", { $0.second & 1 == 1 }),
    ("the order of packets", { $0.isReversed }),
  ]

  @Test("are told apart by a build that lets one bit of a secret be counted", arguments: 0..<9)
  func counting(number: Int) throws {
    let (name, bit) = Self.bits[number]
    var generator = SeededGenerator(seed: 13)
    var isCaught = false
    for round in 0..<20 where !isCaught {
      let deeds = Household.Deed.random(devices: 3, count: 10, using: &generator)
      let counted = try (0..<2).map { _ in
        let secrets = Household.Secrets.random(devices: 3, using: &generator)
        var leaking = deeds
        leaking[0].bytes += bit(secrets) ? 1 << 15 : 0
        return try bodies(leaking, secrets, seed: UInt64(round))
      }
      isCaught = counted[0] != counted[1]
    }
    #expect(isCaught, "\(name) was not caught")
  }

  /// Composers that leak a secret in a way that every schema would let pass.
  private static let leaking: [(String, Composing)] = [
    (
      "a bit of a device's address, as the region",
      { record, generator in
        let bit = record.models.keys.map(\.label).min()?.utf8.reduce(0) { $0 ^ $1 & 1 } ?? 0
        let region = HouseRegion(bit == 1 ? "VN" : "ZZ") ?? .unsaid
        return HouseComposer(region: region).compose(record, using: &generator).map(\.encoded)
      }
    ),
    (
      "the minute, as the loss",
      { record, generator in
        var record = record
        let minute = record.tallies.first?.counters.minutes.trailingZeroBitCount ?? 0
        if minute & 1 == 1 { record.watched = record.watched.map(\.sampled) }
        return HouseComposer().compose(record, using: &generator).map(\.encoded)
      }
    ),
    (
      "the order of the devices' addresses, as the order of the uploads",
      { record, generator in
        let order = record.models.sorted { $0.key < $1.key }.map(\.value)
        return HouseComposer().compose(record, using: &generator)
          .sorted { order.firstIndex(of: $0.model) ?? 0 < order.firstIndex(of: $1.model) ?? 0 }
          .map(\.encoded)
      }
    ),
    (
      "an address, as chance",
      { record, _ in
        var hash: UInt64 = 0
        for byte in record.models.keys.map(\.label).sorted().joined().utf8 {
          hash = hash &* 31 &+ UInt64(byte)
        }
        var generator = SeededGenerator(seed: hash)
        let deeds = record.tallies.map(\.key.hour)
        guard Bool.random(using: &generator), !deeds.isEmpty else { return [] }
        return HouseComposer().compose(record, using: &generator).map(\.encoded)
      }
    ),
  ]

  @Test("are told apart by every composer that leaks", arguments: 0..<4)
  func mutants(number: Int) throws {
    let (name, composing) = Self.leaking[number]
    var generator = SeededGenerator(seed: 11)
    var isCaught = false
    for round in 0..<20 where !isCaught {
      let deeds = Household.Deed.random(devices: 3, count: 30, using: &generator)
      let one = try bodies(
        deeds, .random(devices: 3, using: &generator), seed: UInt64(round), composing: composing)
      let two = try bodies(
        deeds, .random(devices: 3, using: &generator), seed: UInt64(round), composing: composing)
      isCaught = one != two
    }
    #expect(isCaught, "\(name) was not caught")
  }
}

extension WatchedHour {
  fileprivate var sampled: WatchedHour {
    WatchedHour(
      hour: hour, bits: bits, loss: WatchLoss(read: 1, sampling: 10), databases: databases)
  }
}
