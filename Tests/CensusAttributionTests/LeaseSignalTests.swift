import Foundation
import TestSupport
import Testing

@testable import CensusAttribution
@testable import CensusCapture

@Suite("Names in lease files as evidence")
struct LeaseSignalTests {
  private static let station: UInt64 = 0x1ccc_d612_3456
  private static let now: Int64 = 1_795_000_000_000_000

  /// What is made of `lines` of a lease file and of `named`, which the phone says itself, once it was observed.
  private func signals(_ lines: [String], named: String? = nil, isObserved: Bool = true) throws
    -> [DeviceSignals]
  {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "leases")
      try lines.map { $0 + "\n" }.joined().write(to: file, atomically: true, encoding: .utf8)
      var attributor = try Attributor.having(seen: isObserved ? [Self.station] : [], at: Self.now)
      _ = attributor.refreshNames(from: AddressSources(leaseFiles: [file.path]))
      var book = EvidenceBook()
      if let named {
        book.note(
          EvidencePiece(.hostName, Array(named.utf8)), of: MACAddress(Self.station), at: Self.now)
      }
      return attributor.signals(book, at: Self.now)
    }
  }

  private func lease(_ name: String, expiry: Int64 = now / 1_000_000 + 3600) -> String {
    "\(expiry) 1c:cc:d6:12:34:56 192.168.1.23 \(name) *"
  }

  @Test("stand in where the device gives none")
  func standIn() throws {
    let said = try signals([lease("Galaxy-A12")])
    #expect(said.map(\.signals) == [[Signal(.hostName, "Galaxy-A12")]])
  }

  @Test("give way to what the device says itself")
  func ownName() throws {
    let said = try signals([lease("Galaxy-A12")], named: "Pixel-6")
    #expect(said.map(\.signals) == [[Signal(.hostName, "Pixel-6")]])
  }

  @Test("make no device of one that was not observed, and end with the lease")
  func ends() throws {
    #expect(try signals([lease("Galaxy-A12")], isObserved: false).isEmpty)
    let after = try signals([lease("Galaxy-A12", expiry: Self.now / 1_000_000 - 1)])
    #expect(after.allSatisfy { $0.signals.isEmpty })
  }

  @Test(
    "name no model where they are hostile",
    arguments: [
      "Galaxy-A1\u{1b}[2J2", "<script>Galaxy-A12</script>", String(repeating: "a", count: 255),
    ])
  func hostile(name: String) throws {
    for device in try signals([lease(name)]) {
      #expect(device.signals.allSatisfy { $0.text.utf8.count <= Signal.mostBytes })
      #expect(DeviceIdentifier().identify(device).level != .model || name.contains("<"))
    }
  }
}
