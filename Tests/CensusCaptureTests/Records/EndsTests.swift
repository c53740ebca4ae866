import TestSupport
import Testing

@testable import CensusCapture

@Suite("address translation and stations in flow records")
struct EndsTests {
  private static let device: UInt64 = 0xc0a8_0105
  private static let server: UInt64 = 0x0808_0808
  private static let router: UInt64 = 0xcb00_7107

  private struct Translated {
    var source: UInt64
    var destination: UInt64
    var newSource: UInt64
    var newDestination: UInt64
    var ports: (UInt64, UInt64)
    var newDestinationPort: UInt64

    var encoded: [UInt8] {
      let big = Packets.big
      return big(source, 4) + big(destination, 4) + big(newSource, 4) + big(newDestination, 4)
        + big(ports.0, 2) + big(ports.1, 2) + big(newDestinationPort, 2) + [6] + big(1, 4)
        + big(100, 4)
    }
  }

  private func decoded(_ records: [Translated]) -> Decoded {
    let fields: [Exports.Field] = [
      .init(8, 4), .init(12, 4), .init(225, 4), .init(226, 4), .init(7, 2), .init(11, 2),
      .init(228, 2), .init(4, 1), .init(2, 4), .init(1, 4),
    ]
    return Decoded([
      Exports.ipfix(
        [
          Exports.set(2, Exports.template(256, fields)),
          Exports.set(256, records.flatMap(\.encoded)),
        ], time: Template4.noon)
    ])
  }

  private let out = Translated(
    source: device, destination: server, newSource: router, newDestination: server,
    ports: (40_000, 443), newDestinationPort: 443)

  @Test("a translated connection is one flow between the device and the server, both ways")
  func bothWays() {
    let back = Translated(
      source: Self.server, destination: Self.router, newSource: Self.server,
      newDestination: Self.device, ports: (443, 61_234), newDestinationPort: 40_000)
    let decoded = decoded([out, back])
    #expect(decoded.flows == 1)
    #expect(decoded.bytes == 200)
    #expect(
      Set(decoded.slices.map(\.source)) == [
        IPAddress(v4: UInt32(Self.device)), IPAddress(v4: UInt32(Self.server)),
      ])
    #expect(self.decoded([back, out]).flows == 1, "whichever comes first")
  }

  @Test("an exporter that gives the device as the destination before translation is understood")
  func turnedAround() {
    let back = Translated(
      source: Self.server, destination: Self.device, newSource: 0, newDestination: Self.router,
      ports: (443, 40_000), newDestinationPort: 40_000)
    var first = out
    first.newDestination = 0
    first.newDestinationPort = 0
    #expect(decoded([first, back]).flows == 1)
    #expect(decoded([back, first]).flows == 1)
  }

  @Test("a port that the router forwards belongs to the device behind it")
  func forwarded() {
    let incoming = Translated(
      source: Self.server, destination: Self.router, newSource: Self.server,
      newDestination: Self.device, ports: (50_000, 8080), newDestinationPort: 80)
    let answer = Translated(
      source: Self.device, destination: Self.server, newSource: Self.router,
      newDestination: Self.server, ports: (80, 50_000), newDestinationPort: 50_000)
    let decoded = decoded([incoming, answer])
    #expect(decoded.flows == 1)
    #expect(decoded.records.map(\.destinationPort) == [80, 50_000])
  }

  private func stations(_ fields: [(UInt64, UInt64)], from: UInt64, to: UInt64) -> [UInt8] {
    let all: [Exports.Field] =
      [.init(8, 4), .init(12, 4), .init(1, 4), .init(2, 4)] + fields.map { .init($0.0, 6) }
    return Exports.ipfix(
      [
        Exports.set(2, Exports.template(256, all)),
        Exports.set(
          256,
          Packets.big(from, 4) + Packets.big(to, 4) + Packets.big(100, 4) + Packets.big(1, 4)
            + fields.flatMap { Packets.big($0.1, 6) }),
      ], time: Template4.noon)
  }

  @Test(
    "the receiver's station is the one behind the router, else the one it was seen sending from")
  func receivers() {
    let deviceStation: UInt64 = 0x02_00_00_00_00_05
    let routerStation: UInt64 = 0x02_00_00_00_00_fe
    let decoded = Decoded([
      stations(
        [(56, deviceStation), (80, routerStation)], from: Self.device, to: Self.server),
      stations([(56, 7), (80, routerStation)], from: Self.server, to: Self.device),
      stations([(56, 7), (80, routerStation), (57, 9)], from: Self.server, to: Self.device),
    ])
    #expect(decoded.records.map { $0.link.source?.bits } == [deviceStation, 7, 7])
    #expect(decoded.records.map { $0.link.destination?.bits } == [routerStation, deviceStation, 9])
  }

  @Test("a station of zeros, and none, is none")
  func noStations() {
    let decoded = Decoded([
      stations([(56, 0), (80, 0)], from: Self.device, to: Self.server),
      stations([], from: Self.device, to: Self.server),
    ])
    #expect(decoded.records.allSatisfy { $0.link == LinkContext() })
  }
}
