import ArgumentParser
import CensusAgent

/// `flowcensus-agent forget`
struct Forget: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Forget everything that the agent has seen, and stop contributing.",
    discussion: """
      Deletes and overwrites what was counted, the devices with their labels, the consent, the spool of \
      contributions and the contributor's key. What a server has of a week that is not released can then \
      not be taken back: run `contribute withdraw` before, if you want that. Sessions of a bench that were \
      submitted are evidence and stay in their own spool. If `run` is running, it begins anew.
      """)

  @Flag(help: "Do not ask.")
  var yes = false

  @OptionGroup var state: StateOptions

  func run() throws {
    guard yes || confirm("Forget everything in \(state.state)? [y/N] ") else {
      print("Nothing was changed.")
      throw ExitCode.failure
    }
    if DefaultPaths.exists(state.storePath) {
      try LocalStore(path: state.storePath).forgetEverything()
    }
    if DefaultPaths.exists(state.housePath) {
      try HouseSpool(path: state.housePath).forgetEverything()
    }
    for path in [state.houseKeyPath, state.exporterMemoryPath] where DefaultPaths.exists(path) {
      try DefaultPaths.remove(path)
    }
    print("Forgotten.")
  }
}
