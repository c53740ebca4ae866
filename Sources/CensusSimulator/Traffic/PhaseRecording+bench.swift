import CensusProtocol

extension PhaseRecording {
  /// What the bench itself sends, with and without a unit: router advertisements, and the access
  /// point's announcements. None of it goes to the internet.
  mutating func playBench() {
    var random = stream("bench")
    let router = BenchNetwork.router
    let advertisement = Conversation(
      of: router, from: Endpoint(address: router.linkLocal, port: 0),
      toGroup: Endpoint(address: .allNodes, port: 0), protocolNumber: InternetPacket.icmpSix,
      service: .other)
    for moment in moments(every: 300...600, &random) {
      send(
        Transport.icmpSix(
          from: router.linkLocal, to: .allNodes, RouterAdvertisement.message(from: router)),
        in: advertisement, at: moment)
    }
    let accessPoint = BenchNetwork.accessPoint
    let announcement = Conversation(
      of: accessPoint, from: Endpoint(address: accessPoint.four, port: 1900),
      toGroup: Endpoint(address: .simpleServiceDiscovery, port: 1900),
      protocolNumber: InternetPacket.udp, service: .other)
    for moment in moments(every: 840...960, &random) {
      send(
        Transport.udp(
          from: announcement.flow.local, to: announcement.flow.remote,
          Array("NOTIFY * HTTP/1.1\r\nSERVER: SIMULATED access point\r\n\r\n".utf8)),
        in: announcement, at: moment)
      record(
        type: EthernetFrame.addressResolution,
        EthernetFrame.addressResolution(
          operation: 1, from: accessPoint.ethernet, accessPoint.four,
          to: router.ethernet, router.four),
        from: accessPoint.ethernet, to: .everyone, at: moment.after(seconds: 2))
    }
  }
}

/// Router advertisements: RFC 4861, section 4.2.
enum RouterAdvertisement {
  /// The network's prefix, on the link and free to make addresses from, with the router's address.
  static func message(from router: Station) -> [UInt8] {
    let lifetimes = UInt32(86_400).networkBytes + UInt32(14_400).networkBytes
    let prefix: [UInt8] =
      [3, 4, 64, 0xc0] + lifetimes + [0, 0, 0, 0] + BenchNetwork.globalPrefix.networkBytes
      + UInt64(0).networkBytes
    return [134, 0, 0, 0, 64, 0] + UInt16(1800).networkBytes + UInt64(0).networkBytes + prefix
      + [1, 1] + router.ethernet.bytes
  }
}
