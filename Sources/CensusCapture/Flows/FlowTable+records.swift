/// Flow records are added to the same flows as packets: so both directions of a connection, and what an
/// exporter's own time-outs have cut, become one flow under the same limits.
extension FlowTable {
  /// Adds what one record counted.
  mutating func add(_ record: borrowing FlowRecord, _ receive: (FlowSlice) -> Void) {
    let entry = PacketBatch.Entry(record, seed: seed)
    let (number, isCutOnly) = flow(for: entry, receive)
    if !isCutOnly {
      flows[number].noteBeginning(by: entry, senderBegan: record.senderBegan)
    }
    RecordPart.forEach(of: record) { part in add(part, entry, flow: number, receive) }
  }

  @inline(__always)
  private mutating func add(
    _ part: RecordPart, _ entry: PacketBatch.Entry, flow number: Int,
    _ receive: (FlowSlice) -> Void
  ) {
    let tally = flows[number].tallies[entry.sender.number]
    if tally.packets == 0 || !tally.takes(part) || link(tally.context) != entry.link {
      turn(number, entry, at: HourTally.Instant(hour: part.hour, offset: part.first), receive)
    }
    if flows[number].addRecord(part, entry) { countBegun() }
    guard part.isBeyondTally,
      var slice = takeSlice(of: number, isFromLower: entry.sender.isLower)
    else { return }
    // More than a tally holds leaves at once, in a slice of its own.
    slice.packets = part.packets
    slice.bytes = part.bytes
    receive(slice)
  }

  /// The number of the record's flow, which is begun, or begun anew, where that is due; and whether it was
  /// only cut by the active time-out, so that who began it stays known.
  @inline(__always)
  private mutating func flow(
    for entry: PacketBatch.Entry, _ receive: (FlowSlice) -> Void
  ) -> (number: Int, isCutOnly: Bool) {
    guard let number = search(for: entry) else { return (beginEmpty(entry, receive), false) }
    guard flows[number].hasEnded(at: entry.time, limits) else { return (number, false) }
    let wasIdle = flows[number].isIdle(at: entry.time, limits)
    restart(number, entry, receive)
    return (number, !wasIdle)
  }
}

extension PacketBatch.Entry {
  /// What the table needs of a record to find its flow.
  @inline(__always)
  fileprivate init(_ record: borrowing FlowRecord, seed: UInt64) {
    var packet = Packet()
    packet.version = record.source.version
    packet.sourceHigh = record.source.high
    packet.sourceLow = record.source.low
    packet.destinationHigh = record.destination.high
    packet.destinationLow = record.destination.low
    packet.sourcePort = record.sourcePort
    packet.destinationPort = record.destinationPort
    packet.transport = record.transport
    (key, sender) = FlowKey.key(of: packet)
    isLaterFragment = record.isLaterFragment
    hash = UInt32(truncatingIfNeeded: key.hash(seed: seed))
    time = max(0, record.first)
    link = record.link
  }
}

extension FlowRecord {
  /// Which side began the flow, judged like packets are (see `Beginning`) as far as a record tells: by
  /// what the exporter says; a SYN without ACK; else, from a well-known port to a higher one, not the sender.
  fileprivate var senderBegan: Bool {
    switch began {
    case .sender: return true
    case .receiver: return false
    case .notSaid: break
    }
    let flags = TCPFlags(rawValue: tcpFlags)
    if transport == TransportProtocol.tcp, flags.contains(.synchronise),
      !flags.contains(.acknowledge)
    {
      return true
    }
    guard transport == TransportProtocol.tcp || transport == TransportProtocol.udp else {
      return true
    }
    return !((1...1023).contains(sourcePort) && destinationPort >= 1024)
  }
}

extension Flow {
  /// Of records the one whose packets came first tells who began the flow, although it may be reported
  /// last; once slices were handed out it stays as it was said.
  fileprivate mutating func noteBeginning(by entry: PacketBatch.Entry, senderBegan: Bool) {
    guard !marks.contains(.wasCut) else { return }
    let isFirst = !marks.contains(.isCounted)
    guard isFirst || entry.time < began.time else { return }
    began = FlowStart(entry.time)
    if senderBegan == entry.sender.isLower {
      marks.insert(.lowerBegan)
    } else {
      marks.remove(.lowerBegan)
    }
  }

  /// Takes a part of a record, whose direction's tally is ready for it. True where it begins the flow.
  fileprivate mutating func addRecord(
    _ part: RecordPart, _ entry: PacketBatch.Entry
  ) -> Bool {
    tallies[entry.sender.number].add(part, isLaterFragment: entry.isLaterFragment)
    guard !entry.isLaterFragment, !marks.contains(.isCounted) else { return false }
    marks.insert(.isCounted)
    marks.insert(entry.sender.isLower ? .beginningIsFromLower : .beginningIsFromUpper)
    return true
  }
}

extension RecordPart {
  /// More than a tally of 32 bits can take.
  fileprivate var isBeyondTally: Bool { packets > UInt64(UInt32.max) || bytes > UInt64(UInt32.max) }
}

extension HourTally {
  /// Whether a part can be added without mixing hours, and without overflow.
  fileprivate func takes(_ part: RecordPart) -> Bool {
    hour == part.hour && !part.isBeyondTally
      && UInt64(bytes) + part.bytes <= UInt64(UInt32.max)
      && UInt64(packets) + part.packets <= UInt64(UInt32.max)
  }

  /// Adds a part; of one that is beyond the tally no more than that there is one.
  fileprivate mutating func add(_ part: RecordPart, isLaterFragment: Bool) {
    if part.isBeyondTally {
      packets = 1
    } else {
      packets += UInt32(part.packets)
      bytes += UInt32(part.bytes)
    }
    minutes |= part.minutes
    if part.first < first { first = part.first }
    if part.last > last { last = part.last }
    if !isLaterFragment { markAsFlow() }
  }
}
