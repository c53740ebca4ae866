import ArgumentParser
import CensusStatistics

/// `flowcensus plan power`
struct PlanPowerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Show how many units, blocks and sites a claim needs.",
    discussion: """
      A unit is one phone, measured under two conditions in blocks of 24 hours. The bounds are exact: \
      fewer units or hours cannot prove it, whatever they show. The power is simulated, and rests on \
      how far blocks and units scatter: the defaults are assumed, not measured, so replace them by \
      those of a pilot test. Tests are one-sided; Holm's adjustment is for the claims that one test \
      decides. No server is asked.

      EXAMPLES
        flowcensus plan power
        flowcensus plan power --factor 2 --units 6 --units 12 --blocks 3
        flowcensus plan power --spacing 168 --claims 1 --format csv
        flowcensus plan power --within-block-sd 0.5 --between-unit-sd 0.2 --target-power 0.9
      """)

  private static let standard = PowerQuestion()

  @Option(help: "By how much a condition changes the traffic, above 1; may be repeated.")
  var factor: [Double] = standard.factors

  @Option(help: "Units, 1 to \(SignFlipTest.mostPairs); may be repeated.")
  var units: [Int] = standard.units

  @Option(help: "Blocks for each unit and condition; may be repeated.")
  var blocks: [Int] = standard.blocks

  @Option(help: "Sites that share the units.")
  var sites = standard.sites

  @Option(help: "Claims that the test is to decide.")
  var claims = standard.claims

  @Option(help: "The level of the one-sided tests.")
  var level = standard.level

  @Option(help: "The power that is enough.")
  var targetPower = standard.target

  @Option(help: "The mean time between the rarest events that are to be seen, in hours.")
  var spacing = standard.spacing

  @Option(help: "The share of all units of which is to be said: not more do it.")
  var share = standard.share

  @Option(help: "The confidence of the bounds.")
  var confidence = standard.confidence

  @Option(
    help: "Standard deviation of ln(bytes) between blocks of one unit; the default is assumed.")
  var withinBlockSd = standard.withinBlock

  @Option(help: "Standard deviation of ln(factor) between units; the default is assumed.")
  var betweenUnitSd = standard.betweenUnits

  @Option(
    help: "Standard deviation of ln(factor) between sites; the default is assumed.")
  var betweenSiteSd = standard.betweenSites

  @Option(help: "The share of units that do it, for the power of presence; may be repeated.")
  var unitsDoing = standard.unitsDoing

  @Option(help: "Bytes sent for each byte kept, for the power of a dose; may be repeated.")
  var sentPart = standard.sentParts

  @Option(help: "Simulated tests for each design, 100 to 100000.")
  var runs = standard.runs

  @Option(help: "The number from which every simulated test follows.")
  var seed = standard.seed

  @Option(help: "table for people, csv or json for programs.")
  var format = QueryCommand.OutputFormat.table

  func validate() throws {
    do { try question.check() } catch { throw ValidationError("\(error)") }
  }

  func run() throws {
    let plan = try PowerPlan(answering: question)
    let text =
      switch format {
      case .table: PowerPlanText(plan: plan).text
      case .csv: PowerPlanRecords(plan: plan).csv
      case .json: try PowerPlanRecords(plan: plan).json()
      }
    StandardStream.output.write(text)
  }

  private var question: PowerQuestion {
    var question = PowerQuestion()
    question.factors = factor
    question.units = units
    question.blocks = blocks
    question.sites = sites
    question.claims = claims
    question.level = level
    question.target = targetPower
    question.spacing = spacing
    question.share = share
    question.confidence = confidence
    question.withinBlock = withinBlockSd
    question.betweenUnits = betweenUnitSd
    question.betweenSites = betweenSiteSd
    question.unitsDoing = unitsDoing
    question.sentParts = sentPart
    question.runs = runs
    question.seed = seed
    return question
  }
}
