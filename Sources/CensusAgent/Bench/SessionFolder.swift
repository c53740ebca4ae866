public import CensusPlans
public import CensusProtocol

/// A session's folder: `state.json`, the plan's exact text, one capture for each phase, and the
/// description that `session preview` and `submit` read. Everything is replaced as a whole or not at all.
public struct SessionFolder: Sendable {
  /// With a slash at its end.
  public let path: String

  public init(path: String) { self.path = path.hasSuffix("/") ? path : path + "/" }

  public var statePath: String { path + "state.json" }
  public var planPath: String { path + "plan.yaml" }
  public var descriptionPath: String { path + "session.json" }
  public var lockPath: String { path + "lock" }
  var stopPath: String { path + "stop" }

  /// Makes the folder of a new session.
  public func create(_ session: BenchSession, plan: CensusPlans.Plan) throws(FileError) {
    try LocalFile.makePrivateFolder(path)
    try LocalFile.replace(planPath, plan.text)
    try save(session, plan: plan.plan)
  }

  /// The session as it was left, with its plan.
  public func load() throws -> (session: BenchSession, plan: TestPlan) {
    do {
      let session = try BenchSession(decoding: try LocalFile.read(statePath, limit: 1 << 20))
      let plan = try CensusPlans.read(try LocalFile.read(planPath, limit: 1 << 20)).plan
      guard plan.reference == session.setting.plan else {
        throw FileError(path: planPath, problem: "is not the plan that the session began with")
      }
      let count = plan.schedule(sequence: Int(session.setting.sequence)).count
      guard session.phases.allSatisfy({ $0.planned < count }), session.running?.planned ?? 0 < count
      else { throw FileError(path: statePath, problem: "names phases that the plan does not have") }
      return (session, plan)
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(path: statePath, problem: "cannot be understood: \(error)")
    }
  }

  /// Writes the state, and the description where there is something to describe.
  public func save(_ session: BenchSession, plan: TestPlan) throws(FileError) {
    try LocalFile.replace(statePath, session.encoded)
    guard !session.phases.isEmpty else { return }
    let schedule = plan.schedule(sequence: Int(session.setting.sequence))
    let description = session.description(schedule: schedule, folder: "")
    try LocalFile.replace(descriptionPath, description.json)
  }

  /// Asks the program that measures to end; it looks once a second.
  public func askToStop() throws(FileError) { try LocalFile.replace(stopPath, []) }

  /// Ends a session that no program measures.
  public func end() throws {
    var (session, plan) = try load()
    if let running = session.running, let ended = UTCTime(seconds: running.started.seconds + 60) {
      // Whoever measured it was killed: of the phase no more is sure than that it began.
      let capture = LocalFile.exists(path + running.capture) ? running.capture : nil
      let void = running.void ?? .interrupted
      session.phases.append(
        BenchSession.Recorded(
          planned: running.planned, started: running.started, ended: ended, capture: capture,
          declared: void, void: void, address: session.unitAddress, isJudged: true))
      session.running = nil
    }
    session.isFinished = true
    try save(session, plan: plan)
    forgetStop()
  }

  func isAskedToStop() -> Bool { LocalFile.exists(stopPath) }
  func forgetStop() { LocalFile.remove(stopPath) }
}

extension SessionDescription {
  /// The description as a file that people can read too.
  var json: [UInt8] {
    var unit = unit.fields
    unit["address"] = .string(unitAddress)
    let document: JSONValue = .object([
      "organisation": .string(organisation.description), "session": .string(session.description),
      "site": site.json, "plan": plan.json, "network": .string(network.rawValue),
      "lan": .array(localPrefixes.map(JSONValue.string)), "unit": .object(unit),
      "phases": .array(phases.map(\.json)),
    ])
    return CanonicalJSON.encode(document) + [UInt8(ascii: "\n")]
  }
}

extension PhaseDescription {
  fileprivate var json: JSONValue {
    var fields: [String: JSONValue] = [
      "condition": .string(condition.rawValue), "step": .string(step.word),
      "started": .string(started.description), "ended": .string(ended.description),
      "captures": .array(captures.map(JSONValue.string)),
    ]
    fields["dose_bytes"] = step.doseBytes.map { .integer($0) }
    fields["void"] = void.map { .string($0.rawValue) }
    fields["address"] = unitAddress.map(JSONValue.string)
    return .object(fields)
  }
}
