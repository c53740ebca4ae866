import ArgumentParser
import CensusAgent
import CensusPlans
import CensusProtocol

/// The folder in which bench sessions lie, each in a folder of its own.
struct SessionsFolderOption: ParsableArguments {
  @Option(
    name: .customLong("sessions"),
    help: ArgumentHelp("The folder in which bench sessions lie.", valueName: "folder"))
  var path: String = DefaultPaths.sessions

  func folder(_ session: SessionIdentifier) -> SessionFolder {
    SessionFolder(path: "\(path)/\(session)")
  }

  /// All sessions that can be read, in the order of their beginning.
  func all() -> [(folder: SessionFolder, session: BenchSession, plan: TestPlan)] {
    LocalFile.names(in: path).compactMap { name in
      guard let identifier = SessionIdentifier(name) else { return nil }
      let folder = folder(identifier)
      guard let (session, plan) = try? folder.load() else { return nil }
      return (folder, session, plan)
    }
    .sorted { begin($0.1) < begin($1.1) }
  }

  private func begin(_ session: BenchSession) -> Int64 {
    session.phases.first?.started.seconds ?? .max
  }

  /// The folder that a person means: an id, a folder, or without a word the session not yet ended.
  func find(_ argument: String?) throws -> SessionFolder {
    if let argument {
      if let identifier = SessionIdentifier(argument) {
        let found = folder(identifier)
        guard LocalFile.exists(found.statePath) else {
          throw ValidationError("There is no session \(argument) in \(path).")
        }
        return found
      }
      return SessionFolder(path: argument)
    }
    let open = all().filter { !$0.session.isFinished }
    guard let only = open.first, open.count == 1 else {
      let ids = open.map { "\($0.session.setting.session)" }.joined(separator: ", ")
      throw ValidationError(
        open.isEmpty
          ? "No session is under way in \(path); begin one with `session run` or `session start`."
          : "Several sessions are under way: name one of \(ids).")
    }
    return only.folder
  }

  /// The description behind what `preview`, `submit` and `seal` are given: a file, a folder or an id.
  func description(_ argument: String) -> String {
    if let identifier = SessionIdentifier(argument) { return folder(identifier).descriptionPath }
    let inFolder = SessionFolder(path: argument).descriptionPath
    return LocalFile.exists(inFolder) ? inFolder : argument
  }
}

/// Test plans as a person names them.
enum PlanArgument {
  static func read(_ argument: String) throws -> CensusPlans.Plan {
    if let name = PlanIdentifier(argument), let shipped = CensusPlans.shipped(name) {
      return shipped
    }
    guard argument.contains("/") || argument.contains(".") else {
      let names = CensusPlans.shipped.map { "\($0.plan.reference.name)" }.joined(separator: ", ")
      throw ValidationError(
        "There is no shipped plan \"\(argument)\"; there are \(names). "
          + "Name your own by its file, such as ./\(argument).yaml.")
    }
    let text = try LocalFile.read(argument, limit: CensusPlans.maximumBytes)
    do {
      let plan = try CensusPlans.read(text)
      if let shipped = CensusPlans.shipped(plan.plan.reference.name), shipped.plan != plan.plan {
        throw FileError(
          path: argument,
          problem: "has the name of a shipped plan, \(plan.plan.reference.name); give it another")
      }
      return plan
    } catch let error as PlanError {
      throw FileError(path: argument, problem: "is no test plan: \(error)")
    }
  }
}
