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

  /// The spool's file and the log's events after an epoch was composed.
  private func spoolFile(
    _ deeds: [Household.Deed], _ secrets: Household.Secrets
  ) throws -> (file: Data, events: [HouseEvent]) {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "house.sqlite").path
      var events: [HouseEvent] = []
      try {
        let store = try Household.store(deeds, secrets, in: folder)
        for (mac, model) in zip(secrets.macs, Self.models) {
          try store.label(Device(label: Household.text(mac)), as: model, at: 0)
        }
        let spool = try HouseSpool(path: path)
        try spool.giveConsent(HouseSpoolTests.consent())
        try spool.setStage(.planned(Household.epoch.start), of: Household.epoch)
        try spool.keep(#require(Self.tokens), of: Household.epoch)
        let courier = HouseCourier(
          spool: spool,
          key: try AgentKey(file: folder.appending(path: "key").path, exists: false),
          record: { epoch, _ throws(DatabaseError) in
            try store.record(of: epoch, common: CommonModels(Set(Self.models)))
          },
          tell: { events.append($0) })
        var generator = SeededGenerator(seed: 99)
        try courier.step(at: Household.epoch.end, using: &generator)
        #expect(try spool.entries().count == 3)
      }()
      return (try Data(contentsOf: URL(filePath: path)), events)
    }
  }

  @Test("have the same spool, byte for byte, and the same log")
  func sameSpool() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<5 {
      let deeds = Household.Deed.random(devices: 3, count: 60, using: &generator)
      let one = try spoolFile(deeds, .random(devices: 3, using: &generator))
      let two = try spoolFile(deeds, .random(devices: 3, using: &generator))
      #expect(one.file == two.file)
      #expect(one.events == two.events)
    }
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
