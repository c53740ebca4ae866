import ArgumentParser
import CensusProtocol

/// `flowcensus-server`: starts the server, admits organisations and invites households' agents.
///
/// In: arguments and environment variables. Out: a running server, or a changed database.
/// Each subcommand has a file of its own. Exit status: 0 done, 1 failed,
/// 2 usage.
@main
struct FlowCensusServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowcensus-server",
    abstract: "The FlowCensus server: takes in signed sessions and publishes what they say.",
    discussion: """
      EXAMPLES
        flowcensus-server serve
        flowcensus-server serve --listen 0.0.0.0:443 \\
          --tls-certificate cert.pem --tls-key key.pem
        flowcensus-server organisation add saigon-phones \\
          --name "Saigon Phones" --key PUBLICKEY
        flowcensus-server organisation list
        flowcensus-server serve --households invited
        flowcensus-server invitation create --label "friends" --uses 20
      """,
    version: CensusProtocol.version,
    subcommands: [
      ServeCommand.self, OrganisationCommand.self, FindingCommand.self, SourceCommand.self,
      InvitationCommand.self, ModelsCommand.self, ReleaseCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch { end(with: error) }
  }

  /// Prints what went wrong and ends with the status that FlowCensus's commands share.
  private static func end(with error: any Error) -> Never {
    switch exitCode(for: error) {
    case .validationFailure:
      StandardStream.error.write(fullMessage(for: error))
      exit(withError: ExitCode(2))
    case .success: exit(withError: error)
    default:
      StandardStream.error.write("flowcensus-server: \(message(for: error))")
      exit(withError: ExitCode(1))
    }
  }
}
