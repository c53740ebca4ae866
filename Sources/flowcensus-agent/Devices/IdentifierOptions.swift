import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusProtocol

/// By what devices are told.
struct IdentifierOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder with the IEEE's oui.csv.", valueName: "folder"))
  var prefixes = PrefixFiles.folder

  @Option(
    help: ArgumentHelp(
      "More names and codes, as `flowcensus catalogue import` makes them; for your eyes alone, since what "
        + "leaves names entries of the bundled catalogue.", valueName: "file"))
  var also: String?

  private static let mostBytes = 64 << 20

  /// What tells devices; says on standard error what is missing of it.
  func makeIdentifier() throws -> DeviceIdentifier {
    let (registry, problem) = PrefixFiles.load(folder: prefixes)
    if let problem { StandardError.write("flowcensus-agent: \(problem)\n") }
    guard let also else { return DeviceIdentifier(prefixes: registry) }
    do {
      let list = try CompactCatalogue(LocalFile.read(also, limit: Self.mostBytes))
      return DeviceIdentifier(index: ModelIndex(.bundled, also: list), prefixes: registry)
    } catch { throw DeviceFailure("\(also): \(error)") }
  }
}
