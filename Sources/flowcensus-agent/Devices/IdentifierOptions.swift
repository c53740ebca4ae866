import ArgumentParser
import CensusAgent
import CensusAttribution
import CensusProtocol

/// By what devices are told.
struct IdentifierOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder with the IEEE's oui.csv.", valueName: "folder"))
  var prefixes = PrefixFiles.folder

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "More names and codes, or patterns of brands, as `flowcensus catalogue import` makes them, one list of "
        + "each; for your eyes alone, since what leaves names entries of the bundled catalogue.",
      valueName: "file"))
  var also: [String] = []

  /// Whether anything was said beside what goes without saying.
  var areGiven: Bool { !also.isEmpty || prefixes != PrefixFiles.folder }

  private static let mostBytes = 64 << 20

  /// What tells devices; `tell` hears what is missing of it.
  func makeIdentifier(
    tell: (String) -> Void = { StandardError.write("flowcensus-agent: \($0)\n") }
  ) throws -> DeviceIdentifier {
    let (registry, problem) = PrefixFiles.load(folder: prefixes)
    if let problem { tell("\(problem)") }
    var list: CompactCatalogue?
    var patterns: BrandPatterns?
    for path in also {
      do {
        let bytes = try LocalFile.read(path, limit: Self.mostBytes)
        if bytes.starts(with: BrandPatterns.header.utf8) {
          guard patterns == nil else { throw DeviceFailure("a second list of patterns") }
          patterns = try BrandPatterns(text: String(decoding: bytes, as: UTF8.self))
        } else {
          guard list == nil else { throw DeviceFailure("a second list of names and codes") }
          list = try CompactCatalogue(bytes)
        }
      } catch { throw DeviceFailure("\(path): \(error)") }
    }
    let index = list.map { ModelIndex(.bundled, also: $0) } ?? .bundled
    return DeviceIdentifier(index: index, prefixes: registry, patterns: patterns)
  }
}
