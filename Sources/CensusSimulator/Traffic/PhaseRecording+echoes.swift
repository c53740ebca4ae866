import CensusProtocol

extension PhaseRecording {
  /// Echo requests and replies: to the router, to an IPv6 host, and large ones that IPv4 cuts into
  /// fragments, of which only the first can be seen to be an echo.
  mutating func playEchoes() {
    var random = stream("echoes")
    let router = Conversation(of: unit, withRouterBy: InternetPacket.icmp, service: .other)
    let six = Conversation(
      of: unit, with: .connectivityCheck, protocolNumber: InternetPacket.icmpSix, service: .other)
    let large = Conversation(
      of: unit, with: .operatorPortal, protocolNumber: InternetPacket.icmp, service: .other)
    for moment in moments(every: 900...1500, &random) {
      let sequence = UInt16(random.number(in: 0...0xffff))
      echo(in: router, request: 8, reply: 0, sequence, 56, at: moment, trip: 1900)
      echo(
        in: six, request: 128, reply: 129, sequence, 56, at: moment.after(seconds: 2),
        trip: RemoteHost.connectivityCheck.roundTripMilliseconds * 1000)
      echo(
        in: large, request: 8, reply: 0, sequence, Int(random.number(in: 2000...4400)),
        at: moment.after(seconds: 4),
        trip: RemoteHost.operatorPortal.roundTripMilliseconds * 1000)
    }
  }

  private mutating func echo(
    in conversation: Conversation, request: UInt8, reply: UInt8, _ sequence: UInt16,
    _ size: Int, at moment: Moment, trip: Int64
  ) {
    let flow = conversation.flow
    let ways: [(Endpoint, Endpoint, UInt8, Exchange.Direction, Moment)] = [
      (flow.local, flow.remote, request, .up, moment),
      (flow.remote, flow.local, reply, .down, moment.after(microseconds: trip)),
    ]
    for (source, destination, type, direction, start) in ways {
      let message = Transport.echo(
        from: source.address, to: destination.address, type: type, identifier: 0x51,
        sequence: sequence, Filler.bytes(size))
      guard size > 1400 else {
        switch direction {
        case .up: send(message, in: conversation, at: start)
        case .down: receive(message, in: conversation, at: start)
        }
        continue
      }
      let whole = InternetPacket(
        source: source.address, destination: destination.address,
        protocolNumber: flow.protocolNumber, payload: message, identification: sequence)
      let isUp = direction == .up
      for (index, fragment) in whole.fragments.enumerated() {
        record(
          fragment, from: isUp ? unit.ethernet : conversation.receiver,
          to: isUp ? conversation.receiver : unit.ethernet, flow: flow,
          exchange: isUp ? conversation.sent : conversation.received, direction: direction,
          at: start.after(microseconds: Int64(index) * 12))
      }
    }
  }
}
