import CensusCapture
import CensusProtocol
import TestSupport
import Testing

@testable import CensusAttribution

/// What `Attributor` says of a slice with these addresses.
private func observe(
  _ source: String, _ destination: String, ports: (UInt16, UInt16) = (40_000, 443),
  transport: UInt8 = 6, link: LinkContext? = nil, senderBegan: Bool = true,
  lan: [String] = []
) throws -> Observation {
  func address(_ text: String) throws -> IPAddress {
    try #require(AddressText.address(text))
  }
  var attributor = Attributor(
    networks: LocalNetworks(lan.compactMap { AddressPrefix($0) }), databases: [])
  return attributor.observe(
    FlowSlice.forTests(
      source: try address(source), destination: try address(destination), sourcePort: ports.0,
      destinationPort: ports.1, transport: transport,
      link: link ?? .forTests(from: 0x0200_0000_0001, to: 0x0200_0000_00fe),
      senderBeganFlow: senderBegan))
}

@Suite("which side is the device")
struct AttributorTests {
  private let sender = "02:00:00:00:00:01"
  private let receiver = "02:00:00:00:00:fe"

  private func expect(
    _ observation: Observation, _ device: String, _ direction: Direction, _ place: String,
    _ decidedBy: DecidedBy, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(observation.device.label == device, sourceLocation: location)
    #expect(observation.direction == direction, sourceLocation: location)
    #expect(observation.places.first.description == place, sourceLocation: location)
    #expect(observation.decidedBy == decidedBy, sourceLocation: location)
  }

  @Test("rule 1: to a group or from no address, the sender")
  func groups() throws {
    expect(try observe("192.168.1.5", "224.0.0.251"), sender, .up, "multicast", .sender)
    expect(try observe("8.8.8.8", "ff02::1"), sender, .up, "multicast", .sender)
    expect(try observe("0.0.0.0", "255.255.255.255"), sender, .up, "broadcast", .sender)
    expect(try observe("0.0.0.0", "192.168.1.1"), sender, .up, "lan", .sender)
    expect(try observe("0.0.0.0", "203.0.113.1"), sender, .up, "reserved", .sender)
    let toAll = LinkContext.forTests(from: 0x0200_0000_0001, to: 0xffff_ffff_ffff)
    expect(
      try observe("192.168.1.5", "192.168.1.255", link: toAll), sender, .up, "broadcast", .sender)
    expect(try observe("192.168.1.5", "192.168.1.255"), sender, .up, "lan", .sender)
  }

  @Test("rules 2 to 4: local addresses")
  func local() throws {
    expect(try observe("192.168.1.5", "192.168.1.1"), sender, .up, "lan", .sender)
    expect(try observe("192.168.1.5", "9.9.9.9"), sender, .up, "??", .local)
    expect(try observe("9.9.9.9", "192.168.1.5"), receiver, .down, "??", .local)
    expect(try observe("192.168.1.5", "203.0.113.5"), sender, .up, "reserved", .local)
    expect(
      try observe("203.0.113.9", "9.9.9.9", lan: ["203.0.113.0/24"]), sender, .up, "??", .local)
    expect(try observe("224.0.0.1", "192.168.1.5"), receiver, .down, "reserved", .local)
  }

  @Test("rule 5: cooked capture says which way a packet went; its devices go by address")
  func hint() throws {
    expect(
      try observe("9.9.9.9", "8.8.8.8", link: .forTests(cast: .fromUs)), "ip:9.9.9.9", .up, "??",
      .hint)
    expect(
      try observe("9.9.9.9", "8.8.8.8", link: .forTests(cast: .toUs)), "ip:8.8.8.8", .down, "??",
      .hint)
  }

  @Test("rule 7: the side that began the flow")
  func initiator() throws {
    expect(try observe("9.9.9.9", "8.8.8.8"), sender, .up, "??", .initiator)
    expect(
      try observe("9.9.9.9", "8.8.8.8", senderBegan: false), receiver, .down, "??", .initiator)
  }

  @Test("the service is told by the remote side's port")
  func service() throws {
    #expect(try observe("192.168.1.5", "9.9.9.9").service == .tls)
    #expect(try observe("9.9.9.9", "192.168.1.5", ports: (443, 40_000)).service == .tls)
    #expect(try observe("9.9.9.9", "192.168.1.5", ports: (123, 123), transport: 17).service == .ntp)
    let answer = try observe(
      "192.168.1.1", "192.168.1.5", ports: (53, 40_000), transport: 17, senderBegan: false)
    #expect(answer.service == .dns)
  }
}
