import CensusProtocol

/// A phase while it is being simulated: the frames of its capture and the books of its truth, which
/// are kept side by side, packet by packet.
struct PhaseRecording {
  let plan: PhasePlan
  let session: SimulatedSession
  let started: Moment
  let ended: Moment
  private(set) var frames: [CapturedFrame] = []
  private(set) var ledger = Ledger()
  private var port: UInt16
  private var identification: UInt16 = 0

  var unit: Station { session.unit }

  /// The phase, played from its first to its last packet.
  init(of plan: PhasePlan, in session: SimulatedSession) {
    self.plan = plan
    self.session = session
    started = Moment(plan.started)
    ended = Moment(plan.ended)
    var random = SplitMix64(seed: session.seed, label: plan.label + "/ports")
    port = UInt16(random.number(in: 33_000...40_000))
    play()
  }

  /// A stream of chance for one kind of traffic of this phase.
  func stream(_ label: String) -> SplitMix64 {
    SplitMix64(seed: session.seed, label: plan.label + "/" + label)
  }

  /// A local port that no conversation has used for the last 20,000.
  mutating func nextPort() -> UInt16 {
    port = port < 60_000 ? port + 1 : 40_000
    return port
  }

  /// A packet from the station of `conversation`; `payload` is the transport header and its data.
  mutating func send(_ payload: [UInt8], in conversation: Conversation, at moment: Moment) {
    record(
      packet(payload, in: conversation.flow), from: conversation.station.ethernet,
      to: conversation.receiver, flow: conversation.flow, exchange: conversation.sent,
      direction: .up, at: moment)
  }

  /// A packet to the station of `conversation`.
  mutating func receive(_ payload: [UInt8], in conversation: Conversation, at moment: Moment) {
    let flow = conversation.flow
    let packet = InternetPacket(
      source: flow.remote.address, destination: flow.local.address,
      protocolNumber: flow.protocolNumber, payload: payload, identification: identify())
    record(
      packet, from: conversation.receiver, to: conversation.station.ethernet, flow: flow,
      exchange: conversation.received, direction: .down, at: moment)
  }

  /// A packet of the flow's station, for scripts that send it in a form of its own.
  mutating func packet(_ payload: [UInt8], in flow: FlowKey) -> InternetPacket {
    InternetPacket(
      source: flow.local.address, destination: flow.remote.address,
      protocolNumber: flow.protocolNumber, payload: payload, identification: identify())
  }

  private mutating func identify() -> UInt16 {
    identification &+= 1
    return identification
  }

  /// Puts a packet into the capture and into the books.
  mutating func record(
    _ packet: InternetPacket, from source: EthernetAddress, to destination: EthernetAddress,
    flow: FlowKey, exchange: Exchange?, direction: Exchange.Direction, at moment: Moment
  ) {
    let type =
      switch packet.destination {
      case .four: EthernetFrame.internetFour
      case .six: EthernetFrame.internetSix
      }
    record(type: type, packet.bytes, from: source, to: destination, at: moment)
    ledger.add(
      LedgerEntry(
        moment: moment, flow: flow, exchange: exchange, direction: direction,
        bytes: packet.length, canBeginFlow: packet.fragmentOffset == 0))
  }

  /// Puts a frame into the capture alone: what is not IP is in nobody's row.
  mutating func record(
    type: UInt16, _ payload: [UInt8], from source: EthernetAddress,
    to destination: EthernetAddress, at moment: Moment
  ) {
    precondition(
      started <= moment && moment < ended, "a script sent a packet outside its phase")
    frames.append(
      CapturedFrame(
        moment: moment,
        bytes: EthernetFrame.bytes(
          from: source, to: destination, vlan: plan.vlan, type: type, payload)))
  }

  /// Puts an answered TCP handshake into the books.
  mutating func record(_ handshake: HandshakeEntry) { ledger.add(handshake) }
}

/// A frame as it was on the wire.
struct CapturedFrame {
  let moment: Moment
  let bytes: [UInt8]
}
