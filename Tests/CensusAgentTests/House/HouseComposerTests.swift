import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("Composing contributions")
struct HouseComposerTests {
  private static let catalogue = Catalogue.bundled
  private static let models = catalogue.models.filter { !$0.isSimulated }.map(\.identifier)
  private let epoch = Household.epoch

  private func tally(
    _ device: Device, _ place: String, _ service: ServiceClass, hour: Int64 = 0, up: UInt64 = 100,
    down: UInt64 = 1000
  ) throws -> Tally {
    Tally(
      key: Tally.Key(
        hour: UInt32(epoch.start.hour + hour), device: device,
        places: Places([try #require(Place(place))]), service: service),
      counters: Tally.Counters(
        flows: 1, up: Tally.Traffic(packets: 1, bytes: up),
        down: Tally.Traffic(packets: 1, bytes: down), minutes: 1, handshake: nil))
  }

  private func record(
    _ tallies: [Tally], models: [Device: ModelIdentifier], loss: WatchLoss = WatchLoss(read: 1000),
    hours: Int64 = 168
  ) -> EpochRecord {
    let watched = (0..<hours).map { hour in
      WatchedHour(
        hour: epoch.start.hour + hour, bits: MinuteBits.wholeHour,
        loss: hour == 0 ? loss : WatchLoss(),
        databases: [GeoDatabaseReference(name: "tor-geoipdb", version: "2026-06-25")])
    }
    return EpochRecord(epoch: epoch, tallies: tallies, watched: watched, models: models)
  }

  private func compose(_ record: EpochRecord, seed: UInt64 = 1) -> [HouseContribution] {
    var generator = SeededGenerator(seed: seed)
    return HouseComposer(catalogue: Self.catalogue).compose(record, using: &generator)
  }

  @Test("merges the units of one model, adds up their bytes and joins their hours")
  func merges() throws {
    let (one, two) = (Device(label: "a"), Device(label: "b"))
    let model = Self.models[0]
    let contributions = compose(
      record(
        [
          try tally(one, "CN", .tls, hour: 0, up: 100, down: 900),
          try tally(one, "CN", .tls, hour: 1, up: 100, down: 900),
          try tally(two, "CN", .tls, hour: 1, up: 56, down: 900),
          try tally(two, "VN", .ntp, hour: 9, up: 76, down: 76),
        ], models: [one: model, two: model]))
    #expect(contributions.map(\.model) == [model])
    let rows = try #require(contributions.first).rows
    #expect(rows.map(\.destination.description) == ["CN", "VN"])
    #expect(rows[0].up == ByteBucket(bytes: 256))
    #expect(rows[0].down == ByteBucket(bytes: 2700))
    #expect(rows.map(\.activeHours) == [.few, .one])
  }

  @Test("leaves out devices that nobody said the model of, and other epochs")
  func unlabelled() throws {
    let (known, unknown) = (Device(label: "a"), Device(label: "b"))
    let tallies = [
      try tally(known, "CN", .tls), try tally(unknown, "US", .tls),
      try tally(known, "VN", .tls, hour: 168), try tally(known, "VN", .tls, hour: -1),
    ]
    let contributions = compose(record(tallies, models: [known: Self.models[0]]))
    #expect(contributions.flatMap(\.rows).map(\.destination.description) == ["CN"])
    #expect(compose(record(tallies, models: [:])).isEmpty)
  }

  @Test("says of a model that was seen nowhere outside that it was there")
  func silent() throws {
    let device = Device(label: "a")
    let local = [try tally(device, "lan", .dns), try tally(device, "broadcast", .other)]
    let silent = compose(record(local, models: [device: Self.models[0]]))
    #expect(
      silent.flatMap(\.rows).map(\.destination.description) == ["broadcast", "lan"])
    let speaking = compose(
      record(local + [try tally(device, "CN", .tls)], models: [device: Self.models[0]]))
    #expect(speaking.flatMap(\.rows).map(\.destination.description) == ["CN"])
  }

  @Test("keeps 16 rows and 8 models, each as likely as any other, whatever its size")
  func clipping() throws {
    let codes = ["CN", "VN", "US", "DE", "FR", "SG", "JP", "KR", "HK", "TW"]
    let devices = (0..<10).map { Device(label: "device \($0)") }
    let models = Dictionary(uniqueKeysWithValues: zip(devices, Self.models))
    var tallies: [Tally] = []
    for device in devices {
      for (index, code) in codes.enumerated() {
        tallies.append(try tally(device, code, .tls, up: 1 << UInt64(3 * index)))
        tallies.append(try tally(device, code, .ntp, up: 1 << UInt64(3 * index)))
      }
    }
    let full = record(tallies, models: models)
    var keptModels: [ModelIdentifier: Int] = [:]
    var keptRows: [String: Int] = [:]
    let rounds: UInt64 = 300
    for seed in 1...rounds {
      let contributions = compose(full, seed: seed)
      #expect(contributions.count == 8)
      for contribution in contributions {
        #expect(contribution.rows.count == 16)
        keptModels[contribution.model, default: 0] += 1
        for row in contribution.rows {
          keptRows["\(row.destination) \(row.service)", default: 0] += 1
        }
      }
    }
    // 240 of 300 expected for each model, 1920 of 2400 for each row: more than five standard deviations.
    #expect(keptModels.count == 10)
    #expect(keptModels.values.allSatisfy { (200...280).contains($0) })
    #expect(keptRows.count == 20)
    #expect(keptRows.values.allSatisfy { (1800...2040).contains($0) })
  }

  @Test("keeps nothing twice and invents nothing when it clips")
  func clippingKeepsTruth() throws {
    let device = Device(label: "a")
    let tallies = try ServiceClass.allCases.flatMap { service in
      try ["CN", "VN", "US"].map { try tally(device, $0, service) }
    }
    let contribution = try #require(
      compose(record(tallies, models: [device: Self.models[0]])).first)
    #expect(Set(contribution.rows).count == 16)
    #expect(contribution.rows.allSatisfy { $0.up == ByteBucket(bytes: 100) })
    #expect(try HouseUpload(decoding: contribution.encoded).contribution == contribution)
  }

  @Test(
    "names the loss by its class",
    arguments: [
      (WatchLoss(read: 1000), 168, LossClass.none),
      (WatchLoss(lost: 1, read: 1000), 168, .low),
      (WatchLoss(lost: 11, read: 1000), 168, .high),
      (WatchLoss(undecodable: 1, read: 1000), 168, .low),
      (WatchLoss(read: 1000), 167, .low),
      (WatchLoss(read: 1000), 150, .high),
      (WatchLoss(read: 1000, sampling: 100), 168, .sampled),
    ] as [(WatchLoss, Int64, LossClass)])
  func loss(loss: WatchLoss, hours: Int64, expected: LossClass) throws {
    let device = Device(label: "a")
    let contributions = compose(
      record(
        [try tally(device, "CN", .tls)], models: [device: Self.models[0]], loss: loss,
        hours: hours))
    #expect(contributions.map(\.loss) == [expected])
  }

  @Test("names the geo database by its publisher and month, and a code outside the list as unknown")
  func places() throws {
    let device = Device(label: "a")
    let contributions = compose(
      record([try tally(device, "A1", .tls)], models: [device: Self.models[0]]))
    let contribution = try #require(contributions.first)
    #expect(contribution.geo.source == .ipfire)
    #expect(contribution.geo.month.description == "2026-06")
    #expect(contribution.rows.map(\.destination.description) == ["??"])
  }
}
