import CensusAttribution
import CensusCapture
import CensusProtocol

// A phase from its first whole minute to its verdict.
extension Guide {
  /// After this time all packets of a phase are in its file, in microseconds.
  private static let lateness: Int64 = 3_000_000
  /// A kernel hands packets over within this time, in seconds.
  private static let settling: Int64 = 2
  /// So long in all a phase may be without a way to the internet, in microseconds; at most half of it.
  private static let longestOutage: Int64 = 60_000_000

  func beginIfDue() throws {
    guard let running = session.running, now >= running.started.seconds * 1_000_000 else { return }
    beginMeasuring()
  }

  private func beginMeasuring() {
    stage = .measuring
    spoiled = nil
    followOn = nil
    uplinkMissedAt = nil
    nextUplinkLook = 0
    withoutUplink = 0
    lossBefore = eye.loss
    clock = ClockWatch(now: now, sinceBoot: machine.sinceBoot())
    eye.beginAnew()
  }

  /// Looks for what voids the phase, so that nobody waits a day for a block that does not count.
  func watch() throws {
    guard let running = session.running else { return }
    let wasSet = clock.wasSet(now: now, sinceBoot: machine.sinceBoot())
    if wasSet { spoil(.clockJump) }
    let loss = eye.loss
    if eye.tape.failure != nil || !eye.isSeeing || loss.gaps > lossBefore.gaps
      || loss.kernelDrops > lossBefore.kernelDrops
      || loss.interfaceDrops > lossBefore.interfaceDrops
    {
      spoil(.captureLoss)
    }
    if schedule[running.planned].condition != .emptyAccessPoint,
      !eye.view.strangers(than: unit).isEmpty
    {
      spoil(.otherClient)
    }
    if plan.requirements.contains(.uplink) { lookAtUplink(running) }
    try prepareFollowOn(running)
  }

  private func lookAtUplink(_ running: BenchSession.Running) {
    guard now >= nextUplinkLook else { return }
    nextUplinkLook = now + 5_000_000
    guard !machine.hasUplink() else {
      uplinkMissedAt = nil
      return
    }
    withoutUplink += max(0, now - (uplinkMissedAt ?? now))
    uplinkMissedAt = now
    let half = (running.ends.seconds - running.started.seconds) * 500_000
    if withoutUplink >= min(half, Self.longestOutage) { spoil(.noUplink) }
  }

  /// The phase does not count: it ends with this minute.
  func spoil(_ reason: VoidReason) {
    guard spoiled == nil, var running = session.running else { return }
    spoiled = reason
    note("this phase is void: \(reason.meaning)")
    let minute = now / 60_000_000 * 60 + 60
    if let end = UTCTime(seconds: max(minute, running.started.seconds + 60)), end < running.ends {
      running.ends = end
    }
    running.void = reason
    session.running = running
    try? save()
  }

  /// A few seconds before the end: a next phase without instructions follows without a gap.
  private func prepareFollowOn(_ running: BenchSession.Running) throws {
    guard followOn == nil, spoiled == nil, session.phases.count + 2 <= 64,
      now >= (running.ends.seconds - 5) * 1_000_000, now < running.ends.seconds * 1_000_000
    else { return }
    var after = session
    after.phases.append(recorded(running, ended: running.ends, declared: nil))
    guard let planned = after.next(of: schedule), schedule[planned].instructions.isEmpty,
      planned == running.planned + 1
    else { return }
    var next = try run(planned, from: running.ends.seconds)
    next.capture = fresh(after.captureName(planned, schedule[planned]))
    followOn = next
    eye.tape.goOn(in: folder.path + next.capture, from: running.ends.seconds * 1_000_000)
  }

  func endIfDue() throws {
    guard let running = session.running,
      now >= running.ends.seconds * 1_000_000 + Self.lateness
    else { return }
    record(running, ended: running.ends, declared: spoiled)
    session.running = followOn
    if followOn == nil { eye.tape.end() }
    try save()
    let goesOn = followOn != nil
    if goesOn { beginMeasuring() }
    try judge()
    if !goesOn { try settleStage() }
  }

  func recorded(
    _ running: BenchSession.Running, ended: UTCTime, declared: VoidReason?
  ) -> BenchSession.Recorded {
    let capture = (LocalFile.status(folder.path + running.capture)?.bytes ?? 0) > 0
    return BenchSession.Recorded(
      planned: running.planned, started: running.started, ended: ended,
      capture: capture ? running.capture : nil,
      declared: capture ? declared : declared ?? .captureLoss,
      void: declared, address: session.unitAddress)
  }

  func record(
    _ running: BenchSession.Running, ended: UTCTime, declared: VoidReason?
  ) {
    session.phases.append(recorded(running, ended: ended, declared: declared))
  }

  /// A phase that was running when the program was killed: void, unless all of it was recorded.
  func recover() throws {
    guard let running = session.running else { return }
    session.running = nil
    let alive = LocalFile.status(folder.path + running.capture)?.changed ?? 0
    let isWhole = isWhole(running, alive: alive)
    let declared = running.void ?? (isWhole ? nil : .interrupted)
    let lastMinute = max(min(alive, now / 1_000_000) / 60 * 60, running.started.seconds + 60)
    if now >= running.started.seconds * 1_000_000,
      let ended = UTCTime(seconds: min(lastMinute, running.ends.seconds))
    {
      record(running, ended: isWhole ? running.ends : ended, declared: declared)
      note(
        declared == nil
          ? "the program was ended after \(title(running.planned)); nothing of it is lost"
          : "\(title(running.planned)) was interrupted: it is void, is listed, and is done again")
    } else {
      LocalFile.remove(folder.path + running.capture)
    }
    try save()
  }

  /// Whether all packets of the phase are in its file: it has a sign of life from late enough after the phase's
  /// end, or the file of the phase that follows without a pause was begun, which brings this one to the disk.
  /// When the file was changed proves nothing: after a power cut it may end earlier than that, or in zeros.
  private func isWhole(_ running: BenchSession.Running, alive: Int64) -> Bool {
    guard let sign = CaptureTape.lastSign(in: folder.path + running.capture) else { return false }
    guard sign < (running.ends.seconds + Self.settling) * 1_000_000 else { return true }
    var after = session
    after.phases.append(recorded(running, ended: running.ends, declared: nil))
    guard let planned = after.next(of: schedule), alive >= running.ends.seconds else {
      return false
    }
    return LocalFile.exists(folder.path + after.captureName(planned, schedule[planned]))
  }

  /// Reads the captures of the phases that have no verdict yet, exactly as the bundle's composer will.
  func judge() throws {
    for index in session.phases.indices where !session.phases[index].isJudged {
      let description = session.description(schedule: schedule, folder: folder.path).phases[index]
      var phase = session.phases[index]
      var measurement = PhaseMeasurement(description, networks: networks, databases: databases)
      do {
        try measurement.read { _, _ in }
        let address = phase.address ?? BenchSession.noAddress
        phase.void = measurement.phase(unit: Device(label: address)).void
      } catch {
        // A file that cannot be read proves nothing; it stays in the folder.
        phase.capture = nil
        phase.declared = phase.declared ?? .captureLoss
        phase.void = phase.declared
      }
      phase.isJudged = true
      session.phases[index] = phase
      if let void = phase.void, void != phase.declared {
        note("\(title(phase.planned)) is void: \(void.meaning)")
      }
    }
    try save()
  }

  /// What is to be done now.
  func settleStage() throws {
    guard let planned = session.next(of: schedule) else {
      stage = .finished
      session.isFinished = true
      return try save()
    }
    stage = .waiting
    let isNewArm =
      session.phases.last.map { schedule[$0.planned].arm != schedule[planned].arm } ?? true
    if isNewArm { eye.forgetDevices() }
    let wasVoid = session.phases.last?.void != nil
    if schedule[planned].instructions.isEmpty, !wasVoid, !session.phases.isEmpty { try confirm() }
  }

  /// The unit, where its address is known.
  var unit: Device? { session.unitAddress.map(Device.init(label:)) }
}
