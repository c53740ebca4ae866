import ArgumentParser
import CensusProtocol
import CensusServer

/// `flowcensus-server models`
struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract:
      "Say which models are common enough to be named by households; works while the server runs.",
    discussion: """
      Agents name a model only if at least 20 contributors of a released week had it, or if it is on this \
      list; every other they call by its brand or class. At the beginning no release names any: list \
      models of which many are in use where your households are. A rare model on the list can give its \
      owner away. The list is part of the log that all agents see, and counts from the next week on.
      """,
    subcommands: [ModelsAddCommand.self, ModelsRemoveCommand.self, ModelsListCommand.self])
}

/// Which models, and where they are listed.
struct ListedModelsOptions: ParsableArguments {
  @Argument(help: "Ids of the catalogue, such as xiaomi-redmi-note-12.")
  var models: [String]

  @Option(
    help: ArgumentHelp(
      "A file whose first line is the time that the server believes, for simulations.",
      valueName: "file", visibility: .hidden))
  var clock: String?

  @OptionGroup var store: DatabaseOption

  /// The ids, all of them entries of the catalogue that stand for a model or for a brand.
  func identifiers() throws -> Set<ModelIdentifier> {
    let catalogue = Catalogue.bundled
    return Set(
      try models.map { text in
        guard let identifier = ModelIdentifier(text), let model = catalogue.model(identifier) else {
          throw ValidationError(
            "\(text) is not in the catalogue: see \"flowcensus catalogue\" and protocol/catalogue")
        }
        guard model.level != .class else {
          throw ValidationError("\(text) stands for a class, which may always be named")
        }
        return identifier
      })
  }

  private func now() throws -> UTCTime {
    guard let clock else { return .now }
    guard let time = FileClock.time(clock) else {
      throw ValidationError("--clock \(clock): the first line is no time like 2026-11-23T10:00:00Z")
    }
    return time
  }

  func change(
    _ change: @escaping @Sendable (Set<ModelIdentifier>) -> Set<ModelIdentifier>
  ) async throws {
    let store = try Store(path: store.path)
    if let entry = try await store.changeListedModels(at: try now(), change) {
      let count = entry.entry.models?.identifiers.count ?? 0
      print("Published as entry \(entry.entry.number) of the log: \(count) models are listed.")
    } else {
      print("The list is that already.")
    }
    try store.close()
  }
}

/// `flowcensus-server models add`
struct ModelsAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Put models on the list.",
    discussion: """
      EXAMPLE
        flowcensus-server models add samsung-galaxy-a12 xiaomi-redmi-note-8
      """)

  @OptionGroup var listed: ListedModelsOptions

  func validate() throws { _ = try listed.identifiers() }

  func run() async throws {
    let models = try listed.identifiers()
    try await listed.change { $0.union(models) }
  }
}

/// `flowcensus-server models remove`
struct ModelsRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract:
      "Take models off the list; those that releases show often enough are named all the same.")

  @OptionGroup var listed: ListedModelsOptions

  func validate() throws { _ = try listed.identifiers() }

  func run() async throws {
    let models = try listed.identifiers()
    try await listed.change { $0.subtracting(models) }
  }
}

/// `flowcensus-server models list`
struct ModelsListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show the list, one id in each line.")

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    let store = try Store(path: store.path)
    for model in try await store.listedModels().identifiers.sorted() { print(model) }
    try store.close()
  }
}
