import ArgumentParser

/// The agent's command: measures which device exchanges how much with which country.
@main
struct FlowCensusAgent: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowcensus-agent",
    abstract: "Measure which devices talk to which countries, and how much.",
    subcommands: [
      Summarize.self, Watch.self, Records.self,
      Run.self, Report.self, Top.self, Import.self,
      Contribute.self, Forget.self,
      DevicesCommand.self,
      SessionCommand.self, DoctorCommand.self, SpoolCommand.self, KeyCommand.self,
    ])

  /// Exit status of a command line that cannot be understood.
  private static let usageStatus: Int32 = 2

  /// Runs the command; usage errors exit with status 2, as the other errors of the shell do.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let status = exitCode(for: error)
      let isUsage = status == .validationFailure
      // All has been said, or help was asked for.
      guard !(error is ExitCode), status != .success else { exit(withError: error) }
      guard isUsage else {
        StandardError.write("flowcensus-agent: \(message(for: error))\n")
        Self.exit(withError: ExitCode.failure)
      }
      StandardError.write(fullMessage(for: error) + "\n")
      Self.exit(withError: ExitCode(usageStatus))
    }
  }
}
