/// The device patterns of uap-core (Debian: /usr/share/uap-core/regexes.yaml), which may not be bundled under CC0;
/// who may use them, imports them.
public enum UserAgentPatternList {
  /// What became of a list.
  public struct Result: Sendable {
    /// The patterns in the form that `BrandPatterns` reads.
    public let text: String
    public let translated: Int
    /// How many were refused, by reason.
    public let refused: [String: Int]
  }

  private struct Rule {
    var pattern: String
    var ignoresCase = false
    var brand: String?
  }

  /// Translates the section `device_parsers` of the file. Throws where there is none.
  public static func patterns(_ bytes: [UInt8]) throws(CatalogueError) -> Result {
    let rules = try rules(String(decoding: bytes, as: UTF8.self))
    var lines: [String] = []
    var refused: [String: Int] = [:]
    for rule in rules {
      do {
        let pattern = try BoundedPattern(rule.pattern, ignoresCase: rule.ignoresCase)
        lines.append("\(rule.ignoresCase ? "~" : "=")\t\(pattern.text)\t\(brand(rule))")
      } catch { refused["\(error)", default: 0] += 1 }
    }
    let head = [
      BrandPatterns.header, "# Imported from uap-core's device patterns; not part of FlowCensus.",
    ]
    return Result(
      text: (head + lines).joined(separator: "\n") + "\n", translated: lines.count,
      refused: refused)
  }

  /// The brand that a rule gives; `-` where it takes it out of the text, or means no maker.
  private static func brand(_ rule: Rule) -> String {
    guard let brand = rule.brand, !brand.contains("$"), Label.accepts(brand),
      !["generic", "spider"].contains(where: { brand.lowercased().hasPrefix($0) })
    else { return "-" }
    return brand
  }

  /// The rules in their order. The file is YAML of one fixed shape: `- regex: '…'`, then keys with one text each.
  private static func rules(_ text: String) throws(CatalogueError) -> [Rule] {
    var rules: [Rule] = []
    var isInside = false
    for line in text.split(whereSeparator: \.isNewline) {
      if line.first != " ", line.first != "#" { isInside = line.hasPrefix("device_parsers:") }
      guard isInside else { continue }
      var rest = line.drop { $0 == " " || $0 == "-" }
      guard let colon = rest.firstIndex(of: ":") else { continue }
      let key = rest[..<colon]
      rest = rest[rest.index(after: colon)...].drop { $0 == " " }
      guard let value = unquoted(rest) else { continue }
      switch key {
      case "regex": rules.append(Rule(pattern: value))
      case "regex_flag" where !rules.isEmpty: rules[rules.count - 1].ignoresCase = value == "i"
      case "brand_replacement" where !rules.isEmpty: rules[rules.count - 1].brand = value
      default: break
      }
    }
    guard !rules.isEmpty else {
      throw CatalogueError(line: 1, problem: "has no section \"device_parsers\" with patterns")
    }
    return rules
  }

  /// A text in single quotes, where two are one; or in double quotes without escapes.
  private static func unquoted(_ text: Substring) -> String? {
    var body = text
    while body.last == " " { body = body.dropLast() }
    guard body.count >= 2, let quote = body.first, body.last == quote else { return nil }
    body = body.dropFirst().dropLast()
    if quote == "'" { return String(body.replacing("''", with: "'")) }
    return quote == "\"" && !body.contains("\\") ? String(body) : nil
  }
}
