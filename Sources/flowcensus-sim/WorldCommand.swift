import ArgumentParser
import CensusProtocol
import CensusSimulator

/// `flowcensus-sim world`.
struct WorldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "world",
    abstract: "Writes simulated sessions of several organisations, of which the truth is known.",
    discussion: """
      The case of the Redmi Note, made up: \(CasePlan.organisations.count) organisations test \
      simulated-caller and simulated-reference by the plans idle-wifi and content-dose, in blocks of 24 \
      hours. The truth: simulated-caller phones home to mainland China (H1), uploads more than it fetches \
      (H2), goes on with the default apps removed (H4), ends with the cloud off (H5 does not hold), and \
      sends nothing more for more photos (H3 does not hold). simulated-reference does none of it. \
      simulated-newcomer has no empty access point, and one block of simulated-university is void.

      With --case content-followed, three organisations test both models by content-dose, two units each. \
      The truth: simulated-caller uploads a thousandth of the photos that are on it (H3 holds), \
      simulated-reference nothing of them.

      Each session gets a folder as from "bench", below one for its organisation. The same options give \
      the same bytes.

      Example:
        flowcensus-sim world --out simulated --seed 7
      """)

  @Option(help: ArgumentHelp("The folder to write into; made if missing.", valueName: "dir"))
  var out: String

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp(
      "What is simulated: \(CasePlan.Case.allCases.map(\.rawValue).joined(separator: " or ")).",
      valueName: "case"))
  var simulated = CasePlan.Case.redmiNote

  @Option(help: ArgumentHelp("The number from which every choice follows.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "The hours of each measured block, \(CasePlan.hoursRange.lowerBound) to \(CasePlan.hoursRange.upperBound).",
      valueName: "n"))
  var hours = 24

  func validate() throws { _ = try plan() }

  func run() throws {
    let plan = try plan()
    try CensusSimulator.write(plan, into: out) { session, number, total in
      print("\(out)/\(session.folder)  simulated session \(session.identifier)  \(number)/\(total)")
    }
  }

  private func plan() throws -> CasePlan {
    do { return try CasePlan(simulated, seed: seed, hours: hours) } catch {
      throw ValidationError("--\(error).")
    }
  }
}

extension CasePlan.Case: ExpressibleByArgument {}
