import ArgumentParser

/// `flowcensus plan`
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plan a test before it is run.",
    subcommands: [
      PlanListCommand.self, PlanShowCommand.self, PlanCheckCommand.self, PlanPowerCommand.self,
    ])
}
