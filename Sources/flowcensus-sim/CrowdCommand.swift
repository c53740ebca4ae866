import ArgumentParser
import CensusProtocol
import CensusSimulator
import Glibc

/// `flowcensus-sim crowd`.
struct CrowdCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crowd",
    abstract:
      "Drives simulated households through a server, and compares its releases with the truth.",
    discussion: """
      Households enrol, order blind-signed tokens and contribute over HTTP, each request on its own \
      connection; some send twice, replace, take back or come too late, and some lie: they accuse \
      simulated-caller of the largest uploads, three times each. In the third epoch an update makes the \
      caller upload a sixteenth. Every published cell is compared with what was contributed, within \
      the error that a release states: 2 for counts that are rounded to 5.

      The server must be one for tests alone: it reads its time from a file that this command writes.

      Example:
        echo 2026-01-05T00:00:00Z > clock
        flowcensus-server models add simulated-caller simulated-reference imagined-alpha \\
          imagined-beta imagined-gamma imagined-delta --database crowd.sqlite --clock clock
        flowcensus-server serve --listen 127.0.0.1:8080 --database crowd.sqlite --accept-simulated \\
          --households open --enrolments-per-day 1000000 --requests-per-minute 0 --clock clock
        flowcensus-sim crowd --server http://127.0.0.1:8080 --clock clock --households 1000
      """)

  @Option(help: ArgumentHelp("The server's address.", valueName: "url"))
  var server: String

  @Option(help: ArgumentHelp("The file from which the server reads its time.", valueName: "file"))
  var clock: String

  @Option(help: ArgumentHelp("The number from which every choice follows.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Households, \(CrowdPlan.householdsRange.lowerBound) to \(CrowdPlan.householdsRange.upperBound).",
      valueName: "n"))
  var households = 200

  @Option(
    help: ArgumentHelp(
      "Epochs, \(CrowdPlan.epochsRange.lowerBound) to \(CrowdPlan.epochsRange.upperBound).",
      valueName: "n"))
  var epochs = 4

  @Option(
    help: ArgumentHelp(
      "Of a hundred households, how many lie: \(CrowdPlan.dishonestRange.lowerBound) to \(CrowdPlan.dishonestRange.upperBound).",
      valueName: "n"))
  var dishonest = 5

  @Option(help: ArgumentHelp("The first epoch, an ISO week.", valueName: "week"))
  var first = "2026-W10"

  func validate() throws { _ = try plan() }

  func run() async throws {
    let server = server.hasSuffix("/") ? String(server.dropLast()) : server
    let run = CrowdRun(try plan(), server: server, clock: clock) { line in
      print(line)
      fflush(nil)
    }
    let comparisons = try await run.run()
    let problems = comparisons.flatMap { comparison in
      comparison.problems.map { "\(comparison.epoch) \($0)" }
    }
    for problem in problems.prefix(50) { print("  \(problem)") }
    print("This program used \(Self.peakMemory()) MiB at most.")
    guard problems.isEmpty else { throw CrowdDisagreement(count: problems.count) }
    print("All releases agree with the truth within their stated error.")
  }

  private func plan() throws -> CrowdPlan {
    guard let epoch = Epoch(first) else {
      throw ValidationError("--first \"\(first)\" is not an ISO week like 2026-W10.")
    }
    do {
      return try CrowdPlan(
        seed: seed, households: households, epochs: epochs, dishonest: dishonest, first: epoch)
    } catch { throw ValidationError("--\(error).") }
  }

  private static func peakMemory() -> Int {
    var usage = rusage()
    _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss / 1024
  }
}

/// Some published figures are not what they must be.
struct CrowdDisagreement: Error, CustomStringConvertible {
  let count: Int

  var description: String { "\(count) published figures do not agree with the truth" }
}
