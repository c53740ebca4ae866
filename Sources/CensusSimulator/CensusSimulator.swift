import CensusProtocol

/// Made traffic with a known truth, so that everything from a capture to a published figure can be
/// checked to the byte. Nothing in it was measured, and every name in it says "simulated".
///
/// In: a `BenchPlan` (seed, organisation, hours, units).
/// Out: for each simulated unit a folder with one pcapng file for each phase, `session.json`, which
/// `flowcensus-agent session submit` reads, and `truth.json`, what a correct bundle must contain.
///
/// `CrowdRun` (`Crowd`) is another way in: simulated households that contribute to a real server over HTTP,
/// whose releases are compared with what they contributed.
///
/// `Plan` says which units are tested when, and whom they talk to; `Traffic` turns that into
/// packets; `Frames` gives them their bytes; `Truth` keeps the books while packets are sent, never by
/// reading a capture back; `Output` writes the files. The same plan gives the same bytes, always.
public enum CensusSimulator {
  /// What the files say about themselves.
  static let notice = "SIMULATED by flowcensus-sim \(CensusProtocol.version): nothing was measured"

  /// Writes the folders of all units of `plan` into the folder at `path`, which is made where it is
  /// missing; files that have the same names are replaced. `progress` is told of each unit when its
  /// folder is complete.
  public static func write(
    _ plan: BenchPlan, into path: String, progress: (SimulatedSession) -> Void = { _ in }
  ) throws(SimulatorError) {
    for session in try plan.sessions() { try write(session, into: path, progress) }
  }

  /// The same for the sessions of all benches of a case, each in a folder below its organisation's.
  /// `progress` is told the session, its number and how many there are.
  public static func write(
    _ plan: CasePlan, into path: String,
    progress: (SimulatedSession, Int, Int) -> Void = { _, _, _ in }
  ) throws(SimulatorError) {
    let sessions = try plan.sessions()
    for (index, session) in sessions.enumerated() {
      try write(session, into: path) { progress($0, index + 1, sessions.count) }
    }
  }

  private static func write(
    _ session: SimulatedSession, into path: String, _ progress: (SimulatedSession) -> Void
  ) throws(SimulatorError) {
    let folder = try OutputFolder(path: path + "/" + session.folder)
    var phases: [PhaseTruth] = []
    for phase in session.phases {
      let recording = PhaseRecording(of: phase, in: session)
      try folder.write(recording.capture(phase), as: phase.captureName)
      phases.append(try recording.truth(phase))
    }
    try folder.write(session.description, as: "session.json")
    try folder.write(session.truth(phases), as: "truth.json")
    progress(session)
  }
}
