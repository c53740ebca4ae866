/// A place from which traffic can be seen: what every vantage gives to the rooms behind it.
///
///     while try vantage.advance(at: now(), waiting: 1000, { slice in … }) { … }
///     vantage.finish { slice in … }
///
/// A vantage asks no clock. What it counts carries the packets' or records' own time; `now` only tells it
/// how long the silence has lasted.
public protocol Vantage: ~Copyable {
  /// Waits at most so many milliseconds for traffic, counts what has come, and hands out the slices that
  /// are complete, the ones of flows that fell silent among them. Returns at once where traffic is waiting
  /// already, and early where a signal interrupts.
  ///
  /// `now` is the caller's time of day in microseconds since 1970. By it silent flows are ended, and the
  /// time is measured for which nothing could be seen. A vantage of the past, such as a file, ignores it.
  ///
  /// False when nothing more will ever come. Where it throws, nothing more will come either; what was
  /// counted stands, and `finish` hands out the rest.
  mutating func advance(
    at now: Int64, waiting milliseconds: Int32, _ receive: (FlowSlice) -> Void
  ) throws(VantageError) -> Bool

  /// Hands out everything counted so far, while the flows go on: for views of the present and before a
  /// state is saved. What a flow does later comes in further slices of the same serial; each packet is in
  /// exactly one, and just one says `beginsFlow`.
  mutating func handOutAll(_ receive: (FlowSlice) -> Void)

  /// Ends all flows and hands out what is left. The vantage is of no more use afterwards.
  mutating func finish(_ receive: (FlowSlice) -> Void)

  /// What was counted so far.
  var totals: TrafficTotals { get }
  /// How many flows were begun so far.
  var flows: Int { get }
  /// What was lost so far; never what merely did not happen.
  var loss: CaptureLoss { get }
  /// What devices said of themselves over DHCP, by their address; empty where a vantage sees no payload.
  var requests: [MACAddress: DHCPRequest] { get }
  /// What devices showed of themselves; empty where a vantage sees no payload.
  var evidence: EvidenceBook { get }
}

extension Vantage where Self: ~Copyable {
  public var requests: [MACAddress: DHCPRequest] { [:] }
  public var evidence: EvidenceBook { EvidenceBook() }
}
