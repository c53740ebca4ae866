import CensusProtocol

extension PhaseRecording {
  /// The unit looks for others on its network: multicast DNS (RFC 6762), SSDP, a broadcast of its
  /// own, and a packet to an address that is set aside for documentation and answered by nobody.
  mutating func playLocalDiscovery() {
    var random = stream("local-discovery")
    let port = nextPort()
    let question = DNSMessage.question(service: "_simulated._tcp.local")
    for group in [
      multicastDNS(from: unit.four, to: .multicastDNSFour),
      multicastDNS(from: unit.linkLocal, to: .multicastDNSSix),
    ] {
      for moment in moments(every: 600...1500, &random) {
        ask(question, in: group, at: moment)
      }
    }
    for listeners in [
      Conversation(
        of: unit, from: Endpoint(address: unit.four, port: port),
        toGroup: Endpoint(address: .simpleServiceDiscovery, port: 1900),
        protocolNumber: InternetPacket.udp, service: .other),
      Conversation(
        of: unit, from: Endpoint(address: unit.four, port: port),
        to: Endpoint(address: BenchNetwork.subnetBroadcast, port: 54_321),
        protocolNumber: InternetPacket.udp, receiver: .everyone, place: .broadcast,
        service: .other),
      Conversation(
        of: unit, from: Endpoint(address: unit.four, port: port),
        to: Endpoint(address: .four(198, 51, 100, 77), port: 33_434),
        protocolNumber: InternetPacket.udp, receiver: BenchNetwork.router.ethernet,
        place: .reserved, service: .other),
    ] {
      for moment in moments(every: 600...1500, &random) {
        ask(Filler.bytes(Int(random.number(in: 30...180))), in: listeners, at: moment)
      }
    }
  }

  private mutating func ask(
    _ data: [UInt8], in conversation: Conversation, at moment: Moment
  ) {
    let flow = conversation.flow
    send(Transport.udp(from: flow.local, to: flow.remote, data), in: conversation, at: moment)
  }

  private func multicastDNS(
    from source: InternetAddress, to group: InternetAddress
  ) -> Conversation {
    Conversation(
      of: unit, from: Endpoint(address: source, port: 5353),
      toGroup: Endpoint(address: group, port: 5353), protocolNumber: InternetPacket.udp,
      service: .dns)
  }
}
