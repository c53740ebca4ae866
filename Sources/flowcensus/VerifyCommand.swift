import ArgumentParser

/// `flowcensus verify`
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check what was published against the evidence behind it.",
    subcommands: [VerifySessionCommand.self],
    defaultSubcommand: VerifySessionCommand.self)
}
