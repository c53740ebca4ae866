import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusProtocol

/// `flowcensus-agent doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check a bench for what usually goes wrong, and say how to mend it.",
    discussion: """
      Changes nothing. agent/BENCH.md says how a bench is set up.

      EXAMPLES
        flowcensus-agent doctor --interface wlan0 --server https://census.example
        flowcensus-agent doctor --interface wlan0 --format json

      EXIT STATUS
        0  nothing fails; there may be warnings
        1  something fails
        2  the command line is wrong
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

  @Option(
    help: ArgumentHelp("The interface of the phone's network, such as wlan0.", valueName: "name"))
  var interface: String

  @Option(help: ArgumentHelp("The phone's MAC address, where it is known.", valueName: "address"))
  var address: String?

  @Option(help: ArgumentHelp("The server that sessions go to.", valueName: "address"))
  var server: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A geo database instead of the installed one.", valueName: "file"))
  var geo: [String] = []

  @OptionGroup var sessions: SessionsFolderOption

  @Option(help: "table for people, json for programs.")
  var format = Format.table

  func run() throws {
    let checks = Doctor(
      interface: interface, unitAddress: address.flatMap(SessionDescription.linkAddress),
      folder: sessions.path, databases: geo.isEmpty ? GeoDatabase.defaultPaths : geo, server: server
    ).examine()
    switch format {
    case .table: print(Self.table(checks))
    case .json: print(Self.json(checks))
    }
    if checks.contains(where: { $0.state == .fail }) { throw ExitCode(1) }
  }

  private static func table(_ checks: [BenchCheck]) -> String {
    checks.map { check in
      let name = check.name + String(repeating: " ", count: max(0, 20 - check.name.count))
      let state = check.state.rawValue + (check.state == .ok ? "  " : "")
      return "\(state)  \(name)\(check.found)"
        + (check.mend.isEmpty
          ? "" : "\n        \(String(repeating: " ", count: 18))> \(check.mend)")
    }
    .joined(separator: "\n")
  }

  private static func json(_ checks: [BenchCheck]) -> String {
    let document: JSONValue = .object([
      "checks": .array(
        checks.map {
          .object([
            "name": .string($0.name), "state": .string($0.state.rawValue),
            "found": .string($0.found), "mend": .string($0.mend),
          ])
        })
    ])
    return String(decoding: CanonicalJSON.encode(document), as: UTF8.self)
  }
}
