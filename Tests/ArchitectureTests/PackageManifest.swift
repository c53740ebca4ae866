import TestSupport

/// The targets of Package.swift with what they depend on, read from its text.
struct PackageManifest {
  /// The modules that each library and command may import by its dependencies.
  let dependencies: [String: Set<String>]

  init() throws {
    self.init(text: String(decoding: try Repository.contents("Package.swift"), as: UTF8.self))
  }

  init(text: String) {
    // A name, then a list that holds names, products and the constants at the top of the file.
    let target =
      /(library|command|\.target)\(\s*(?:name: )?"([^"]+)",\s*(?:dependencies: )?\[([^\]]*)\]/
    let product = /\.product\(name: "([^"]+)", package: "[^"]+"\)/
    let constants = [
      "crypto": "Crypto", "cryptoExtras": "CryptoExtras", "logging": "Logging",
      "arguments": "ArgumentParser",
    ]
    var dependencies: [String: Set<String>] = [:]
    for match in text.matches(of: target) {
      let list = String(match.3)
      let products = list.matches(of: product).map { String($0.1) }
      let names = list.replacing(product, with: "")
        .split { $0 == "," || $0.isWhitespace }
        .map { $0.trimmingPrefix("\"").prefix { $0 != "\"" } }.map(String.init)
      let own = match.1 == "command" ? ["ArgumentParser"] : []
      dependencies[String(match.2)] = Set(products + names.map { constants[$0] ?? $0 } + own)
    }
    self.dependencies = dependencies
  }

  /// Modules that come with the toolchain.
  private static let builtIn: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
  ]

  /// One line for each import without its dependency, and for each dependency that nobody imports.
  func violations(in files: [SourceFile]) -> [String] {
    let imports = Dictionary(grouping: files, by: \.module)
      .mapValues { Set($0.flatMap(\.imports)).subtracting(Self.builtIn) }
    return imports.sorted { $0.key < $1.key }.flatMap { module, imported -> [String] in
      guard let declared = dependencies[module] else {
        return ["Package.swift has no target \(module)"]
      }
      return imported.subtracting(declared).sorted().map {
        "Package.swift: \(module) imports \($0) without depending on it"
      }
        + declared.subtracting(imported).sorted().map {
          "Package.swift: \(module) depends on \($0) and never imports it"
        }
    }
  }
}
