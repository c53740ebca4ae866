import Testing

@testable import CensusAttribution
@testable import CensusCapture

extension FlowSlice {
  /// A slice of one packet of 100 bytes, that is a whole flow.
  static func forTests(
    source: IPAddress, destination: IPAddress, sourcePort: UInt16, destinationPort: UInt16,
    transport: UInt8, link: LinkContext, senderBeganFlow: Bool, at time: Int64 = 0
  ) -> FlowSlice {
    FlowSlice(
      source: source, destination: destination, sourcePort: sourcePort,
      destinationPort: destinationPort, transport: transport, link: link,
      senderBeganFlow: senderBeganFlow, hour: 1, packets: 1, bytes: 100, first: time, last: time,
      minutes: 1, beginsFlow: true, isOfFlow: true, serial: 0, isOneOfSeveral: false,
      endsFlow: true, handshake: nil)
  }
}

extension LinkContext {
  static func forTests(from source: UInt64, to destination: UInt64) -> LinkContext {
    LinkContext(source: MACAddress(source), destination: MACAddress(destination))
  }

  static func forTests(cast: Cast) -> LinkContext { LinkContext(cast: cast) }
}

extension Attributor {
  /// One that observed a packet of each station to the internet, at `time` in microseconds since 1970.
  static func having(seen stations: [UInt64], at time: Int64) throws -> Attributor {
    var attributor = Attributor(networks: LocalNetworks([]), databases: [])
    for station in stations {
      _ = attributor.observe(
        FlowSlice.forTests(
          source: try #require(AddressText.address("192.168.1.23")),
          destination: try #require(AddressText.address("9.9.9.9")), sourcePort: 40_000,
          destinationPort: 443, transport: 6,
          link: .forTests(from: station, to: 0x0200_0000_00fe), senderBeganFlow: true, at: time))
    }
    return attributor
  }
}
