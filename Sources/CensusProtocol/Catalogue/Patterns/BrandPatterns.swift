/// Patterns of User-Agents that tell a brand, the first that matches deciding (`protocol/catalogue/README.md`).
public struct BrandPatterns: Sendable {
  private let entries: [(pattern: BoundedPattern, brand: String?)]

  /// The first line of the text form.
  public static let header = "# patterns of brands 1"
  /// More patterns are refused, and of a longer text only so much is looked at.
  private static let most = 4096
  private static let mostBytes = 512

  /// Reads the text form: `=` or `~` (case counts, or does not), the pattern, the brand or `-`, with tabs between.
  /// Throws at the first line that does not fit.
  public init(text: String) throws(CatalogueError) {
    var entries: [(BoundedPattern, String?)] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty {
      if index == 0 {
        guard line == Self.header else {
          throw CatalogueError(line: 1, problem: "does not begin with \"\(Self.header)\"")
        }
      }
      guard !line.hasPrefix("#") else { continue }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 3, ["=", "~"].contains(fields[0]), Label.accepts(String(fields[2])),
        entries.count < Self.most
      else {
        throw CatalogueError(
          line: index + 1,
          problem: "is not = or ~, a pattern and a brand with tabs between, or one too many")
      }
      do {
        let pattern = try BoundedPattern(String(fields[1]), ignoresCase: fields[0] == "~")
        entries.append((pattern, fields[2] == "-" ? nil : String(fields[2])))
      } catch { throw CatalogueError(line: index + 1, problem: "the pattern \(error)") }
    }
    self.entries = entries
  }

  public var count: Int { entries.count }

  /// The brand of the first pattern that is in `text`; nil where none is, or where that one tells none.
  public func brand(of text: String) -> String? {
    let bytes = Array(text.utf8.prefix(Self.mostBytes))
    return entries.first { $0.pattern.matches(bytes) }?.brand
  }
}
