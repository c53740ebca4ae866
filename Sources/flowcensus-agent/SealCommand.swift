import ArgumentParser
import CensusAgent

extension SessionCommand {
  struct Seal: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the archive with which a session's figures can be recomputed.",
      discussion: """
        The archive is a plain tar: the captures, the plan, the description, the geo databases, the signed \
        bundle, and a list of the SHA-256 of each. It holds addresses and traffic: it stays with you. \
        `flowcensus verify BUNDLE ARCHIVE` recomputes every counter from it.

        Example:
          flowcensus-agent session seal 00112233445566778899aabbccddeeff --out session.tar
        """)

    @OptionGroup var composing: ComposingOptions
    @OptionGroup var sessions: SessionsFolderOption

    @Option(
      help: ArgumentHelp(
        "The archive's file; an existing one is not overwritten.", valueName: "file"))
    var out: String

    @Argument(help: "The session's description, folder or id.")
    var session: String

    func run() throws {
      let description = sessions.description(session)
      let signed = try composing.compose(description)
      let databases = composing.databasePaths
      try SessionSeal(description: description, bundle: signed, databases: databases).write(to: out)
      StandardError.write(BundleOverview.text(signed) + "\nsealed in \(out)\n")
    }
  }
}
