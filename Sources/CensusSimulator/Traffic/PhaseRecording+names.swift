import CensusProtocol

extension PhaseRecording {
  /// A DNS look-up (RFC 1035) that is answered within 60 ms: mostly by the router, sometimes by a
  /// public resolver that the unit asks of its own accord.
  mutating func lookUp(_ host: RemoteHost, at moment: Moment, _ random: inout SplitMix64) {
    let port = nextPort()
    let resolvers: [RemoteHost] = [.resolver, .resolverSix]
    let choice = Int(random.number(in: 0...4))
    let conversation: Conversation
    let delay: Int64
    if choice < resolvers.count {
      let resolver = resolvers[choice]
      conversation = Conversation(
        of: unit, with: resolver, protocolNumber: InternetPacket.udp, localPort: port,
        remotePort: 53, service: .dns)
      delay = resolver.roundTripMilliseconds
    } else {
      conversation = Conversation(
        of: unit, withRouterBy: InternetPacket.udp, localPort: port, remotePort: 53,
        service: .dns)
      delay = 2
    }
    let identifier = UInt16(random.number(in: 0...0xffff))
    let local = conversation.flow.local
    let remote = conversation.flow.remote
    let query = DNSMessage.query(for: host, identifier: identifier)
    send(Transport.udp(from: local, to: remote, query), in: conversation, at: moment)
    let answer = DNSMessage.answer(for: host, identifier: identifier)
    receive(
      Transport.udp(from: remote, to: local, answer), in: conversation,
      at: moment.after(milliseconds: delay).after(microseconds: random.number(in: 1...999)))
  }
}
