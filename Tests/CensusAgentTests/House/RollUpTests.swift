import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("What a house calls its models")
struct RollUpTests {
  private static let catalogue = Catalogue.bundled
  private static let models = catalogue.models.filter { $0.level == .model && !$0.isSimulated }

  private typealias Recording = @Sendable (LocalStore, CommonModels) throws -> EpochRecord

  private static let careful: Recording = { store, common in
    try store.record(of: Household.epoch, common: common)
  }
  /// A build in which the roll-up was forgotten.
  private static let careless: Recording = { store, _ in
    var record = try store.record(of: Household.epoch, common: CommonModels())
    record.models = try store.models()
    return record
  }

  /// What leaves of a house with these models.
  private func contributions(
    of models: [Model], common: CommonModels, by recording: Recording = careful
  ) throws -> [HouseContribution] {
    var generator = SeededGenerator(seed: 31)
    let count = models.count
    let deeds = (0..<count).map {
      Household.Deed(device: $0, country: "CN", service: (6, 443), hour: 5, bytes: 300)
    }
    let secrets = Household.Secrets.random(devices: count, using: &generator)
    return try withTemporaryFolder { folder in
      let store = try Household.store(deeds, secrets, in: folder)
      for (mac, model) in zip(secrets.macs, models) {
        try store.label(Device(label: Household.text(mac)), as: model.identifier, at: 0)
      }
      return HouseComposer().compose(try recording(store, common), using: &generator)
    }
  }

  /// Whether some contribution says more than the list allows.
  private func tells(_ contributions: [HouseContribution], _ common: CommonModels) -> Bool {
    contributions.contains { Self.catalogue.rolledUp($0.model, common: common) != $0.model }
  }

  @Test("says no more than the log's list allows, and a build that forgets it is caught")
  func nothingRare() throws {
    var generator = SeededGenerator(seed: 17)
    var isCaught = 0
    for _ in 0..<12 {
      let house = Array(Self.models.shuffled(using: &generator).prefix(3))
      let listed = Self.models.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
      let common = CommonModels(Set(listed.map(\.identifier)))
      let sent = try contributions(of: house, common: common)
      #expect(!sent.isEmpty && !tells(sent, common))
      if tells(try contributions(of: house, common: common, by: Self.careless), common) {
        isCaught += 1
      }
    }
    #expect(isCaught >= 6)
  }

  @Test(
    "contributes models of one wider name together: once, their bytes added up before the bucket")
  func merged() throws {
    let phones = Array(Self.models.filter { $0.deviceClass == .smartphone }.prefix(2))
    let one = try contributions(of: [phones[0]], common: CommonModels())
    let two = try contributions(of: phones, common: CommonModels())
    #expect(one.map(\.model.description) == ["any-smartphone"])
    #expect(two.map(\.model.description) == ["any-smartphone"])
    #expect(two.first?.level == .class)
    let up = try #require(one.first?.rows.first?.up.exponent)
    #expect(two.first?.rows.map(\.up.exponent) == [up + 1])
    let named = try contributions(
      of: phones, common: CommonModels(Set(phones.map(\.identifier))))
    #expect(named.map(\.model) == phones.map(\.identifier).sorted())
  }

  @Test("is what the log that was followed says, and without one nothing is common")
  func fromTheLog() throws {
    try withTemporaryFolder { folder in
      let spool = try HouseSpool(path: folder.appending(path: "house.sqlite").path)
      let epoch = Household.epoch
      let server = "https://census.example"
      #expect(try spool.commonModels(in: epoch, server: server) == CommonModels())
      let key = SigningKey.random()
      let listed = CommonModels(Set(Self.models.prefix(2).map(\.identifier)))
      let before = try #require(epoch.previous)
      let entry = try SignedEntry(
        signing: LogEntry(
          number: 0, previous: LogEntry.beginning, time: before.start, key: key.verifyingKey,
          content: .models(listed)), with: key)
      var log = IssuerLog(pin: nil)
      try log.follow(at: epoch.start) { $0 == 0 ? [entry] : [] }
      try spool.remember(log, of: server)
      #expect(try spool.commonModels(in: epoch, server: server) == listed)
      #expect(try spool.commonModels(in: epoch, server: "https://other.example") == CommonModels())
    }
  }
}
