/// What was counted of a capture, and what could not be. Adding up all but the byte counts,
/// `ipv4Packets`, `ipv6Packets`, `overlong` and `laterFragments` gives `packets`.
public struct TrafficTotals: Sendable, Equatable {
  /// Frames of any kind.
  public var packets = 0
  /// Sum of the frames' lengths on the wire.
  public var wireBytes = 0
  /// Sum of the frames' captured lengths.
  public var capturedBytes = 0
  /// IP packets whose whole fixed header was captured.
  public var ipPackets = 0
  /// The IPv4 packets among them.
  public var ipv4Packets = 0
  /// The IPv6 packets among them.
  public var ipv6Packets = 0
  /// Sum of the IP lengths, headers included.
  public var ipBytes = 0
  /// Sum of the wire lengths of the frames that carry them.
  public var ipFrameBytes = 0
  /// IP packets whose header claims more than the frame had on the wire.
  public var overlong = 0
  /// ARP.
  public var arp = 0
  /// Other protocols.
  public var other = 0
  /// Frames that end within a header of the link.
  public var short = 0
  /// Protected 802.11 frames.
  public var encrypted = 0
  /// Frames that announce IP but do not hold a valid header.
  public var malformedIP = 0
  /// Frames of a link type that is not known.
  public var unknownLink = 0
  /// IP fragments that are not the first: packets and bytes, but no flow.
  public var laterFragments = 0
  /// Frames outside the window of time that was asked for, and not looked into.
  public var outsideWindow = 0
  /// Microseconds since 1970 of the earliest frame; nil where no frame has a time.
  public var first: Int64?
  /// Microseconds since 1970 of the latest frame; nil where no frame has a time.
  public var last: Int64?

  /// Nothing counted yet.
  public init() {}

  /// Adds what was counted of another capture.
  public mutating func add(_ other: TrafficTotals) {
    for field in Self.counters { self[keyPath: field] += other[keyPath: field] }
    if let otherFirst = other.first { first = min(first ?? otherFirst, otherFirst) }
    if let otherLast = other.last { last = max(last ?? otherLast, otherLast) }
  }

  private static var counters: [WritableKeyPath<TrafficTotals, Int>] {
    [
      \.packets, \.wireBytes, \.capturedBytes, \.ipPackets, \.ipv4Packets, \.ipv6Packets,
      \.ipBytes, \.ipFrameBytes, \.overlong, \.arp, \.other, \.short, \.encrypted, \.malformedIP,
      \.unknownLink, \.laterFragments, \.outsideWindow,
    ]
  }
}

/// What a capture lost before or while it was counted.
public struct CaptureLoss: Sendable, Equatable {
  /// pcapng blocks that contradict themselves, skipped.
  public var badBlocks = 0
  /// Packets that the capturing program reports as dropped.
  public var reportedDrops: UInt64 = 0
  /// Packets that the kernel dropped at a live interface because the buffer was full.
  public var kernelDrops: UInt64 = 0
  /// Packets that a live interface or its driver dropped.
  public var interfaceDrops: UInt64 = 0
  /// How often a vantage could see nothing for a while.
  public var gaps = 0
  /// For how long altogether, in microseconds.
  public var gapMicroseconds: Int64 = 0
  /// What became of the datagrams and records of flow exporters; all 0 where there are none.
  public var records = RecordStatistics()
  /// Tracked connections whose end was missed: what they did after their last reading is unknown.
  public var unseenEndings = 0
  /// Tracked connections without counters, since accounting was off when they began.
  public var uncountedConnections = 0
  /// Flows handed out before their end because the table was full: nothing of them is lost, but one may
  /// count as several.
  public var evictedFlows = 0

  /// Nothing lost yet.
  public init() {}

  /// Adds what another capture lost.
  public mutating func add(_ other: CaptureLoss) {
    badBlocks += other.badBlocks
    reportedDrops = reportedDrops.addingReportingOverflow(other.reportedDrops).partialValue
    kernelDrops = kernelDrops.addingReportingOverflow(other.kernelDrops).partialValue
    interfaceDrops = interfaceDrops.addingReportingOverflow(other.interfaceDrops).partialValue
    gaps += other.gaps
    gapMicroseconds = gapMicroseconds.addingReportingOverflow(other.gapMicroseconds).partialValue
    records.add(other.records)
    unseenEndings += other.unseenEndings
    uncountedConnections += other.uncountedConnections
    evictedFlows += other.evictedFlows
  }
}
