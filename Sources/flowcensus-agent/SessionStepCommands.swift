import ArgumentParser
import CensusAgent
import CensusProtocol

extension SessionCommand {
  struct PhaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "phase",
      abstract: "Measure the next phase of a session, without the guide.",
      discussion: """
        Begins at the next whole minute, measures until the phase's end, and says whether it counts. \
        Exit status: 0 it counts, 1 it is void.
        """)

    @OptionGroup var bench: BenchOptions
    @OptionGroup var sessions: SessionsFolderOption

    @Argument(help: "The session's id or folder; may be left out where one is under way.")
    var session: String?

    func run() throws {
      let folder = try sessions.find(session)
      guard let lock = try SessionLock(folder) else {
        throw RuntimeError("this session is being measured by another program already")
      }
      defer { lock.release() }
      StopSignal.listen()
      let guide = try bench.guide(folder)
      let before = guide.session.phases.count
      try guide.confirm()
      guard guide.stage == .starting else {
        throw RuntimeError(
          guide.stage == .finished
            ? "all of the plan is done already" : guide.notices.last ?? "it cannot begin")
      }
      StandardError.write(GuideText.line(guide.situation) + "\n")
      while guide.session.phases.count == before {
        try guide.look(waiting: 200)
        if StopSignal.hasCome || guide.isAskedToStop {
          try guide.pause()
          break
        }
      }
      let isFollowed = guide.session.running != nil
      if isFollowed { try guide.pause() }
      guard guide.session.phases.count > before else {
        throw RuntimeError("ended before the phase had begun")
      }
      let phase = guide.situation.history[before]
      print("\(phase.phase): \(phase.verdict)")
      if guide.session.phases[before].void != nil { throw ExitCode(1) }
    }
  }

  struct Stop: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "End a session: what is not done of its plan stays undone.",
      discussion: "A program that measures it right now ends within a second; its phase is void.")

    @OptionGroup var sessions: SessionsFolderOption

    @Argument(help: "The session's id or folder; may be left out where one is under way.")
    var session: String?

    func run() throws {
      let folder = try sessions.find(session)
      for _ in 0..<40 {
        if let lock = try SessionLock(folder) {
          defer { lock.release() }
          try folder.end()
          return print(SessionLines.status(try folder.load()).joined(separator: "\n"))
        }
        try folder.askToStop()
        Pause.milliseconds(250)
      }
      throw RuntimeError("the program that measures the session does not end")
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what has been done of a session, and what is next.")

    @OptionGroup var sessions: SessionsFolderOption

    @Argument(help: "The session's id or folder; may be left out where one is under way.")
    var session: String?

    func run() throws {
      let folder = try sessions.find(session)
      print(SessionLines.status(try folder.load()).joined(separator: "\n"))
    }
  }

  struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the sessions of this bench.")

    @OptionGroup var sessions: SessionsFolderOption

    func run() throws {
      let all = sessions.all()
      if all.isEmpty { StandardError.write("There is no session in \(sessions.path).\n") }
      for entry in all { print(SessionLines.summary(entry.session, entry.plan)) }
    }
  }
}

/// Sessions as lines for people.
enum SessionLines {
  static func summary(_ session: BenchSession, _ plan: TestPlan) -> String {
    let counted = Set(session.phases.filter { $0.void == nil }.map(\.planned)).count
    let void = session.phases.count { $0.void != nil }
    let count = plan.schedule(sequence: Int(session.setting.sequence)).count
    let state = session.isFinished ? "ended" : "under way"
    return
      "\(session.setting.session)  \(session.setting.plan.name)  \(session.setting.unit.model)  "
      + "\(state), \(counted) of \(count) phases count, \(void) void"
  }

  static func status(_ loaded: (session: BenchSession, plan: TestPlan)) -> [String] {
    let (session, plan) = loaded
    let schedule = plan.schedule(sequence: Int(session.setting.sequence))
    func title(_ planned: Int) -> String {
      "\(schedule[planned].condition.rawValue), \(schedule[planned].step.meaning), "
        + "\(schedule[planned].duration)"
    }
    var lines = [summary(session, plan)]
    lines += session.phases.map { phase in
      "  \(phase.started)  \(title(phase.planned)): "
        + (phase.void.map { "void: \($0.meaning)" } ?? "counts")
    }
    if let running = session.running {
      lines.append("  \(running.started)  \(title(running.planned)): runs until \(running.ends)")
    } else if let next = session.next(of: schedule) {
      lines.append("  next: \(title(next))")
      lines += schedule[next].instructions.map { "    - \($0)" }
    }
    return lines
  }
}

/// The right to measure a session: one program at a time.
final class SessionLock {
  private var lock: FileLock?

  /// Nil where another program has it.
  init?(_ folder: SessionFolder) throws {
    guard let lock = try FileLock(folder.lockPath) else { return nil }
    self.lock = consume lock
  }

  func release() { lock = nil }
}
