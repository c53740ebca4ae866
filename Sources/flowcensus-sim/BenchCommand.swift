import ArgumentParser
import CensusProtocol
import CensusSimulator

/// `flowcensus-sim bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Writes the captures of simulated bench sessions, and what must be counted in them.",
    discussion: """
      Two simulated models are tested under the conditions Z, A, BC and D. simulated-caller phones \
      home to mainland China; simulated-reference does not, but for a time server of the pool. \
      The last unit of simulated-reference has a void phase: another computer uses the network.

      Each unit gets a folder with one pcapng file for each phase, session.json for \
      "flowcensus-agent session submit", and truth.json with the figures that must come out. The \
      same options give the same bytes.

      Example:
        flowcensus-sim bench --out simulated --seed 7
      """)

  @Option(help: ArgumentHelp("The folder to write into; made if missing.", valueName: "dir"))
  var out: String

  @Option(help: ArgumentHelp("The number from which every choice follows.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("The organisation that runs the simulated bench.", valueName: "id"))
  var organisation = "simulated-laboratory"

  @Option(
    help: ArgumentHelp(
      "The hours of each phase, \(BenchPlan.hoursRange.lowerBound) to \(BenchPlan.hoursRange.upperBound).",
      valueName: "n"))
  var hours = 2

  @Option(
    help: ArgumentHelp(
      "The units of each model, \(BenchPlan.unitsRange.lowerBound) to \(BenchPlan.unitsRange.upperBound).",
      valueName: "n"))
  var units = 2

  func validate() throws { _ = try plan() }

  func run() throws {
    let plan = try plan()
    let total = plan.units * 2
    var written = 0
    try CensusSimulator.write(plan, into: out) { session in
      written += 1
      print(
        "\(out)/\(session.folder)  simulated session \(session.identifier)  \(written)/\(total)")
    }
  }

  private func plan() throws -> BenchPlan {
    guard let identifier = OrganisationIdentifier(organisation) else {
      throw ValidationError(
        "--organisation \"\(organisation)\" is not \(OrganisationIdentifier.expectation).")
    }
    do {
      return try BenchPlan(seed: seed, organisation: identifier, hours: hours, units: units)
    } catch {
      throw ValidationError("--\(error).")
    }
  }
}
