/// Who may import whom: the drawing of the layout in ARCHITECTURE.md, as a table.
enum ImportRules {
  /// What a module may import: rooms below it, and libraries of others.
  struct Allowance {
    let rooms: Set<String>
    let libraries: Set<String>
  }

  private static let system: Set<String> = ["Glibc", "Musl", "Synchronization"]
  /// The agent is to run on small gateways: no Foundation beyond its essentials.
  private static let small = system.union(["FoundationEssentials", "Logging"])
  private static let command = small.union(["ArgumentParser"])

  static let allowances: [String: Allowance] = [
    // CryptoExtras has the blind RSA signatures of the tokens.
    "CensusProtocol": Allowance(
      rooms: ["CatalogueText"], libraries: ["Crypto", "CryptoExtras", "FoundationEssentials"]),
    "CensusPlans": Allowance(rooms: ["CensusProtocol", "SystemYAML"], libraries: []),
    "CensusCapture": Allowance(
      rooms: ["SystemCapabilities", "SystemPcap", "SystemPrefetch", "SystemZlib"],
      libraries: ["Glibc", "Musl"]),
    "CensusAttribution": Allowance(
      // The C library for the exponential function alone.
      rooms: ["CensusCapture", "CensusProtocol"], libraries: ["Glibc", "Musl"]),
    "HTTPTransfer": Allowance(rooms: ["SystemCurl"], libraries: small),
    "LocalPage": Allowance(rooms: [], libraries: ["Glibc", "Musl"]),
    "CensusAgent": Allowance(
      rooms: [
        "CensusAttribution", "CensusCapture", "CensusPlans", "CensusProtocol", "HTTPTransfer",
        "LocalPage", "SystemAllocator", "SystemSQLite", "SystemTimex",
      ],
      libraries: small),
    "CensusStatistics": Allowance(rooms: ["CensusProtocol"], libraries: ["Glibc", "Musl"]),
    "CensusServer": Allowance(
      rooms: ["CensusProtocol", "CensusStatistics"],
      libraries: small.union([
        "Crypto", "Foundation", "GRDB", "HTTPTypes", "Hummingbird", "HummingbirdCore",
        "HummingbirdTLS", "NIOCore", "NIOSSL", "ServiceLifecycle", "UnixSignals",
      ])),
    // A crowd speaks with a real server.
    "CensusSimulator": Allowance(
      rooms: ["CensusProtocol", "HTTPTransfer"],
      libraries: ["FoundationEssentials", "Glibc", "Musl"]),
    "flowcensus-agent": Allowance(
      rooms: [
        "CensusAgent", "CensusAttribution", "CensusCapture", "CensusPlans", "CensusProtocol",
      ],
      libraries: command),
    "flowcensus-server": Allowance(
      // The query of a finding is a value of CensusStatistics.
      rooms: ["CensusProtocol", "CensusServer", "CensusStatistics"],
      libraries: command.union(["Foundation"])),
    "flowcensus": Allowance(
      // CensusAgent: verifying is the agent's own composing, run again by somebody else.
      rooms: [
        "CensusAgent", "CensusPlans", "CensusProtocol", "CensusStatistics", "HTTPTransfer",
      ],
      libraries: command.union(["Foundation"])),
    "flowcensus-sim": Allowance(
      rooms: ["CensusProtocol", "CensusSimulator"], libraries: command),
  ]

  /// One line for each import that the table does not allow, and for each module that it lacks.
  static func violations(in files: [SourceFile]) -> [String] {
    files.flatMap { file -> [String] in
      guard let allowance = allowances[file.module] else {
        return ["\(file.path): the layout has no module \(file.module)"]
      }
      return file.imports
        .filter { !allowance.rooms.contains($0) && !allowance.libraries.contains($0) }
        .map { "\(file.path): \(file.module) must not import \($0)" }
    }
  }
}
