import ArgumentParser
import CensusAgent
import CensusProtocol

struct SpoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spool",
    abstract: "See and send what waits to be acknowledged by a server.",
    subcommands: [List.self, Upload.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the sessions in the spool.",
      discussion: """
        waiting: not yet acknowledged, will be sent again. acknowledged: the server has it durably. \
        refused: the server gave a reason; once that is mended, `spool upload --refused` sends it again.
        """)

    @OptionGroup var spoolFile: SpoolFileOption

    func run() throws {
      let entries = try Spool(path: spoolFile.path).entries()
      if entries.isEmpty { StandardError.write("The spool \(spoolFile.path) is empty.\n") }
      for line in SpoolTable.lines(entries) { print(line) }
    }
  }

  struct Upload: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send what waits in the spool.",
      discussion: """
        Tries at once, then again with growing pauses, until everything is acknowledged or refused, or \
        the time is over. It may be ended at any moment: nothing is lost and nothing is counted twice.
        """)

    @OptionGroup var spoolFile: SpoolFileOption
    @OptionGroup var sending: SendingOptions

    @Flag(help: "Send those that a server refused once more, too.")
    var refused = false

    func run() throws {
      let spool = try Spool(path: spoolFile.path)
      if refused {
        StandardError.write("\(try spool.retryRefused()) refused sessions wait again.\n")
      }
      try sending.settle(spool)
    }
  }
}

/// The file of the spool.
struct SpoolFileOption: ParsableArguments {
  @Option(
    name: .customLong("spool"),
    help: ArgumentHelp("The agent's spool: an SQLite file.", valueName: "file"))
  var path: String = DefaultPaths.spool
}
