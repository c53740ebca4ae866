import ArgumentParser
import CensusAgent
import CensusProtocol

/// `flowcensus-agent report`: the local store in, a week's table out.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which of your devices talked to which countries in a week.",
    discussion: """
      Reads what `run` and `import` have counted on this machine; nothing is sent anywhere. The table has \
      places outside your network; json and csv have every row, with packets, too.

      A place that is not listed was not seen while the agent watched and the device was there. That is \
      no proof of silence: the report says below which rate (95 %) it could have gone unseen.

      The names are those of `devices list`; `devices label` says what a device is.

      EXAMPLES
        flowcensus-agent report
        flowcensus-agent report --week 2026-W47 --format csv > week.csv
      """)

  @Option(
    help: ArgumentHelp(
      "The ISO week, Monday to Sunday in UTC; this week if not given.", valueName: "week"))
  var week: WeekArgument?

  @Option(help: "What to print: table, json or csv.")
  var format = ReportFormat.table

  @OptionGroup var state: StateOptions

  func run() throws {
    let now = SystemClock.now()
    guard let epoch = week?.epoch ?? Epoch(containing: now) else {
      throw ValidationError("The machine's clock is not in a week that can be named.")
    }
    let hours = epoch.start.hour..<min(epoch.end.hour, max(now.hour + 1, epoch.start.hour + 1))
    let store = try state.openExistingStore()
    let names = try store.knownDevices().reduce(into: [:]) { $0[$1.device] = $1.title() }
    let report = try OwnerReport(of: store, hours: hours, names: names)
    if let failure = StandardOutput.write(format.text(report, epoch)) {
      StandardError.write("flowcensus-agent: the output could not be written: \(failure)\n")
      throw ExitCode.failure
    }
  }
}

/// How a report is printed.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
  case csv

  func text(_ report: OwnerReport, _ epoch: Epoch) -> String {
    switch self {
    case .table: report.table(title: "week \(epoch)")
    case .json: report.json(week: epoch.description)
    case .csv: report.csv(week: epoch.description)
    }
  }
}
