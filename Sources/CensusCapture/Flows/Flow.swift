/// A live flow: what the table stores for it. The fields stand so that they fill 128 bytes without a gap
/// of note; a test holds the size.
struct Flow {
  var key = FlowKey()
  var marks = Marks()
  /// The first packet since the flow began or was cut by the active time-out.
  var began = FlowStart()
  var serial: UInt32 = 0
  var handshake = Handshake()
  /// What the lower endpoint sent, and what the upper one sent.
  var tallies = InlineArray<2, HourTally>(repeating: HourTally())

  struct Marks: OptionSet {
    let rawValue: UInt8
    /// The slot holds a live flow.
    static let isLive = Marks(rawValue: 1)
    /// The lower endpoint began the flow.
    static let lowerBegan = Marks(rawValue: 2)
    /// A packet that makes it a flow was seen, and its slice is not handed out yet.
    static let beginningIsFromLower = Marks(rawValue: 4)
    static let beginningIsFromUpper = Marks(rawValue: 8)
    /// It was counted as a flow.
    static let isCounted = Marks(rawValue: 16)
    /// A slice was handed out before the flow ended.
    static let wasCut = Marks(rawValue: 32)
  }

  /// Microseconds since 1970 of the latest packet.
  @inline(__always)
  var lastSeen: Int64 {
    // A tally that was handed out keeps its hour and its last instant; one never begun has hour 0.
    max(
      Self.time(tallies[0].hour, tallies[0].last), Self.time(tallies[1].hour, tallies[1].last))
  }

  @inline(__always)
  static func time(_ hour: UInt32, _ offset: UInt32) -> Int64 {
    Int64(hour) * HourTally.microsecondsInHour + Int64(offset)
  }

  /// Takes one packet, whose direction's tally is ready for it.
  @inline(__always)
  mutating func add(_ packet: borrowing PacketBatch.Entry, at offset: UInt32) {
    tallies[packet.sender.number].add(
      length: packet.length, at: offset, isLaterFragment: packet.isLaterFragment)
    // Of what has no TCP header, no flag is set.
    handshake.see(packet.tcpFlags, isFromLower: packet.sender.isLower, time: packet.time)
    if !packet.isLaterFragment, !marks.contains(.isCounted) {
      marks.insert(.isCounted)
      marks.insert(packet.sender.isLower ? .beginningIsFromLower : .beginningIsFromUpper)
    }
  }

  /// Takes one packet if it is like nearly all: of this flow, which lives, has begun and goes on within its
  /// limits, hour and link context. False where it is not, and nothing was done.
  @inline(__always)
  mutating func addNext(
    _ packet: borrowing PacketBatch.Entry, at instant: HourTally.Instant, limits: FlowLimits,
    contexts: borrowing LinkContexts
  ) -> Bool {
    guard marks.isSuperset(of: [.isLive, .isCounted]), key == packet.key,
      !hasEnded(at: packet.time, limits)
    else { return false }
    let sender = packet.sender.number
    guard tallies[sender].packets > 0,
      tallies[sender].takes(hour: instant.hour, length: packet.length),
      contexts[tallies[sender].context] == packet.link
    else { return false }
    tallies[sender].add(
      length: packet.length, at: instant.offset, isLaterFragment: packet.isLaterFragment)
    handshake.see(packet.tcpFlags, isFromLower: packet.sender.isLower, time: packet.time)
    return true
  }

  /// Whether the flow had ended before a packet at `time`.
  @inline(__always)
  func hasEnded(at time: Int64, _ limits: FlowLimits) -> Bool {
    isIdle(at: time, limits)
      || limits.activeTimeout > 0 && time &- began.time > limits.activeTimeout
  }

  @inline(__always)
  func isIdle(at time: Int64, _ limits: FlowLimits) -> Bool {
    limits.idleTimeout > 0 && time &- lastSeen > limits.idleTimeout
  }

  /// What was counted in one direction and not handed out yet; nil where there is nothing.
  mutating func takeSlice(
    isFromLower: Bool, contexts: borrowing LinkContexts, endsFlow: Bool
  ) -> FlowSlice? {
    let sender = isFromLower ? 0 : 1
    let tally = tallies[sender]
    guard tally.packets > 0 else { return nil }
    tallies[sender].packets = 0
    let beginning: Marks = isFromLower ? .beginningIsFromLower : .beginningIsFromUpper
    let beginsFlow = marks.remove(beginning) != nil
    if !endsFlow { marks.insert(.wasCut) }
    let lower = IPAddress(high: key.lowerHigh, low: key.lowerLow, version: key.version)
    let upper = IPAddress(high: key.upperHigh, low: key.upperLow, version: key.version)
    return FlowSlice(
      source: isFromLower ? lower : upper,
      destination: isFromLower ? upper : lower,
      sourcePort: isFromLower ? key.lowerPort : key.upperPort,
      destinationPort: isFromLower ? key.upperPort : key.lowerPort,
      transport: key.transport,
      link: contexts[tally.context],
      senderBeganFlow: marks.contains(.lowerBegan) == isFromLower,
      hour: tally.hour,
      packets: UInt64(tally.packets),
      bytes: UInt64(tally.bytes),
      first: Self.time(tally.hour, tally.first),
      last: Self.time(tally.hour, tally.last),
      minutes: tally.minutes,
      beginsFlow: beginsFlow,
      isOfFlow: tally.isOfFlow,
      serial: serial,
      isOneOfSeveral: marks.contains(.wasCut),
      endsFlow: endsFlow,
      handshake: handshake.takeRoundTrip(answeredByLower: isFromLower))
  }
}
