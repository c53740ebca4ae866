public import CensusAttribution
public import CensusCapture

/// What the guide sees with: packets on a tape, and a view that is made of them.
protocol BenchSight: AnyObject {
  var tape: CaptureTape { get }
  var view: BenchView { get }
  /// What was lost since it began to see.
  var loss: CaptureLoss { get }
  /// Whether it can see now.
  var isSeeing: Bool { get }
  func look(at now: Int64, waiting milliseconds: Int32) throws(VantageError)
  /// Shows what comes from now on.
  func beginAnew()
  /// The same, and forgets who was there.
  func forgetDevices()
}

/// The bench's eye: the live interface with its tape, and the view that is made of it.
public final class BenchEye: BenchSight {
  private var interface: LiveInterface
  private var attributor: Attributor
  let tape: CaptureTape
  public private(set) var view = BenchView()
  private var nextHandOut: Int64 = .min
  private let identifier: DeviceIdentifier
  /// What devices showed of themselves when it was looked at last.
  private var judged = (revision: -1, time: Int64.min)

  /// Opens the interface; throws what is wrong with it and how to mend it. `identifier` tells what the devices
  /// show themselves as, by the User-Agent of HTTP in clear too: a bench's phones are nobody's.
  public init(
    _ options: LiveOptions, networks: LocalNetworks, databases: [GeoDatabase],
    identifier: DeviceIdentifier
  ) throws(VantageError) {
    tape = CaptureTape()
    interface = try LiveInterface(options, tape: tape)
    interface.readsUserAgents = true
    self.identifier = identifier
    attributor = Attributor(networks: networks, databases: databases)
  }

  func look(at now: Int64, waiting milliseconds: Int32) throws(VantageError) {
    var seen: [Observation] = []
    _ = try interface.advance(at: now, waiting: milliseconds) {
      seen.append(attributor.observe($0))
    }
    if now >= nextHandOut || nextHandOut > now + 2_000_000 {
      nextHandOut = now + 1_000_000
      interface.handOutAll { seen.append(attributor.observe($0)) }
      view.names = attributor.hints(interface.requests)
      tape.flush(at: now)
      identify(at: now)
    }
    for observation in seen { view.add(observation, at: now) }
  }

  /// After so long, in microseconds, it is looked again though nothing is new: time alone settles some.
  private static let patience: Int64 = 60_000_000

  private func identify(at now: Int64) {
    let evidence = interface.evidence
    guard
      evidence.revision != judged.revision
        || now.subtractingReportingOverflow(judged.time).partialValue >= Self.patience
    else { return }
    let signals = attributor.signals(evidence, at: now)
    guard view.identify(signals, by: identifier, at: now) else { return }
    judged = (evidence.revision, now)
  }

  var loss: CaptureLoss { interface.loss }
  var isSeeing: Bool { interface.isSeeing }

  func beginAnew() { view.beginAnew() }
  func forgetDevices() { view.forgetDevices() }
}
