import TestSupport
import Testing

@Suite("The layout of the tree")
struct ArchitectureTests {
  @Test("nobody imports upwards, or what its room must not have")
  func imports() throws {
    let violations = ImportRules.violations(in: try SourceFile.all())
    #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
  }

  @Test("clocks, SQL, HTML, addresses and chance stay in their rooms")
  func words() throws {
    let violations = WordRules.violations(in: try SourceFile.all())
    #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
  }

  @Test("Package.swift lists what is imported, and nothing else")
  func manifest() throws {
    let violations = try PackageManifest().violations(in: try SourceFile.all())
    #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
  }

  @Test("every module of the table is in the tree")
  func modules() throws {
    let modules = Set(try SourceFile.all().map(\.module))
    #expect(modules == Set(ImportRules.allowances.keys))
  }

  @Test(
    "a planted import is found",
    arguments: [
      ("CensusAgent/Upload/Planted.swift", "import NIOCore", "NIOCore"),
      ("CensusAgent/Spool/Planted.swift", "internal import GRDB", "GRDB"),
      ("CensusAgent/Planted.swift", "import struct Foundation.Date", "Foundation"),
      ("flowcensus-agent/Planted.swift", "public import Hummingbird", "Hummingbird"),
      ("CensusCapture/Planted.swift", "import SystemSQLite", "SystemSQLite"),
      ("CensusCapture/Planted.swift", "import CensusAttribution", "CensusAttribution"),
      ("CensusAttribution/Planted.swift", "  import SystemCurl", "SystemCurl"),
      ("CensusProtocol/Planted.swift", "@preconcurrency import Foundation", "Foundation"),
      ("CensusStatistics/Planted.swift", "import CensusServer", "CensusServer"),
      ("CensusServer/Planted.swift", "@testable import CensusAgent", "CensusAgent"),
      ("CensusSimulator/Planted.swift", "import CensusCapture", "CensusCapture"),
      ("flowcensus/Planted.swift", "import CensusServer", "CensusServer"),
      ("CensusExtras/Planted.swift", "let nothing = 0", "CensusExtras"),
    ])
  func plantedImport(path: String, text: String, name: String) {
    let violations = ImportRules.violations(in: [SourceFile(path: path, text: text)])
    #expect(violations.count == 1)
    #expect(violations.first?.contains(name) == true)
  }

  @Test(
    "a planted word is found",
    arguments: [
      ("CensusProtocol/Planted.swift", "let now = Date.now"),
      ("CensusCapture/Planted.swift", "let start = ContinuousClock().now"),
      ("CensusAttribution/Planted.swift", "let seconds = time(nil)"),
      ("CensusStatistics/Planted.swift", "let file = fopen(path, mode)"),
      ("CensusServer/API/Planted.swift", #"let sql = "SELECT id FROM session""#),
      ("flowcensus/Planted.swift", #"let sql = "INSERT OR IGNORE INTO t VALUES (1)""#),
      ("CensusServer/API/Planted.swift", #"let page = "<table class='x'>""#),
      ("CensusAgent/Session/Planted.swift", "let address: IPAddress"),
      ("CensusServer/Intake/Planted.swift", "var peer = sockaddr_in()"),
      ("CensusSimulator/Planted.swift", "let size = Int.random(in: 1...9)"),
      ("CensusStatistics/Noise/Planted.swift", "let sigma: Double = variance"),
      ("CensusStatistics/Release/Planted.swift", "let share = 0.5"),
      ("CensusProtocol/Planted.swift", "try PrivateKey(unsafeKeySize: .bits1024)"),
    ])
  func plantedWord(path: String, text: String) {
    let violations = WordRules.violations(in: [SourceFile(path: path, text: "\n" + text)])
    #expect(violations.count == 1)
    #expect(violations.first?.hasPrefix("\(path):2: ") == true)
  }

  @Test(
    "words in their rooms, and in comments, are no violations",
    arguments: [
      ("CensusServer/Store/Planted.swift", #"let sql = "SELECT id FROM session""#),
      ("CensusServer/Pages/Planted.swift", #"let page = "<table>""#),
      ("CensusCapture/Layers/Planted.swift", "let address: IPAddress"),
      ("CensusProtocol/Planted.swift", "/// Never asks `Date.now`; see https://example.org."),
    ])
  func allowedWord(path: String, text: String) {
    #expect(WordRules.violations(in: [SourceFile(path: path, text: text)]).isEmpty)
  }

  @Test("a dependency without an import, and an import without a dependency, are found")
  func plantedDependency() {
    let manifest = PackageManifest(
      text: """
        library("CensusAgent", ["CensusProtocol", crypto, .product(name: "GRDB", package: "g")]),
        """)
    let file = SourceFile(
      path: "CensusAgent/Planted.swift",
      text: "import CensusProtocol\nimport Crypto\nimport Logging")
    let other = SourceFile(path: "CensusOther/Planted.swift", text: "")
    #expect(
      manifest.violations(in: [file, other]) == [
        "Package.swift: CensusAgent imports Logging without depending on it",
        "Package.swift: CensusAgent depends on GRDB and never imports it",
        "Package.swift has no target CensusOther",
      ])
  }
}
