import CensusProtocol

extension PhaseRecording {
  /// UDP that looks like QUIC (RFC 9000) from outside: long headers and padding at first, then short
  /// headers. One exchange in three is ended minutes later, after the idle time-out, by a packet
  /// that is therefore a flow record of its own.
  mutating func exchangeOverQUIC(
    with host: RemoteHost, up: Int, down: Int, at moment: Moment, _ random: inout SplitMix64
  ) {
    let conversation = Conversation(
      of: unit, with: host, protocolNumber: InternetPacket.udp, localPort: nextPort(),
      remotePort: 443, service: .quic)
    let trip = host.roundTripMilliseconds * 1000
    var clock = moment
    sendQUIC(.initial, 1200, in: conversation, at: clock)
    clock = clock.after(microseconds: trip)
    receiveQUIC(.initial, 1200, in: conversation, at: clock)
    receiveQUIC(.initial, 1200, in: conversation, at: clock.after(microseconds: 90))
    clock = clock.after(microseconds: random.number(in: 1500...4000))
    for size in datagrams(of: up) {
      clock = clock.after(microseconds: random.number(in: 150...600))
      sendQUIC(.short, size, in: conversation, at: clock)
      receiveQUIC(.short, 32, in: conversation, at: clock.after(microseconds: trip))
    }
    clock = clock.after(microseconds: trip + 700)
    for size in datagrams(of: down) {
      clock = clock.after(microseconds: random.number(in: 150...600))
      receiveQUIC(.short, size, in: conversation, at: clock)
      sendQUIC(.short, 35, in: conversation, at: clock.after(microseconds: 2100))
    }
    let goodbye = clock.after(seconds: random.number(in: 150...200))
    if random.isOne(in: 3), goodbye < ended {
      sendQUIC(.short, 41, in: conversation, at: goodbye)
    }
  }

  private func datagrams(of count: Int) -> [Int] {
    stride(from: 0, to: count, by: 1200).map { min(1200, count - $0) }
  }

  /// The first byte of a packet, by its form: RFC 9000, section 17.
  private enum QUICForm: UInt8 {
    case initial = 0xc3
    case short = 0x43

    func data(_ count: Int) -> [UInt8] { [rawValue] + Filler.bytes(count) }
  }

  private mutating func sendQUIC(
    _ form: QUICForm, _ count: Int, in conversation: Conversation, at moment: Moment
  ) {
    let flow = conversation.flow
    send(
      Transport.udp(from: flow.local, to: flow.remote, form.data(count)), in: conversation,
      at: moment)
  }

  private mutating func receiveQUIC(
    _ form: QUICForm, _ count: Int, in conversation: Conversation, at moment: Moment
  ) {
    let flow = conversation.flow
    receive(
      Transport.udp(from: flow.remote, to: flow.local, form.data(count)), in: conversation,
      at: moment)
  }
}
