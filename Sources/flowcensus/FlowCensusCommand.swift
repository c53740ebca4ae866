import ArgumentParser
import CensusProtocol

/// `flowcensus`: the analyst's command.
///
/// `query` in: a server's address and a selection. Out: the statistics that the server publishes, as a
/// table for people, or as CSV or JSON exactly as the server gives them; `finding` the same for claims.
/// `plan` in: what a test is to decide. Out: what that takes, as CensusStatistics computes it. `verify`
/// in: what somebody published. Out: whether it holds. Nothing is computed here.
/// Exit status: 0 done, 1 failed, 2 usage.
@main
struct FlowCensusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowcensus",
    abstract: "Ask a FlowCensus server what phones send where, and plan tests.",
    version: CensusProtocol.version,
    subcommands: [
      QueryCommand.self, FindingCommand.self, PlanCommand.self, CatalogueCommand.self,
      VerifyCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch { end(with: error) }
  }

  /// Prints what went wrong and ends with the status that FlowCensus's commands share.
  private static func end(with error: any Error) -> Never {
    // All has been said.
    if error is ExitCode { exit(withError: error) }
    switch exitCode(for: error) {
    case .validationFailure:
      StandardStream.error.write(fullMessage(for: error) + "\n")
      exit(withError: ExitCode(2))
    case .success: exit(withError: error)
    default:
      StandardStream.error.write("flowcensus: \(message(for: error))\n")
      exit(withError: ExitCode(1))
    }
  }
}
