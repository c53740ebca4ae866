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
