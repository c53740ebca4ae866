import Foundation
import TestSupport
import Testing

@testable import CensusProtocol

@Suite("Patterns without backtracking")
struct BoundedPatternTests {
  private static let uapCore = "/usr/share/uap-core/regexes.yaml"

  private func matches(_ pattern: String, _ text: String, ignoresCase: Bool = false) throws -> Bool
  {
    let pattern = try BoundedPattern(pattern, ignoresCase: ignoresCase)
    let again = try BoundedPattern(pattern.text, ignoresCase: ignoresCase)
    #expect(again.text == pattern.text)
    let found = pattern.matches(Array(text.utf8))
    #expect(again.matches(Array(text.utf8)) == found)
    return found
  }

  @Test(
    "find what regular expressions find",
    arguments: [
      ("ab?c", "xacx", true), ("ab+c", "ac", false), ("^ab", "cab", false), ("ab$", "cab", true),
      ("[^;/]{1,100}?(?: Build|$)", "a Build", true), ("a{2,3}b", "ab", false),
      ("a{2,3}b", "xaaab", true), ("(a|b|)c", "c", true), (#"\bLG\b"#, "an LG phone", true),
      (#"\bLG\b"#, "ALGO", false), (#"\d{4}"#, "a1234", true), ("[A-C_-]x", "-x", true),
      (#"\(K\)"#, "(K)", true), ("a.c", "a\nc", false), ("(?:a*)*b", "aab", true),
    ])
  func found(pattern: String, text: String, expected: Bool) throws {
    #expect(try matches(pattern, text) == expected)
  }

  @Test("tell capitals from small letters, unless they are not to")
  func letters() throws {
    #expect(try !matches("IQ", "iQOO"))
    #expect(try matches("IQ", "iQOO", ignoresCase: true))
  }

  @Test(
    "refuse what looks around, refers back or cannot end",
    arguments: [
      "(?=a)", "(?!a)", "(?<=a)b", #"(a)\1"#, "(?i)a", "a++", "(a", "a)", "[a", "*a", "a{99,}",
      #"\p"#,
      "a{1", "((a{32}){32}){32}", #"a\"#, "(?:^)*",
    ])
  func refused(pattern: String) {
    #expect(throws: PatternProblem.self) { try BoundedPattern(pattern, ignoresCase: false) }
  }

  @Test("take time in proportion to hostile text")
  func hostile() throws {
    let pattern = try BoundedPattern("(?:a*)*(?:a|aa)+b", ignoresCase: false)
    #expect(!pattern.matches([UInt8](repeating: UInt8(ascii: "a"), count: 512)))
  }

  @Test(
    "that repeat nothing, within each other, are read in time, and find what they say",
    .timeLimit(.minutes(1)))
  func emptyRepetitions() throws {
    let nested = (0..<30).reduce("") { text, _ in "(\(text)){32}" }
    let pattern = try BoundedPattern("a\(nested)b", ignoresCase: false)
    #expect(pattern.matches(Array("ab".utf8)))
    #expect(!pattern.matches(Array("a-b".utf8)))
  }

  @Test("are translated from all of uap-core's device patterns", .enabled(if: isThere))
  func uapCore() throws {
    let bytes = Array(try Data(contentsOf: URL(filePath: Self.uapCore)))
    let result = try UserAgentPatternList.patterns(bytes)
    let refused = result.refused.values.reduce(0, +)
    print(
      "uap-core: \(result.translated) patterns translated, \(refused) refused \(result.refused)")
    #expect(result.translated >= 600)
    let patterns = try BrandPatterns(text: result.text)
    #expect(patterns.count == result.translated)
    func brand(_ model: String) -> String? {
      patterns.brand(of: "Mozilla/5.0 (Linux; Android 4.4; \(model) Build/X) AppleWebKit/537.36")
    }
    #expect(brand("Acer Iconia Tab A510") == "Acer")
    #expect(brand("IQ4415") == "Fly")
    #expect(brand("iQOO Z5") != "Fly")
    #expect(brand("Nothing known 9") == nil)
  }

  private static var isThere: Bool { FileManager.default.fileExists(atPath: uapCore) }

  @Test(
    "of a file that is no list of uap-core's are refused",
    arguments: ["", "a: b\n", "device_parsers:\n"])
  func noList(text: String) {
    #expect(throws: CatalogueError.self) { try UserAgentPatternList.patterns(Array(text.utf8)) }
  }
}
