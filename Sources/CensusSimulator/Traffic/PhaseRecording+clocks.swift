import CensusProtocol

extension PhaseRecording {
  /// NTP (RFC 5905): the unit asks the servers of the pool in turn, the one in China too, so that a
  /// clock can be told from an upload only by its service class.
  mutating func playClocks() {
    var random = stream("clocks")
    for (index, moment) in moments(every: 700...1400, &random).enumerated() {
      let clock = RemoteHost.clocks[index % RemoteHost.clocks.count]
      lookUp(clock, at: moment, &random)
      let conversation = Conversation(
        of: unit, with: clock, protocolNumber: InternetPacket.udp, localPort: nextPort(),
        remotePort: 123, service: .ntp)
      let flow = conversation.flow
      // Version 4, client (3) and server (4); the rest does not matter to anyone here.
      let request = [0x23] + Array(repeating: UInt8(0), count: 47)
      let reply = [0x24, 2] + Array(repeating: UInt8(0), count: 46)
      let asked = moment.after(milliseconds: 80)
      send(
        Transport.udp(from: flow.local, to: flow.remote, request), in: conversation, at: asked)
      receive(
        Transport.udp(from: flow.remote, to: flow.local, reply), in: conversation,
        at: asked.after(milliseconds: clock.roundTripMilliseconds)
          .after(microseconds: random.number(in: 0...900)))
    }
  }
}
