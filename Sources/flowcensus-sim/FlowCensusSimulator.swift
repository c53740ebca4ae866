import ArgumentParser
import CensusProtocol
import Glibc

/// `flowcensus-sim`: the simulator's command.
///
/// In: a seed and a size. Out: folders with captures and with what must be counted in them, or a crowd's
/// contributions to a server and whether what it releases is right.
/// Exit status: 0 done, 1 failed, 2 usage.
@main
struct FlowCensusSimulator: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowcensus-sim",
    abstract: "Make traffic whose truth is known, to check everything that counts traffic.",
    version: CensusProtocol.version,
    subcommands: [BenchCommand.self, WorldCommand.self, CrowdCommand.self])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
    } catch { end(with: error) }
  }

  private static func end(with error: any Error) -> Never {
    switch exitCode(for: error) {
    case .validationFailure:
      printError(fullMessage(for: error))
      exit(withError: ExitCode(2))
    case .success: exit(withError: error)
    default:
      printError("flowcensus-sim: \(message(for: error))")
      exit(withError: ExitCode.failure)
    }
  }

  private static func printError(_ text: String) {
    let line = Array((text + "\n").utf8)
    // Nobody is left to tell where standard error itself cannot be written.
    _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
