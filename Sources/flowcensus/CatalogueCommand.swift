import ArgumentParser
import CensusProtocol
import Foundation

/// `flowcensus catalogue`: the list of models, looked through and added to.
struct CatalogueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalogue",
    abstract: "Check the catalogue of models, and import larger lists.",
    subcommands: [Check.self, Import.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look for duplicates, ambiguous names, unknown words and missing fall-backs.",
      discussion: """
        Without a file, the catalogue in this program is checked. Ambiguous names are no fault: they say \
        where a name alone does not tell the model, and are listed with --ambiguous.

        EXIT STATUS
          0  nothing to mend   1  something is wrong, or the file cannot be read   2  the command line is wrong
        """)

    @Argument(help: "A catalogue in the form of protocol/catalogue/README.md.")
    var file: String?

    @Flag(help: "List the names that mean several models.")
    var ambiguous = false

    func run() throws {
      let catalogue = try file.map(Self.read) ?? .bundled
      let check = catalogue.check()
      if ambiguous { for line in check.ambiguous { print("ambiguous: \(line)") } }
      for problem in check.problems { print("problem: \(problem)") }
      let models = catalogue.models.filter { $0.level == .model && !$0.isSimulated }.count
      print(
        "revision \(catalogue.revision): \(models) models, \(catalogue.models.count - models) other entries, "
          + "\(check.ambiguous.count) ambiguous names, \(check.problems.count) problems")
      if !check.problems.isEmpty { throw ExitCode(1) }
    }

    private static func read(_ path: String) throws -> Catalogue {
      let text = String(decoding: try CatalogueCommand.bytes(path), as: UTF8.self)
      do { return try Catalogue(text: text) } catch {
        let problems = Catalogue.unreadableLines(text)
        for problem in problems.isEmpty ? [error] : problems {
          print("problem: \(path): \(problem)")
        }
        throw ExitCode(1)
      }
    }
  }

  /// A file's bytes; says what is wrong with it where it cannot be read.
  fileprivate static func bytes(_ path: String) throws -> [UInt8] {
    do { return Array(try Data(contentsOf: URL(filePath: path))) } catch {
      let reason =
        FileManager.default.fileExists(atPath: path)
        ? "it cannot be read: is it a file, and are you allowed to?" : "there is no such file"
      throw ValidationFailure(message: "\(path): \(reason)")
    }
  }

  fileprivate static func write(_ text: String, to path: String) throws {
    do { try text.write(to: URL(filePath: path), atomically: true, encoding: .utf8) } catch {
      throw ValidationFailure(
        message: "\(path): it cannot be written: is there such a folder, and room in it?")
    }
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Turn a public list that may not be bundled into a form that the agent reads.",
      discussion: """
        The result is for the option --also of `flowcensus-agent run`, `import` and `devices`: the agent then \
        knows more names and codes, or tells more brands, for its owner's eyes. What leaves a house names entries \
        of the bundled catalogue alone.

        Of uap-core's patterns those that tell a device's brand are translated into automata without backtracking; \
        what they cannot say is refused, and counted by reason. Debian has them in the package uap-core: \
        /usr/share/uap-core/regexes.yaml.
        """)

    @Option(help: ArgumentHelp("Google Play's supported_devices.csv.", valueName: "file"))
    var googlePlay: String?

    @Option(help: ArgumentHelp("uap-core's regexes.yaml.", valueName: "file"))
    var uapCore: String?

    @Option(
      name: .shortAndLong, help: ArgumentHelp("Where to write the result.", valueName: "file"))
    var output: String

    func validate() throws {
      guard (googlePlay == nil) != (uapCore == nil) else {
        throw ValidationError("Give one of --google-play and --uap-core.")
      }
    }

    func run() throws {
      if let googlePlay { try importNames(googlePlay) }
      if let uapCore { try importPatterns(uapCore) }
    }

    private func importNames(_ path: String) throws {
      let bytes = try CatalogueCommand.bytes(path)
      let list: (text: String, left: Int)
      do { list = try GooglePlayList.catalogue(bytes) } catch {
        throw ValidationFailure(message: "\(path): \(error)")
      }
      let catalogue = try Catalogue(text: list.text)
      try CatalogueCommand.write(list.text, to: output)
      print("\(output): \(catalogue.models.count) models; \(list.left) rows left out")
    }

    private func importPatterns(_ path: String) throws {
      let bytes = try CatalogueCommand.bytes(path)
      let result: UserAgentPatternList.Result
      do {
        result = try UserAgentPatternList.patterns(bytes)
        _ = try BrandPatterns(text: result.text)
      } catch { throw ValidationFailure(message: "\(path): \(error)") }
      try CatalogueCommand.write(result.text, to: output)
      let refused = result.refused.values.reduce(0, +)
      print("\(output): \(result.translated) patterns translated, \(refused) refused")
      for (reason, count) in result.refused.sorted(by: { $0.key < $1.key }) {
        print("  \(count): \(reason)")
      }
    }
  }

  /// A message that needs no more than itself.
  struct ValidationFailure: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
  }
}
