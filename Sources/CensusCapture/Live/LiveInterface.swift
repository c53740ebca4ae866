#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A network interface, looked at as its packets come.
///
/// An interface that goes away is tried again, less and less often; the time without it is counted as loss
/// (`CaptureLoss.gapMicroseconds`), for what went by in it nobody knows.
public struct LiveInterface: Vantage, ~Copyable {
  private let options: LiveOptions
  private var handle: PacketHandle?
  private var counter: PacketCounter
  /// Where the packets themselves are kept; nil where they are only counted.
  private let tape: CaptureTape?
  private var outage = Outage()
  private var drops = DropCounter()
  /// The latest time that the caller told, or that a packet carried.
  private var latest: Int64 = .min

  /// Packets that are taken in one go, so that `advance` returns under any load.
  private static let mostPackets = 262_144
  /// A flow is not ended by the clock before the kernel must have handed over the packets that it held.
  private static let margin = Int64(LiveOptions.collectingTime) * 1000 + 1_000_000

  /// Opens the interface, which must be there and up. What it sees is recorded on `tape` as well.
  public init(
    _ options: LiveOptions, limits: FlowLimits = FlowLimits(), tape: CaptureTape? = nil
  ) throws(VantageError) {
    self.options = options
    self.tape = tape
    handle = try PacketHandle(options)
    tape?.linkType = handle?.linkType ?? 1
    counter = PacketCounter(limits: limits)
  }

  public mutating func advance(
    at now: Int64, waiting milliseconds: Int32, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) -> Bool {
    guard try isOpen(at: now) else {
      counter.passTime(to: now, receive)
      // No descriptor is waited for: this lets the time pass, or a signal end it.
      _ = poll(nil, 0, milliseconds)
      return true
    }
    handle?.wait(milliseconds)
    switch takeAll(receive) {
    case .taken(let waiting) where waiting > 0:
      break  // Packets older than `now` are still to come.
    case .taken:
      counter.passTime(to: now.subtractingReportingOverflow(Self.margin).partialValue, receive)
    case .failed:
      drops.close()
      handle = nil
      outage.begin(since: max(latest, counter.latestTime), at: now)
    }
    latest = now
    if drops.isDue(at: now) {
      drops.add(handle?.drops())
      tape?.drops = drops.byKernel + drops.byInterface
    }
    return true
  }

  /// Takes what is waiting; `.taken(0)` where nothing more is.
  private mutating func takeAll(_ receive: (FlowSlice) -> Void) -> PacketHandle.Outcome {
    var left = Self.mostPackets
    while left > 0 {
      switch handle?.count(most: Int32(left), into: &counter, tape, receive) ?? .taken(0) {
      case .taken(0):
        counter.flush(receive)
        return .taken(0)
      case .taken(let count):
        left -= count
      case .failed(let reason):
        counter.flush(receive)
        return .failed(reason: reason)
      }
    }
    return .taken(Self.mostPackets)
  }

  /// Whether packets can be taken; opens the interface anew where it was lost and the time has come.
  private mutating func isOpen(at now: Int64) throws(VantageError) -> Bool {
    guard handle == nil else { return true }
    guard outage.isDue(at: now) else { return false }
    do {
      handle = try PacketHandle(options)
    } catch {
      if case .notPermitted(let what) = error {
        throw .lost(what: what, reason: "this process may not open it")
      }
      outage.prolong(at: now)
      return false
    }
    outage.end(at: now)
    return true
  }

  public mutating func handOutAll(_ receive: (FlowSlice) -> Void) {
    counter.handOutAll(receive)
  }

  public mutating func finish(_ receive: (FlowSlice) -> Void) {
    // What came a moment ago is still being collected by the kernel.
    _ = poll(nil, 0, LiveOptions.collectingTime + 20)
    _ = takeAll(receive)
    drops.add(handle?.drops())
    drops.close()
    handle = nil
    counter.finish(receive)
  }

  /// Whether the interface can be looked at now.
  public var isSeeing: Bool { handle != nil }
  public var totals: TrafficTotals { counter.totals }
  public var flows: Int { counter.flows.begun }
  public var requests: [MACAddress: DHCPRequest] { counter.requests }
  /// What devices showed of themselves in the last 24 hours.
  public var evidence: EvidenceBook { counter.evidence }
  /// Whether the User-Agent of HTTP in clear is evidence, too: off unless its owner asks for it.
  public var readsUserAgents: Bool {
    get { counter.readsUserAgents }
    set { counter.readsUserAgents = newValue }
  }

  public var loss: CaptureLoss {
    var loss = CaptureLoss()
    loss.kernelDrops = drops.byKernel
    loss.interfaceDrops = drops.byInterface
    loss.evictedFlows = counter.flows.evicted
    loss.gaps = outage.count
    loss.gapMicroseconds = outage.length
    return loss
  }
}

/// Adds up what libpcap says was lost, over openings and the wrapping of its counters.
private struct DropCounter {
  private(set) var byKernel: UInt64 = 0
  private(set) var byInterface: UInt64 = 0
  private var before = PacketHandle.Drops()
  private var nextReading: Int64 = .min
  /// Asking costs system calls and a file of sysfs.
  private static let pause: Int64 = 1_000_000

  mutating func isDue(at now: Int64) -> Bool {
    guard
      now >= nextReading || nextReading > now.addingReportingOverflow(2 * Self.pause).partialValue
    else { return false }
    nextReading = now.addingReportingOverflow(Self.pause).partialValue
    return true
  }

  /// Takes what libpcap says now; nil where it says nothing.
  mutating func add(_ drops: PacketHandle.Drops?) {
    guard let drops else { return }
    byKernel &+= UInt64(drops.byKernel &- before.byKernel)
    byInterface &+= UInt64(drops.byInterface &- before.byInterface)
    before = drops
  }

  /// The next opening counts from 0.
  mutating func close() { before = PacketHandle.Drops() }
}
