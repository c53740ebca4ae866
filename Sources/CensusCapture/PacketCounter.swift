/// Counts frames: decodes each, adds it to the totals, and hands IP packets to the flow table.
struct PacketCounter: ~Copyable, FrameSink {
  private(set) var totals = TrafficTotals()
  private(set) var flows: FlowTable
  /// What DHCP clients said of themselves in the last 24 hours.
  private var requestBook = RequestBook()
  var requests: [MACAddress: DHCPRequest] { requestBook.requests }
  /// What devices showed of themselves in the last 24 hours.
  private(set) var evidence = EvidenceBook()
  private var announcements = RecentAnnouncements()
  /// Whether the User-Agent of HTTP in clear is evidence, too.
  var readsUserAgents = false
  private var batch = PacketBatch()
  private var packet = Packet()
  /// Microseconds since 1970 of the latest frame that had a time.
  private(set) var latestTime: Int64 = 0
  private let window: Range<Int64>

  init(limits: FlowLimits, window: Range<Int64> = CaptureMeter.allTime) {
    flows = FlowTable(limits: limits)
    self.window = window
  }

  /// Counts one frame.
  @inline(__always)
  mutating func count(
    _ frame: RawSpan, of record: CaptureRecord, _ receive: (FlowSlice) -> Void
  ) {
    totals.packets += 1
    totals.wireBytes += record.wireLength
    totals.capturedBytes += frame.byteCount
    if let time = record.time {
      latestTime = time
      if time < totals.first ?? .max { totals.first = time }
      if time > totals.last ?? .min { totals.last = time }
    }
    guard window.contains(latestTime) else {
      totals.outsideWindow += 1
      return
    }
    let kind = FrameDecoder.decode(
      frame, linkType: record.linkType, wireLength: record.believableWireLength,
      into: &packet)
    if kind == .ip {
      add(frame, wireLength: record.wireLength)
      if batch.isDue { flows.countReady(&batch, receive) }
    } else {
      countOther(kind)
    }
  }

  /// Adds the packet that was decoded last to the totals and to the batch.
  @inline(__always)
  private mutating func add(_ frame: RawSpan, wireLength: Int) {
    totals.ipPackets += 1
    if packet.version == .v4 { totals.ipv4Packets += 1 } else { totals.ipv6Packets += 1 }
    totals.ipBytes += packet.length
    totals.ipFrameBytes += wireLength
    if packet.isOverlong { totals.overlong += 1 }
    if packet.isLaterFragment { totals.laterFragments += 1 }
    if EvidenceReader.mayTell(
      packet.sourcePort, packet.destinationPort, readsUserAgents: readsUserAgents)
    {
      readEvidence(frame)
    }
    // A frame without a time (simple packet block) is taken as simultaneous with the one before it.
    batch.append(packet, at: latestTime, seed: flows.seed, flows.index)
  }

  private mutating func countOther(_ kind: FrameKind) {
    switch kind {
    case .ip: break
    case .arp: totals.arp += 1
    case .other: totals.other += 1
    case .short: totals.short += 1
    case .encrypted: totals.encrypted += 1
    case .malformedIP: totals.malformedIP += 1
    case .unknownLink: totals.unknownLink += 1
    }
  }

  @inline(never)
  private mutating func readEvidence(_ frame: RawSpan) {
    if EvidenceReader.isDHCP(packet) { return readRequest(frame) }
    guard let station = packet.link.source else { return }
    if EvidenceReader.isAnnouncement(packet) {
      guard EvidenceReader.mayAnnounce(frame, packet) else { return }
      let fingerprint = RecentAnnouncements.fingerprint(
        frame, from: packet.transportOffset, of: station)
      if announcements.holds(fingerprint, at: latestTime) {
        evidence.hear(station, at: latestTime)
        return
      }
    }
    for piece in EvidenceReader.pieces(frame, packet) {
      evidence.note(piece, of: station, at: latestTime)
    }
  }

  private mutating func readRequest(_ frame: RawSpan) {
    let headerOfUDP = 8
    guard
      let (client, request) = DHCPRequest.decode(frame, at: packet.transportOffset + headerOfUDP)
    else { return }
    for piece in request.pieces { evidence.note(piece, of: client, at: latestTime) }
    requestBook.note(request, of: client, at: latestTime)
  }

  /// Counts the packets that wait for their batch to be full.
  mutating func flush(_ receive: (FlowSlice) -> Void) {
    flows.count(&batch, receive)
  }

  /// Ends the flows that are idle at `time`, which is not before any packet that is still to come.
  mutating func passTime(to time: Int64, _ receive: (FlowSlice) -> Void) {
    evidence.passTime(to: time)
    requestBook.passTime(to: time)
    flush(receive)
    flows.passTime(to: time, receive)
  }

  /// Hands out what was counted, while the flows go on.
  mutating func handOutAll(_ receive: (FlowSlice) -> Void) {
    flush(receive)
    flows.handOutAll(receive)
  }

  /// Hands out all that is left.
  mutating func finish(_ receive: (FlowSlice) -> Void) {
    flows.count(&batch, receive)
    flows.finish(receive)
  }
}
