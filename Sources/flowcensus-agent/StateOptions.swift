import ArgumentParser
import CensusAgent
import CensusProtocol

/// Where the agent keeps what it knows.
struct StateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder with the agent's memory, the spool of contributions and the key of a contributor.",
      valueName: "folder"))
  var state: String = DefaultPaths.state

  var storePath: String { state + "/agent.sqlite" }
  var housePath: String { state + "/house.sqlite" }
  var houseKeyPath: String { state + "/house.key" }
  var exporterMemoryPath: String { state + "/exporters" }

  /// Opens the store, making folder and file where they do not exist.
  func openStore() throws -> LocalStore {
    try DefaultPaths.makeFolder(for: storePath)
    return try LocalStore(path: storePath)
  }

  /// Opens the store for reading what is there; says so where nothing is.
  func openExistingStore() throws -> LocalStore {
    guard DefaultPaths.exists(storePath) else {
      StandardError.write(
        "flowcensus-agent: there is no \(storePath) yet; `flowcensus-agent run` or `import` makes it, "
          + "--state names another folder\n")
      throw ExitCode.failure
    }
    return try LocalStore(path: storePath)
  }
}

/// An ISO week on the command line.
struct WeekArgument: ExpressibleByArgument {
  let epoch: Epoch

  init?(argument: String) {
    guard let epoch = Epoch(argument) else { return nil }
    self.epoch = epoch
  }
}
