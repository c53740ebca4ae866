import ArgumentParser
import CensusProtocol
import CensusStatistics
import Foundation

/// `flowcensus query`
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Show statistics: bytes by model, condition, country and service.",
    discussion: """
      Without options it shows every model and condition with every country that some model contacted. \
      Traffic that belongs to no country (lan, multicast, broadcast, reserved, ??) is left out unless \
      --country asks for it.

      EXAMPLES
        flowcensus query
        flowcensus query --model simulated-caller --country CN
        flowcensus query --country CN --step start-up
        flowcensus query --server https://census.example.org --format csv > statistics.csv
      """)

  @Option(help: "The server's address. (default: FLOWCENSUS_SERVER, else http://127.0.0.1:8080)")
  var server: String?

  @Option(
    help: ArgumentHelp(
      "A PEM file with the certificate authorities to trust instead of the system's.",
      valueName: "file"))
  var certificateAuthorities: String?

  @Option(help: "A model's id in the catalogue.")
  var model: String?

  @Option(help: "One of \(Condition.list).")
  var condition: String?

  @Option(help: "A country's ISO 3166-1 code, or lan, multicast, broadcast, reserved or ??.")
  var country: String?

  @Option(help: "One of \(ServiceGroup.names.joined(separator: ", ")).")
  var service: String?

  @Option(
    help:
      "One of \(StepChoice.list): the first minutes of a session (start-up) are never mixed with what is measured."
  )
  var step: String?

  @Option(help: "table for people, csv or json for programs.")
  var format = OutputFormat.table

  /// The form of the output.
  enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, csv
  }

  func validate() throws {
    if let model, ModelIdentifier(model) == nil {
      throw ValidationError("--model \(model): use \(ModelIdentifier.expectation)")
    }
    if let condition, Condition(rawValue: condition) == nil {
      throw ValidationError("--condition \(condition): use one of \(Condition.list)")
    }
    if let country, Place(country) == nil {
      throw ValidationError(
        "--country \(country): use an ISO 3166-1 code such as CN, or lan, multicast, broadcast, reserved or ??"
      )
    }
    if let service, ServiceGroup(service) == nil {
      throw ValidationError(
        "--service \(service): use one of \(ServiceGroup.names.joined(separator: ", "))")
    }
    if let step, StepChoice(rawValue: step) == nil {
      throw ValidationError("--step \(step): use one of \(StepChoice.list)")
    }
  }

  /// What the server answers, as a table.
  private func table(of bytes: [UInt8]) throws(QueryFailure) -> String {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return StatisticsText(answer: try decoder.decode(StatisticsDocument.self, from: Data(bytes)))
        .text
    } catch { throw .unreadable("/v1/statistics", "\(error)") }
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let client = StatisticsClient(
      server: server ?? environment["FLOWCENSUS_SERVER"] ?? "http://127.0.0.1:8080",
      certificateAuthorities: certificateAuthorities)
    let selection = [
      ("model", model), ("condition", condition), ("country", country), ("service", service),
      ("step", step),
    ]
    switch format {
    case .csv, .json:
      var bytes = try client.statistics(selection, format: format.rawValue)
      if format == .json { bytes.append(UInt8(ascii: "\n")) }
      StandardStream.output.write(bytes)
    case .table:
      StandardStream.output.write(
        try table(of: try client.statistics(selection, format: "json")))
    }
  }
}
