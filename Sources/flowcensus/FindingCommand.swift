import ArgumentParser
import CensusProtocol
import CensusStatistics
import Foundation

/// `flowcensus finding`
struct FindingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding",
    abstract: "Show claims, and what the data say of them.",
    discussion: """
      A claim is supported, contradicted, undecided (then it says what is missing), or superseded by one \
      about newer firmware.

      EXAMPLES
        flowcensus finding list
        flowcensus finding show redmi-note-2014-h1
        flowcensus finding show redmi-note-2014-h1 --format json
      """,
    subcommands: [FindingListCommand.self, FindingShowCommand.self])
}

/// Which server to ask, and in which form to answer.
struct ServerOptions: ParsableArguments {
  @Option(help: "The server's address. (default: FLOWCENSUS_SERVER, else http://127.0.0.1:8080)")
  var server: String?

  @Option(
    help: ArgumentHelp(
      "A PEM file with the certificate authorities to trust instead of the system's.",
      valueName: "file"))
  var certificateAuthorities: String?

  @Option(help: "table for people, csv or json for programs.")
  var format = QueryCommand.OutputFormat.table

  var client: StatisticsClient {
    StatisticsClient(
      server: server ?? ProcessInfo.processInfo.environment["FLOWCENSUS_SERVER"]
        ?? "http://127.0.0.1:8080",
      certificateAuthorities: certificateAuthorities)
  }

  /// Prints the answer at `path`: as the server gives it, or as `table` makes it of the JSON.
  func print<Document: Decodable>(
    _ path: String, _ parameters: [(name: String, value: String?)],
    table: (Document) -> String
  ) throws {
    switch format {
    case .csv, .json:
      var bytes = try client.get(path, parameters + [("format", format.rawValue)])
      if format == .json { bytes.append(UInt8(ascii: "\n")) }
      StandardStream.output.write(bytes)
    case .table:
      let bytes = try client.get(path, parameters + [("format", "json")])
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let document: Document
      do { document = try decoder.decode(Document.self, from: Data(bytes)) } catch {
        throw QueryFailure.unreadable(path, "\(error)")
      }
      StandardStream.output.write(table(document))
    }
  }
}

/// `flowcensus finding list`
struct FindingListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the findings with their verdicts.")

  @Option(help: "A model's id in the catalogue.")
  var model: String?

  @OptionGroup var options: ServerOptions

  func validate() throws {
    if let model, ModelIdentifier(model) == nil {
      throw ValidationError("--model \(model): use \(ModelIdentifier.expectation)")
    }
  }

  func run() throws {
    try options.print("/v1/findings", [("model", model)]) { (answer: FindingsDocument) in
      FindingText.list(answer.findings)
    }
  }
}

/// `flowcensus finding show`
struct FindingShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one finding with its figures and what it rests on.")

  @Argument(help: "The finding's id.")
  var id: String

  @OptionGroup var options: ServerOptions

  func validate() throws {
    guard FindingIdentifier(id) != nil else {
      throw ValidationError("\"\(id)\" is not an id: use \(FindingIdentifier.expectation)")
    }
  }

  func run() throws {
    try options.print("/v1/findings/\(id)", []) { (finding: FindingDocument) in
      FindingText(finding: finding).text
    }
  }
}
