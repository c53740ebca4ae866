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

  private func bodies(
    _ deeds: [Household.Deed], _ secrets: Household.Secrets, seed: UInt64
  ) throws -> [[UInt8]] {
    try withTemporaryFolder { folder in
      let store = try Household.store(deeds, secrets, in: folder)
      let record = try Household.record(of: store, secrets, models: Self.models)
      var generator = SeededGenerator(seed: seed)
      return HouseComposer().compose(record, using: &generator).map(\.encoded)
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
}
