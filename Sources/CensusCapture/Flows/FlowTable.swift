/// Adds packets up to flows and hands out slices (`FlowSlice`) when an hour, a link context or a flow ends.
///
/// A flow's time-outs are judged when its next packet comes, by the packets' times alone, so what is
/// counted does not depend on when idle flows are swept out; sweeping only gives memory back.
struct FlowTable {
  let limits: FlowLimits
  let seed = UInt64.random(in: .min ... .max)
  var index = FlowIndex()
  var flows = FlowStore()
  var nextSweep = (atCount: Self.fewestToSweep, atTime: Int64.min)
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

  /// Counts the packets of `batch` in their order.
  ///
  /// Flows are found at random in memory, and waiting for them would be most of the work. So the batch is
  /// gone through several times: the first passes only ask for the memory of all its packets, index then
  /// flow, so that the processor fetches many at once; the last one counts.
  mutating func count(_ batch: inout PacketBatch, _ receive: (FlowSlice) -> Void) {
    for position in 0..<batch.count {
      batch.entries[position].prepare(seed: seed)
    }
    var touched: UInt64 = 0
    for position in 0..<batch.count {
      touched &+= index.touch(batch.entries[position].hash)
    }
    for position in 0..<batch.count {
      batch.entries[position].likelyFlow = index.likelyFlow(of: batch.entries[position].hash)
    }
    for position in 0..<batch.count {
      let number = batch.entries[position].likelyFlow
      if number >= 0 { touched &+= flows.touch(number) }
    }
    batch.touched = touched
    for position in 0..<batch.count {
      count(batch, position, receive)
    }
    batch.count = 0
  }

  @inline(__always)
  private mutating func count(
    _ batch: PacketBatch, _ position: Int, _ receive: (FlowSlice) -> Void
  ) {
    let time = batch.entries[position].time
    let instant = HourTally.Instant(time)
    let number = flow(of: batch, position)
    if number >= 0 {
      addToKnown(
        batch.entries[position].packet, flow: number,
        isFromLower: batch.entries[position].isFromLower, instant: instant, time: time, receive)
    } else {
      begin(batch, position, instant: instant, receive)
    }
  }

  /// The number of the packet's flow; -1 where it is not in the table.
  @inline(__always)
  private func flow(of batch: PacketBatch, _ position: Int) -> Int {
    let likely = batch.entries[position].likelyFlow
    // The table may have changed since the batch's first passes: the number must still be that flow's.
    if likely >= 0, flows[likely].key == batch.entries[position].key,
      flows[likely].marks.contains(.isLive)
    {
      return likely
    }
    return search(for: batch, position)
  }

  @inline(never)
  private func search(for batch: PacketBatch, _ position: Int) -> Int {
    let key = batch.entries[position].key
    let hash = batch.entries[position].hash
    var slot = index.home(of: hash)
    while let found = index.entry(at: slot) {
      if found.hash == hash, flows[found.flow].key == key { return found.flow }
      slot = index.slot(after: slot)
    }
    return -1
  }

  @inline(__always)
  private mutating func addToKnown(
    _ packet: Packet, flow number: Int, isFromLower: Bool, instant: HourTally.Instant,
    time: Int64, _ receive: (FlowSlice) -> Void
  ) {
    if hasEnded(number, at: time) {
      restart(number, packet, isFromLower: isFromLower, time: time, receive)
    }
    let tally = isFromLower ? flows[number].fromLower : flows[number].fromUpper
    if tally.packets == 0
      || !tally.takes(hour: instant.hour, length: UInt32(truncatingIfNeeded: packet.length))
      || contexts[tally.context] != packet.link
    {
      turn(number, packet.link, isFromLower: isFromLower, instant: instant, receive)
    }
    let begunBefore = flows[number].marks.contains(.isCounted)
    flows[number].add(packet, isFromLower: isFromLower, offset: instant.offset, time: time)
    if !begunBefore, !packet.isLaterFragment { begun += 1 }
  }

  @inline(__always)
  private func hasEnded(_ number: Int, at time: Int64) -> Bool {
    isIdle(number, at: time) || isOld(number, at: time)
  }

  @inline(__always)
  func isIdle(_ number: Int, at time: Int64) -> Bool {
    limits.idleTimeout > 0 && time &- flows[number].lastSeen > limits.idleTimeout
  }

  @inline(__always)
  private func isOld(_ number: Int, at time: Int64) -> Bool {
    limits.activeTimeout > 0
      && time &- flows[number].began.time > limits.activeTimeout
  }

  /// Ends a flow that timed out and begins it anew in its place. Who began it stays known where it was
  /// only cut by the active time-out; after a silence the new first packet tells.
  @inline(never)
  private mutating func restart(
    _ number: Int, _ packet: Packet, isFromLower: Bool, time: Int64,
    _ receive: (FlowSlice) -> Void
  ) {
    let wasIdle = isIdle(number, at: time)
    handOut(number, endsFlow: true, receive)
    var marks: Flow.Marks = .isLive
    let lowerBegan =
      wasIdle
      ? Beginning.isBySender(packet) == isFromLower : flows[number].marks.contains(.lowerBegan)
    if lowerBegan { marks.insert(.lowerBegan) }
    var flow = Flow()
    flow.key = flows[number].key
    flow.marks = marks
    flow.serial = takeSerial()
    flow.began = FlowStart(time)
    flows[number] = flow
  }

  /// Hands out what the direction counted in another hour or context, and makes it ready for this one.
  @inline(never)
  private mutating func turn(
    _ number: Int, _ link: LinkContext, isFromLower: Bool, instant: HourTally.Instant,
    _ receive: (FlowSlice) -> Void
  ) {
    if let slice = flows[number].takeSlice(
      isFromLower: isFromLower, contexts: contexts, endsFlow: false)
    {
      receive(slice)
    }
    if contexts.isFull { handOutAll(receive) }
    let context = contexts.number(of: link)
    if isFromLower {
      flows[number].fromLower.begin(at: instant, context: context)
    } else {
      flows[number].fromUpper.begin(at: instant, context: context)
    }
  }

  @inline(never)
  private mutating func begin(
    _ batch: PacketBatch, _ position: Int, instant: HourTally.Instant,
    _ receive: (FlowSlice) -> Void
  ) {
    let entry = batch.entries[position]
    makeRoom(at: entry.time, receive)
    if contexts.isFull { handOutAll(receive) }
    let packet = entry.packet
    let isFromLower = entry.isFromLower
    var flow = Flow()
    flow.key = entry.key
    flow.serial = takeSerial()
    flow.began = FlowStart(entry.time)
    flow.marks = .isLive
    if Beginning.isBySender(packet) == isFromLower { flow.marks.insert(.lowerBegan) }
    let context = contexts.number(of: packet.link)
    if isFromLower {
      flow.fromLower.begin(at: instant, context: context)
    } else {
      flow.fromUpper.begin(at: instant, context: context)
    }
    flow.add(packet, isFromLower: isFromLower, offset: instant.offset, time: entry.time)
    if !packet.isLaterFragment { begun += 1 }
    index.insert(hash: entry.hash, flow: flows.insert(flow))
  }

  private mutating func takeSerial() -> UInt32 {
    defer { nextSerial &+= 1 }
    return nextSerial
  }

  /// Hands out everything and forgets all flows.
  mutating func finish(_ receive: (FlowSlice) -> Void) {
    for number in 0..<flows.capacity where flows[number].marks.contains(.isLive) {
      handOut(number, endsFlow: true, receive)
    }
    index = FlowIndex()
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
  private mutating func handOutAll(_ receive: (FlowSlice) -> Void) {
    for number in 0..<flows.capacity where flows[number].marks.contains(.isLive) {
      handOut(number, endsFlow: false, receive)
    }
    contexts.removeAll()
  }
}
