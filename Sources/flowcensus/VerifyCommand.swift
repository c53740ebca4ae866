import ArgumentParser

/// `flowcensus verify`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check what was published, without believing who published it.",
    subcommands: [VerifySessionCommand.self, VerifyReleaseCommand.self],
    defaultSubcommand: VerifySessionCommand.self)
}
