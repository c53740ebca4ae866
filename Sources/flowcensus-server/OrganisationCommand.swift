import ArgumentParser
import CensusProtocol
import CensusServer

/// `flowcensus-server organisation`
struct OrganisationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "organisation",
    abstract: "Admit organisations and list them; works while the server runs.",
    subcommands: [OrganisationAddCommand.self, OrganisationListCommand.self])
}

/// `flowcensus-server organisation add`
struct OrganisationAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Admit an organisation, or another key of one.",
    discussion: """
      The organisation's "flowcensus-agent key show" prints the public key. Adding the same key again \
      changes nothing.

      EXAMPLE
        flowcensus-server organisation add saigon-phones --name "Saigon Phones" \\
          --key 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
      """)

  @Argument(help: "The organisation's id: \(OrganisationIdentifier.expectation).")
  var id: String

  @Option(help: "The name that pages show, 1 to 80 characters.")
  var name: String

  @Option(help: "The public key: base64 of the 32 bytes of an Ed25519 key.")
  var key: String

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    guard let identifier = OrganisationIdentifier(id) else {
      throw ValidationError("\"\(id)\" is not an id: use \(OrganisationIdentifier.expectation)")
    }
    guard let key = VerifyingKey(key) else {
      throw ValidationError(
        "--key is not the base64 of an Ed25519 public key: copy the line that \"flowcensus-agent key show\" prints"
      )
    }
    guard (1...80).contains(name.count), !name.unicodeScalars.contains(where: Self.isControl) else {
      throw ValidationError("--name needs 1 to 80 characters, without control characters")
    }
    let store = try Store(path: store.path)
    let admission = try await store.admit(identifier, name: name, key: key, at: .now)
    let fingerprint = key.fingerprint
    switch admission {
    case .organisationAdded: print("Added \(identifier) (\(name)) with the key \(fingerprint)")
    case .keyAdded: print("Added the key \(fingerprint) to \(identifier)")
    case .renamed:
      print("Renamed \(identifier) to \(name); the key \(fingerprint) was there already")
    case .unchanged: print("Unchanged: \(identifier) has the key \(fingerprint) already")
    }
    try store.close()
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}

/// `flowcensus-server organisation list`
struct OrganisationListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the admitted organisations with their public keys.")

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    let store = try Store(path: store.path)
    let organisations = try await store.organisations()
    guard !organisations.isEmpty else {
      print("No organisation is admitted: add one with \"flowcensus-server organisation add\".")
      return
    }
    let rows = organisations.flatMap { organisation in
      organisation.keys.map { key in
        [
          organisation.identifier.description, organisation.name, key.admitted.description,
          key.key.description,
        ]
      }
    }
    TextTable(header: ["ID", "NAME", "KEY ADMITTED", "PUBLIC KEY"], rows: rows).print()
    try store.close()
  }
}
