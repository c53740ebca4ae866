import Foundation
import TestSupport

/// A Swift source, as the rules of the tree see it.
struct SourceFile {
  /// Relative to `Sources`, such as `CensusServer/Store/Store.swift`.
  let path: String
  /// The text without comments.
  let code: String

  init(path: String, text: String) {
    self.path = path
    code = Self.withoutComments(text)
  }

  /// The folder of `Sources` that the file is in, which is also the name of its module.
  var module: String { String(path.prefix { $0 != "/" }) }

  /// The modules that the file imports, whatever access and attributes stand before.
  var imports: [String] {
    let statement =
      /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var)\s+)?(\w+)/
    return code.split(separator: "\n").compactMap { line in
      line.firstMatch(of: statement).map { String($0.1) }
    }
  }

  /// Every Swift file under `Sources`.
  static func all() throws -> [SourceFile] {
    let folder = Repository.root.appending(path: "Sources")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      SourceFile(
        path: name,
        text: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }
  }

  /// Line comments go; the tree has no block comments, which the linter sees to. A `//` within a
  /// string, as in an address of the web, is kept.
  private static func withoutComments(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var isInString = false
      var previous: Character = " "
      for index in line.indices {
        let character = line[index]
        if character == "\"", previous != "\\" { isInString.toggle() }
        if !isInString, character == "/", previous == "/" {
          return String(line[..<line.index(before: index)])
        }
        previous = character
      }
      return String(line)
    }.joined(separator: "\n")
  }
}
