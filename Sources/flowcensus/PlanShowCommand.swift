import ArgumentParser
import CensusPlans
import CensusProtocol

/// `flowcensus plan list`
struct PlanListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the test plans that are shipped.")

  func run() {
    let rows = CensusPlans.shipped.map(\.plan).map { plan in
      [
        "\(plan.reference.name)", "version \(plan.reference.version)",
        PlanDuration.text(minutes: plan.minutes), plan.question,
      ]
    }
    StandardStream.output.write(TextTable(rows: rows, numbers: 2..<3).text)
  }
}

/// `flowcensus plan show`
struct PlanShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Say in plain words what a test plan asks for and what it can find.",
    discussion: """
      EXAMPLES
        flowcensus plan show idle-wifi
        flowcensus plan show ./my-plan.yaml --sequence 2
      """)

  @Option(
    help:
      "Which of the balanced orders to show: 0 for the first unit of a set, 1 for the second, and so on."
  )
  var sequence = 0

  @Argument(help: "A shipped plan's name (see `plan list`), or your own plan's file.")
  var plan: String

  func validate() throws {
    guard (0...1_000_000).contains(sequence) else {
      throw ValidationError("--sequence \(sequence) is not within 0 to 1000000.")
    }
  }

  func run() throws {
    let plan = try PlanFiles.plan(plan)
    StandardStream.output.write(try PlanText(plan: plan, sequence: sequence).text)
  }
}

/// `flowcensus plan check`
struct PlanCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check your own test plans.",
    discussion: """
      Exit status 0: all can be used. 1: the first problem of each other one is printed, with its line.

      EXAMPLE
        flowcensus plan check my-plan.yaml
      """)

  @Argument(help: "Plans' files.")
  var files: [String]

  func run() throws {
    var failed = false
    for file in files {
      do {
        let plan = try PlanFiles.read(file)
        if let shipped = CensusPlans.shipped(plan.reference.name), shipped.plan != plan {
          throw PlanFileError(
            path: file,
            problem:
              "\(plan.reference.name) is a shipped plan's name, and this is another plan; name "
              + "it differently, so that nobody takes its sessions for the shipped plan's")
        }
        StandardStream.output.write(
          "\(file): \(plan.reference.name), version \(plan.reference.version), "
            + "\(plan.schedule(sequence: 0).count) phases, "
            + "\(PlanDuration.text(minutes: plan.minutes))\n")
      } catch {
        failed = true
        StandardStream.error.write("flowcensus: \(error)\n")
      }
    }
    if failed { throw ExitCode(1) }
  }
}
