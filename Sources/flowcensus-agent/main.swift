import ArgumentParser

struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowcensus-agent", subcommands: [KeyCommand.self, SpoolCommand.self])
}
Root.main()
