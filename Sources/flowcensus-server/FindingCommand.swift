import ArgumentParser
import CensusProtocol
import CensusServer
import CensusStatistics

/// `flowcensus-server finding`
struct FindingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding",
    abstract: "Register claims that the server is to decide; works while the server runs.",
    discussion: """
      A finding is a claim with its query, put down before the data decide it and never changed. The \
      operator registers it, in the name of an organisation where one asks for it: like admitting \
      organisations this is a decision about what the server publishes, so it needs no upload. Findings \
      are published at /findings; "flowcensus finding" shows them too.
      """,
    subcommands: [
      FindingAddCommand.self, FindingListCommand.self, FindingStatementCommand.self,
    ])
}

/// `flowcensus-server finding add`
struct FindingAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Register a claim.",
    discussion: """
      Claims: H1 the idle unit contacts the place; H2 it uploads there rather than fetches; H3 its upload \
      follows what is kept on it; H4 it goes on with the default apps removed; H5 it goes on with the \
      cloud off; H8 an update ended it. Claims of one model, firmware, place, network and plan are decided \
      together (Holm).

      EXAMPLES
        flowcensus-server finding add redmi-note-2014-h1 --claim H1 \\
          --model xiaomi-redmi-note-2014-4g --country CN --plan idle-wifi
        flowcensus-server finding add redmi-1s-h8 --claim H8 --model xiaomi-redmi-1s --country CN \\
          --plan idle-wifi --build JHCCNBL30.0 --later-build JHCCNBL39.0
      """)

  @Argument(help: "The finding's id: \(FindingIdentifier.expectation).")
  var id: String

  @Option(help: "One of \(Claim.list).")
  var claim: String

  @Option(help: "A model's id in the catalogue.")
  var model: String

  @Option(help: "The country that the claim is about: an ISO 3166-1 code.")
  var country: String

  @Option(help: "The test plan whose sessions decide it.")
  var plan: String

  @Option(help: "The firmware's market, such as global; every one where it is not given.")
  var region: String?

  @Option(help: "A build as the phone shows it; may be repeated. Every build where none is given.")
  var build: [String] = []

  @Option(help: "For H8: a build after the update; may be repeated.")
  var laterBuild: [String] = []

  @Option(help: "The condition of the claim, and the reference where two are compared.")
  var condition = Condition.outOfTheBox.rawValue

  @Option(help: "What is counted: one of \(ServiceGroup.names.joined(separator: ", ")).")
  var service = "content"

  @Option(help: "wifi or cellular.")
  var network = NetworkKind.wifi.rawValue

  @Option(help: "The organisation that asks; the operator where it is not given.")
  var author: String?

  @Option(help: "The finding about older firmware that this one stands in the place of.")
  var supersedes: String?

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    let finding = try registered()
    let store = try Store(path: store.path)
    switch try await store.register(finding) {
    case .added: print("Registered \(id): see /findings/\(id)")
    case .unchanged: print("Unchanged: \(id) is registered already")
    case .conflict:
      throw ValidationError(
        "\(id) is registered with another query, and a registered claim is never changed: choose another id, and --supersedes \(id) where the firmware is newer"
      )
    case .missing(let what):
      throw ValidationError("\(what) is not there: add it first, or check its name")
    }
    try store.close()
  }

  private func registered() throws -> RegisteredFinding {
    let query = try query()
    return RegisteredFinding(
      identifier: try parsed("ID", id, FindingIdentifier.expectation) { FindingIdentifier($0) },
      query: query,
      author: try author.map { text in
        try parsed("--author", text, OrganisationIdentifier.expectation) {
          OrganisationIdentifier($0)
        }
      }, registered: .now,
      supersedes: try supersedes.map { text in
        try parsed("--supersedes", text, FindingIdentifier.expectation) { FindingIdentifier($0) }
      })
  }

  private func query() throws -> FindingQuery {
    let claim = try parsed("--claim", claim, "one of \(Claim.list)") { Claim(rawValue: $0) }
    for build in build + laterBuild {
      _ = try parsed("--build", build, "1 to 64 printable ASCII characters") {
        Label.accepts($0) ? $0 : nil
      }
    }
    if claim == .update {
      guard !build.isEmpty, !laterBuild.isEmpty, Set(build).isDisjoint(with: laterBuild) else {
        throw ValidationError(
          "H8 compares builds: give those before the update with --build and those after it with --later-build"
        )
      }
    } else if !laterBuild.isEmpty {
      throw ValidationError("--later-build is for H8 alone")
    }
    return FindingQuery(
      claim: claim,
      model: try parsed("--model", model, "a model id of the catalogue (/v1/catalogue)") {
        ModelIdentifier($0).flatMap { Catalogue.bundled.model($0)?.identifier }
      },
      firmware: FindingQuery.Firmware(
        region: try region.map { text in
          try parsed("--region", text, "2 to 8 lower-case letters") {
            Label.isRegion($0) ? $0 : nil
          }
        }, builds: build), laterBuilds: laterBuild,
      place: try parsed("--country", country, "an ISO 3166-1 code such as CN") {
        CountryCode($0).map { .country($0) }
      },
      service: try parsed(
        "--service", service, "one of \(ServiceGroup.names.joined(separator: ", "))"
      ) { ServiceGroup($0) },
      condition: try parsed("--condition", condition, "one of A, B, C, BC, S, R") {
        Condition(rawValue: $0).flatMap {
          $0 == .emptyAccessPoint || $0 == .cloudOn || $0 == claim.changedCondition ? nil : $0
        }
      },
      plan: try parsed("--plan", plan, PlanIdentifier.expectation) { PlanIdentifier($0) },
      network: try parsed("--network", network, "wifi or cellular") { NetworkKind(rawValue: $0) })
  }
}

/// `text` as `parse` understands it, or what would fit.
func parsed<Value>(
  _ name: String, _ text: String, _ expectation: String, _ parse: (String) -> Value?
) throws -> Value {
  guard let value = parse(text) else {
    throw ValidationError("\(name) \"\(text)\" does not fit: use \(expectation)")
  }
  return value
}

/// `flowcensus-server finding list`
struct FindingListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the registered findings.")

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    let store = try Store(path: store.path)
    let findings = try await store.findings()
    guard !findings.isEmpty else {
      print("No finding is registered: add one with \"flowcensus-server finding add\".")
      return
    }
    TextTable(
      header: ["ID", "CLAIM", "MODEL", "COUNTRY", "PLAN", "REGISTERED", "BY"],
      rows: findings.map { finding in
        [
          finding.identifier.description, finding.query.claim.rawValue,
          finding.query.model.description, finding.query.place.description,
          finding.query.plan.description, finding.registered.description,
          finding.author?.description ?? "operator",
        ]
      }
    ).print()
    try store.close()
  }
}
