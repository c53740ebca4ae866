import TestSupport
import Testing

@testable import CensusAttribution
@testable import CensusCapture

@Suite("Devices that show nothing but their address")
struct SilentDeviceTests {
  /// A prefix of Xiaomi's, and a random address.
  private static let given: UInt64 = 0x1ccc_d612_3456
  private static let random: UInt64 = 0xdaa1_1900_0001

  private func seen(_ stations: [UInt64]) throws -> Attributor {
    try Attributor.having(seen: stations, at: 1_700_000_000_000_000)
  }

  @Test("are judged by their maker's address, after ten minutes; a random one tells nothing")
  func byAddress() throws {
    var attributor = try seen([Self.given, Self.random])
    let minute: Int64 = 60_000_000
    let first = attributor.signals(EvidenceBook(), at: 100 * minute)
    #expect(first.map(\.device.label) == ["1c:cc:d6:12:34:56"])
    #expect(first.allSatisfy { $0.signals.isEmpty && !$0.isSettled(at: 100 * minute) })
    let later = attributor.signals(EvidenceBook(), at: 110 * minute)
    #expect(later.allSatisfy { $0.first == 100 * minute && $0.isSettled(at: 110 * minute) })
    var registry = PrefixRegistry()
    registry.add(
      csv: Array(
        "Registry,Assignment,Organization Name,Organization Address\nMA-L,1CCCD6,Xiaomi Communications Co Ltd,x\n"
          .utf8))
    let said = DeviceIdentifier(prefixes: registry).identify(later[0])
    #expect(said.level == .brand && said.brand == "Xiaomi" && said.kinds == [.addressPrefix])
  }

  @Test("are as old as what was observed, at the end of a capture")
  func atTheEnd() throws {
    var attributor = try seen([Self.given])
    let shown = try #require(attributor.signals(EvidenceBook()).first)
    #expect(shown.first > 0 && shown.first <= shown.last)
    #expect(shown.isSettled(at: .max))
  }
}
