import ArgumentParser
import CensusAgent
import CensusAttribution

/// `flowcensus-agent devices identify`: rows of evidence in, what each device is taken for out.
struct IdentifyDevices: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Say what devices are by rows of evidence in a CSV file.",
    discussion: """
      The file's first line names its columns: hostname, dhcp_opt55, dhcp_opt60, user_agent, mdns, ssdp, \
      oui_or_mac_prefix; others are passed over. Nothing is stored and nothing is sent.

      EXIT STATUS
        0  every row was read   1  the file, or a row of it, could not be read; what was good is printed
        2  the command line is wrong
      """)

  @Option(help: ArgumentHelp("The evidence: a CSV file; - is standard input.", valueName: "file"))
  var evidence: String

  @Option(help: "What to print: table, or json (one object in each line).")
  var format = IdentifyFormat.table

  @OptionGroup var identifierOptions: IdentifierOptions

  func run() throws {
    let identifier = try identifierOptions.makeIdentifier()
    let file = try read()
    var output = ""
    for row in file.rows {
      let identification = identifier.identify(row.signals, addressPrefix: row.addressPrefix)
      switch format {
      case .json: output += IdentificationText.json(row: row.number, identification) + "\n"
      case .table: output += "\(row.number)  " + IdentificationText.line(identification) + "\n"
      }
    }
    if let failure = StandardOutput.write(output) {
      StandardError.write("flowcensus-agent: the output could not be written: \(failure)\n")
      throw ExitCode(1)
    }
    for problem in file.problems {
      StandardError.write("flowcensus-agent: \(evidence): \(problem)\n")
    }
    if !file.problems.isEmpty { throw ExitCode(1) }
  }

  private func read() throws -> EvidenceFile {
    let path = evidence == "-" ? "/dev/stdin" : evidence
    do {
      return try EvidenceFile(LocalFile.read(path, limit: EvidenceFile.mostBytes))
    } catch {
      StandardError.write("flowcensus-agent: \(evidence): \(error)\n")
      throw ExitCode(1)
    }
  }
}

enum IdentifyFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json
}
