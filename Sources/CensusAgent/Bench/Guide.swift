public import CensusAttribution
import CensusCapture
public import CensusProtocol

/// Leads a person through a bench session, and measures.
///
///     let guide = try Guide(folder: folder, eye: eye, databases: databases)
///     while guide.stage != .finished { try guide.look(waiting: 250); show(guide.situation) … }
///
/// What the person does comes in as `confirm`, `spoil`, `leaveOut`, `choose` and `pause`; everything that
/// must outlast a power cut is on the disk before a call returns.
public final class Guide {
  /// What is going on.
  public enum Stage: Sendable, Equatable {
    /// The person has something to do, and then confirms.
    case waiting
    /// Confirmed: the phase begins at its whole minute.
    case starting
    case measuring
    /// All of the plan is done, or the person has ended the session.
    case finished
  }

  public internal(set) var stage = Stage.waiting
  public internal(set) var session: BenchSession
  public let plan: TestPlan
  let schedule: [PlannedPhase]
  let folder: SessionFolder
  let databases: [GeoDatabase]
  let networks: LocalNetworks
  let eye: any BenchSight
  let machine: BenchMachine
  var clock: ClockWatch
  /// Why the running phase does not count, as soon as that is known.
  var spoiled: VoidReason?
  /// What was lost before the running phase began.
  var lossBefore = CaptureLoss()
  /// When the way to the internet was last found missing, and for how long it was in this phase.
  var uplinkMissedAt: Int64?
  var withoutUplink: Int64 = 0
  var nextUplinkLook: Int64 = 0
  /// The running phase goes over into the next one without a pause.
  var followOn: BenchSession.Running?
  var now: Int64
  /// What the person must know of, the latest last.
  public internal(set) var notices: [String] = []

  /// Goes on with the session in `folder` as it was left.
  public convenience init(
    folder: SessionFolder, eye: BenchEye, databases: [GeoDatabase], networks: LocalNetworks
  ) throws {
    try self.init(
      folder: folder, sight: eye, machine: .real, databases: databases, networks: networks)
  }

  /// The same with another sight and another machine, for tests.
  init(
    folder: SessionFolder, sight: any BenchSight, machine: BenchMachine,
    databases: [GeoDatabase], networks: LocalNetworks
  ) throws {
    self.folder = folder
    self.databases = databases
    self.networks = networks
    eye = sight
    self.machine = machine
    (session, plan) = try folder.load()
    schedule = plan.schedule(sequence: Int(session.setting.sequence))
    now = machine.now()
    clock = ClockWatch(now: now, sinceBoot: machine.sinceBoot())
    folder.forgetStop()
    try recover()
    try judge()
    try settleStage()
  }

  /// Looks at the network for at most so many milliseconds, and does what its time has come for.
  public func look(waiting milliseconds: Int32) throws {
    try eye.look(at: machine.now(), waiting: milliseconds)
    now = machine.now()
    switch stage {
    case .waiting, .finished: break
    case .starting: try beginIfDue()
    case .measuring:
      try watch()
      try endIfDue()
    }
  }

  /// The person has done what was asked: the next phase begins at the next whole minute.
  public func confirm() throws {
    guard stage == .waiting, let planned = session.next(of: schedule) else { return }
    guard !session.isFull else {
      return note("no more phases fit into a session: end it, and begin another with the same unit")
    }
    guard session.unitAddress != nil || schedule[planned].condition == .emptyAccessPoint else {
      return note("choose first which of the devices on the network is the phone")
    }
    let minute: Int64 = 60_000_000
    let start = (now / minute + 1) * minute
    session.running = try run(planned, from: start / 1_000_000)
    try save()
    eye.tape.begin(folder.path + (session.running?.capture ?? ""))
    stage = .starting
  }

  func run(_ planned: Int, from seconds: Int64) throws -> BenchSession.Running {
    let phase = schedule[planned]
    guard let start = UTCTime(seconds: seconds),
      let end = UTCTime(seconds: seconds + phase.duration.minutes * 60)
    else { throw FileError(path: folder.path, problem: "the machine's clock is far from right") }
    return BenchSession.Running(
      planned: planned, started: start, ends: end,
      capture: fresh(session.captureName(planned, phase)))
  }

  /// The name, or one like it that no file has: a program that was killed may have left one behind, and what
  /// is there is never written over.
  func fresh(_ name: String) -> String {
    let stem = name.dropLast(".pcapng".count)
    return ([name] + (2...99).map { "\(stem)-\($0).pcapng" }).first {
      !LocalFile.exists(folder.path + $0)
    } ?? name
  }

  /// The person says that the running phase does not count.
  public func spoil() {
    if stage == .measuring { spoil(.interrupted) }
    if stage == .starting { cancelStart() }
  }

  /// The next planned phase is left out of this session.
  public func leaveOut() throws {
    guard stage == .waiting, let planned = session.next(of: schedule) else { return }
    session.skipped.append(planned)
    note("left out: \(title(planned))")
    try save()
    try settleStage()
  }

  /// The device with this address is the unit.
  public func choose(address: String) throws {
    guard stage == .waiting, let address = SessionDescription.linkAddress(address) else { return }
    session.unitAddress = address
    try save()
  }

  /// Ends what runs, which is void; the session can go on later.
  public func pause() throws {
    if stage == .starting { cancelStart() }
    guard stage == .measuring, let running = session.running else { return }
    // What has begun is listed, though it were ended in its first minute.
    let lastMinute = max(now / 60_000_000 * 60, running.started.seconds + 60)
    eye.tape.end()
    session.running = nil
    followOn = nil
    if let ended = UTCTime(seconds: min(lastMinute, running.ends.seconds)) {
      record(running, ended: ended, declared: spoiled ?? .interrupted)
    }
    stage = .waiting
    try judge()
    try save()
  }

  /// Ends the session: what is not done of the plan stays undone.
  public func finish() throws {
    try pause()
    session.isFinished = true
    try save()
    stage = .finished
  }

  /// Whether `session stop` was called meanwhile.
  public var isAskedToStop: Bool { folder.isAskedToStop() }

  func cancelStart() {
    eye.tape.end()
    if let running = session.running { LocalFile.remove(folder.path + running.capture) }
    session.running = nil
    stage = .waiting
    try? save()
  }

  func save() throws { try folder.save(session, plan: plan) }

  func note(_ text: String) {
    notices.append(text)
    if notices.count > 8 { notices.removeFirst() }
  }

  func title(_ planned: Int) -> String {
    let phase = schedule[planned]
    let turn = phase.turns > 1 ? " \(phase.turn) of \(phase.turns)" : ""
    return "\(phase.condition.rawValue), \(phase.step.meaning)\(turn), \(phase.duration)"
  }
}
