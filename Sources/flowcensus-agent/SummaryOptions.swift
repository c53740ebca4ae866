import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusCapture

/// How traffic is summarized, whether of a file or live.
struct SummaryOptions: ParsableArguments {
  @Option(help: "What to print: table, json or csv.")
  var format = SummaryFormat.table

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A prefix that is local, beside the private ones.", valueName: "prefix"))
  var lan: [LocalPrefix] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A geo database in the form of tor-geoipdb, instead of the installed one. Given several times, "
        + "the first one's answer is the destination and the others are given beside it.",
      valueName: "file"))
  var geo: [String] = []

  @Option(
    help: ArgumentHelp(
      "A flow ends after so many seconds of silence; 0 is never.", valueName: "seconds"))
  var idleTimeout = 120

  @Option(
    help: ArgumentHelp("A flow is cut after so many seconds; 0 is never.", valueName: "seconds"))
  var activeTimeout = 1800

  func validate() throws {
    guard idleTimeout >= 0, activeTimeout >= 0 else {
      throw ValidationError("A time-out is a number of seconds, 0 or more.")
    }
  }

  /// The flows' time-outs.
  var limits: FlowLimits { FlowLimits(idleSeconds: idleTimeout, activeSeconds: activeTimeout) }

  /// What is local beside the private blocks.
  var networks: LocalNetworks { LocalNetworks(lan.map(\.prefix)) }

  /// A survey with nothing in it yet.
  func makeSurvey() throws -> CaptureSurvey {
    CaptureSurvey(
      networks: networks, databases: try openDatabases(), limits: limits)
  }

  func openDatabases() throws -> [GeoDatabase] {
    do {
      return try GeoDatabase.load(geo.isEmpty ? GeoDatabase.defaultPaths : geo)
    } catch {
      StandardError.write("flowcensus-agent: \(error)\n")
      throw ExitCode(1)
    }
  }
}

/// How the summary is printed.
enum SummaryFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
  case csv

  func text(_ survey: CaptureSurvey) -> String {
    switch self {
    case .table: SummaryTable.text(survey)
    case .json: SummaryJSON.text(survey)
    case .csv: SummaryCSV.text(survey)
    }
  }
}

/// The value of `--lan`.
struct LocalPrefix: ExpressibleByArgument {
  let prefix: AddressPrefix

  init?(argument: String) {
    guard let prefix = AddressPrefix(argument) else { return nil }
    self.prefix = prefix
  }
}
