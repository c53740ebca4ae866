import TestSupport
import Testing

@testable import CensusAttribution
@testable import CensusCapture

/// A morning on which phones come and go: their DHCP requests through the decoder, their traffic as slices.
private struct Morning: ~Copyable {
  static let start: Int64 = 1_700_000_000_000_000
  private var counter = PacketCounter(limits: FlowLimits())
  var attributor = Attributor(networks: LocalNetworks([]), databases: [])
  var evidence: EvidenceBook { counter.evidence }

  static let android: [UInt8] = [1, 3, 6, 15, 26, 28, 51, 58, 59, 43, 114, 108]

  /// A request for an address, `minute` minutes after the start.
  mutating func join(
    _ station: UInt64, _ name: String, at minute: Int64, list: [UInt8] = android,
    system: String = "android-dhcp-13"
  ) {
    let frame = Packets.dhcpFrame(
      of: station,
      [(53, [3]), (12, Array(name.utf8)), (55, list), (60, Array(system.utf8))])
    let record = CaptureRecord(
      linkType: 1, time: Self.start + minute * 60_000_000, frame: 0..<frame.count,
      wireLength: frame.count)
    counter.count(frame.span.bytes, of: record) { _ in }
  }

  /// The device whose packet to outside this is.
  mutating func send(_ station: UInt64, at minute: Int64) throws -> String {
    attributor.observe(
      FlowSlice.forTests(
        source: try #require(AddressText.address("192.168.1.5")),
        destination: try #require(AddressText.address("9.9.9.9")), sourcePort: 40_000,
        destinationPort: 443, transport: 6,
        link: .forTests(from: station, to: 0x0200_0000_00fe), senderBeganFlow: true,
        at: Self.start + minute * 60_000_000)
    ).device.label
  }

  /// What the agent makes of all that was shown, at the end or `minute` minutes after the start.
  mutating func look(at minute: Int64? = nil) -> [String] {
    attributor.signals(evidence, at: minute.map { Self.start + $0 * 60_000_000 })
      .map(\.device.label)
  }
}

@Suite("A device with a new random address")
struct AddressContinuityTests {
  private let one: UInt64 = 0x0a11_2233_4455
  private let two: UInt64 = 0x2e66_7788_99aa
  private let three: UInt64 = 0x6ebb_ccdd_eeff
  private let name = "HUAWEI_P30_lite-1f9b2c44"

  @Test("goes on as the same device where its name is its own and all else is the same")
  func continues() throws {
    var morning = Morning()
    morning.join(one, name, at: 0)
    let before = try morning.send(one, at: 1)
    morning.join(two, name, at: 30)
    #expect(morning.look() == [before])
    #expect(try morning.send(two, at: 31) == before)
  }

  @Test("goes on over several addresses, one after the other")
  func chain() throws {
    var morning = Morning()
    for (number, station) in [one, two, three].enumerated() {
      morning.join(station, name, at: Int64(number) * 30)
    }
    _ = morning.look()
    let devices = try [one, two, three].map { try morning.send($0, at: 100) }
    #expect(Set(devices).count == 1)
  }

  @Test("starts anew where the name is a model's or an owner's", arguments: ["Galaxy-A12", "Mia"])
  func commonName(_ name: String) throws {
    var morning = Morning()
    morning.join(one, name, at: 0)
    morning.join(two, name, at: 30)
    #expect(Set(morning.look()).count == 2)
    #expect(try morning.send(one, at: 31) != morning.send(two, at: 31))
  }

  @Test("starts anew where its DHCP client shows anything else, or nothing")
  func otherClient() {
    var list = Morning()
    list.join(one, name, at: 0)
    list.join(two, name, at: 30, list: [1, 3, 6])
    #expect(Set(list.look()).count == 2)
    var system = Morning()
    system.join(one, name, at: 0)
    system.join(two, name, at: 30, system: "android-dhcp-14")
    #expect(Set(system.look()).count == 2)
    var nothing = Morning()
    nothing.join(one, name, at: 0, list: [], system: "")
    nothing.join(two, name, at: 30, list: [], system: "")
    #expect(Set(nothing.look()).count == 2)
  }

  @Test("is not merged with another one of the same name that is there at the same time")
  func sameNameAtOnce() throws {
    var both = Morning()
    both.join(one, name, at: 0)
    both.join(two, name, at: 10)
    both.join(one, name, at: 20)
    #expect(Set(both.look()).count == 2)
    #expect(try both.send(one, at: 21) != both.send(two, at: 21))

    // Asked for its address once in the morning, and busy all day.
    var busy = Morning()
    busy.join(one, name, at: 0)
    busy.join(two, name, at: 10)
    _ = try busy.send(one, at: 11)
    #expect(Set(busy.look()).count == 2)
    #expect(try busy.send(one, at: 12) != busy.send(two, at: 12))
  }

  @Test("is not merged where one of three of its name overlaps")
  func third() {
    var morning = Morning()
    morning.join(one, name, at: 0)
    morning.join(two, name, at: 10)
    morning.join(three, name, at: 20)
    morning.join(two, name, at: 30)
    #expect(Set(morning.look()).count == 3)
  }

  @Test("is judged live when its predecessor's last flow must have ended")
  func patience() throws {
    var morning = Morning()
    morning.join(one, name, at: 0)
    let before = try morning.send(one, at: 1)
    morning.join(two, name, at: 30)
    #expect(Set(morning.look(at: 31)).count == 2)
    #expect(try morning.send(two, at: 32) != before)
    _ = morning.look(at: 91)
    #expect(try morning.send(two, at: 92) == before)
  }

  @Test("is never one whose address its maker gave")
  func universal() {
    var morning = Morning()
    morning.join(0x48fd_8e11_2233, name, at: 0)
    morning.join(0x48fd_8e44_5566, name, at: 30)
    #expect(Set(morning.look()).count == 2)
  }
}

@Suite("A device that its owner had the agent forget")
struct ForgottenDeviceTests {
  @Test("is judged by what it shows from then on alone")
  func afterwards() throws {
    var morning = Morning()
    let phone: UInt64 = 0x0a11_2233_4455
    morning.join(phone, "Galaxy-A12", at: 0)
    let label = try morning.send(phone, at: 1)
    #expect(morning.look(at: 4) == [label])
    morning.attributor.forgotten = [Device(label: label): Morning.start + 5 * 60_000_000]
    #expect(morning.look(at: 6).isEmpty)
    morning.join(phone, "Galaxy-A12", at: 20)
    #expect(morning.look(at: 21) == [label])
  }
}
