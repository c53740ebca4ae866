/// Adds packets up to flows and hands out slices (`FlowSlice`) when an hour, a link context or a flow ends.
///
/// A flow's time-outs are judged when its next packet comes, by the packets' times alone, so what is
/// counted does not depend on when idle flows are swept out; sweeping only gives memory back.
struct FlowTable: ~Copyable {
  let limits: FlowLimits
  let seed = UInt64.random(in: .min ... .max)
  var index = FlowIndex()
  var flows = FlowStore()
  var nextSweep = (atCount: Self.fewestToSweep, atTime: Int64.min)
  var lastSweep = Int64.min
  private var contexts = LinkContexts()
  private var nextSerial: UInt32 = 0

  /// Flows begun so far; later fragments begin none.
  private(set) var begun = 0
  /// Flows ended before their time because `FlowLimits.mostFlows` was reached.
  var evicted = 0

  init(limits: FlowLimits) {
    self.limits = limits
  }

  /// How many flows are held.
  var count: Int { flows.count }

  /// Counts the packets of `batch` in their order, but for the latest, whose flows are only asked for.
  ///
  /// Flows are found at random in memory, and waiting for them would be most of the work. So they are asked
  /// for half a batch ahead, and come while the packets behind are decoded.
  mutating func countReady(_ batch: inout PacketBatch, _ receive: (FlowSlice) -> Void) {
    batch.findFlows(index, flows)
    count(batch.ready, of: &batch, receive)
  }

  /// Counts all packets of `batch`, and empties it.
  mutating func count(_ batch: inout PacketBatch, _ receive: (FlowSlice) -> Void) {
    batch.findFlows(index, flows)
    count(batch.count, of: &batch, receive)
  }

  @inline(__always)
  private mutating func count(
    _ number: Int, of batch: inout PacketBatch, _ receive: (FlowSlice) -> Void
  ) {
    for _ in 0..<number {
      let position = batch.removeFirst()
      count(batch.entries[position], receive)
    }
  }

  @inline(__always)
  private mutating func count(_ packet: PacketBatch.Entry, _ receive: (FlowSlice) -> Void) {
    let instant = HourTally.Instant(packet.time)
    // The table may have changed since the flow was looked up: it must still be the packet's.
    if packet.likelyFlow >= 0,
      flows[packet.likelyFlow].addNext(packet, at: instant, limits: limits, contexts: contexts)
    {
      return
    }
    countUncommon(packet, at: instant, receive)
  }

  @inline(never)
  private mutating func countUncommon(
    _ packet: PacketBatch.Entry, at instant: HourTally.Instant, _ receive: (FlowSlice) -> Void
  ) {
    if let number = search(for: packet) {
      addToKnown(packet, flow: number, at: instant, receive)
    } else {
      begin(packet, at: instant, receive)
    }
  }

  /// The number of the packet's flow; nil where it is not in the table.
  func search(for packet: PacketBatch.Entry) -> Int? {
    var slot = index.home(of: packet.hash)
    while let found = index.entry(at: slot) {
      if found.hash == packet.hash, flows[found.flow].key == packet.key { return found.flow }
      slot = index.slot(after: slot)
    }
    return nil
  }

  private mutating func addToKnown(
    _ packet: PacketBatch.Entry, flow number: Int, at instant: HourTally.Instant,
    _ receive: (FlowSlice) -> Void
  ) {
    if flows[number].hasEnded(at: packet.time, limits) { restart(number, packet, receive) }
    let tally = flows[number].tallies[packet.sender.number]
    if tally.packets == 0 || !tally.takes(hour: instant.hour, length: packet.length)
      || contexts[tally.context] != packet.link
    {
      turn(number, packet, at: instant, receive)
    }
    let begunBefore = flows[number].marks.contains(.isCounted)
    flows[number].add(packet, at: instant.offset)
    if !begunBefore, !packet.isLaterFragment { begun += 1 }
  }

  /// Ends a flow that timed out and begins it anew in its place. Who began it stays known where it was
  /// only cut by the active time-out; after a silence the new first packet tells.
  mutating func restart(
    _ number: Int, _ packet: PacketBatch.Entry, _ receive: (FlowSlice) -> Void
  ) {
    let wasIdle = flows[number].isIdle(at: packet.time, limits)
    handOut(number, endsFlow: true, receive)
    var marks: Flow.Marks = .isLive
    let lowerBegan =
      wasIdle
      ? Beginning.isBySender(packet) == packet.sender.isLower
      : flows[number].marks.contains(.lowerBegan)
    if lowerBegan { marks.insert(.lowerBegan) }
    var flow = Flow()
    flow.key = flows[number].key
    flow.marks = marks
    flow.serial = takeSerial()
    flow.began = FlowStart(packet.time)
    flows[number] = flow
  }

  /// Hands out what the direction counted in another hour or context, and makes it ready for this one.
  mutating func turn(
    _ number: Int, _ packet: PacketBatch.Entry, at instant: HourTally.Instant,
    _ receive: (FlowSlice) -> Void
  ) {
    if let slice = flows[number].takeSlice(
      isFromLower: packet.sender.isLower, contexts: contexts, endsFlow: false)
    {
      receive(slice)
    }
    if contexts.isFull { handOutAll(receive) }
    let context = contexts.number(of: packet.link)
    flows[number].tallies[packet.sender.number].begin(at: instant, context: context)
  }

  private mutating func begin(
    _ packet: PacketBatch.Entry, at instant: HourTally.Instant, _ receive: (FlowSlice) -> Void
  ) {
    makeRoom(at: packet.time, receive)
    if contexts.isFull { handOutAll(receive) }
    var flow = newFlow(packet)
    let context = contexts.number(of: packet.link)
    flow.tallies[packet.sender.number].begin(at: instant, context: context)
    flow.add(packet, at: instant.offset)
    if !packet.isLaterFragment { begun += 1 }
    index.insert(hash: packet.hash, flow: flows.insert(flow))
  }

  /// A flow in which nothing is counted yet.
  private mutating func newFlow(_ packet: PacketBatch.Entry) -> Flow {
    var flow = Flow()
    flow.key = packet.key
    flow.serial = takeSerial()
    flow.began = FlowStart(packet.time)
    flow.marks = .isLive
    if Beginning.isBySender(packet) == packet.sender.isLower { flow.marks.insert(.lowerBegan) }
    return flow
  }

  /// Begins a flow in which nothing is counted yet, and gives its number.
  mutating func beginEmpty(
    _ packet: PacketBatch.Entry, _ receive: (FlowSlice) -> Void
  ) -> Int {
    makeRoom(at: packet.time, receive)
    let number = flows.insert(newFlow(packet))
    index.insert(hash: packet.hash, flow: number)
    return number
  }

  /// Notes that a flow has begun.
  mutating func countBegun() { begun += 1 }

  /// The link context of a number.
  func link(_ context: Int) -> LinkContext { contexts[context] }

  /// What a flow has counted in one direction; the flow goes on.
  mutating func takeSlice(of number: Int, isFromLower: Bool) -> FlowSlice? {
    flows[number].takeSlice(isFromLower: isFromLower, contexts: contexts, endsFlow: false)
  }

  private mutating func takeSerial() -> UInt32 {
    defer { nextSerial &+= 1 }
    return nextSerial
  }

  /// Hands out everything and forgets all flows, whose memory goes back as it goes on: what the slices
  /// are added up to then takes the place of the flows, not more.
  mutating func finish(_ receive: (FlowSlice) -> Void) {
    index = FlowIndex()
    for number in 0..<flows.capacity {
      if flows[number].marks.contains(.isLive) { handOut(number, endsFlow: true, receive) }
      flows.release(upTo: number)
    }
    flows = FlowStore()
    contexts = LinkContexts()
  }

  /// Hands out what a flow has counted, in both directions.
  mutating func handOut(
    _ number: Int, endsFlow: Bool, _ receive: (FlowSlice) -> Void
  ) {
    for isFromLower in [true, false] {
      if let slice = flows[number].takeSlice(
        isFromLower: isFromLower, contexts: contexts, endsFlow: endsFlow)
      {
        receive(slice)
      }
    }
  }

  /// Hands out what all flows have counted, without ending them, and forgets the link contexts.
  mutating func handOutAll(_ receive: (FlowSlice) -> Void) {
    for number in 0..<flows.capacity where flows[number].marks.contains(.isLive) {
      handOut(number, endsFlow: false, receive)
    }
    contexts.removeAll()
  }
}
