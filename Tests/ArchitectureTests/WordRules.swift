import Foundation

/// A rule about words that may stand in some rooms only.
struct WordRule: Sendable {
  /// What is wrong, for the message.
  let problem: String
  /// A regular expression as Foundation's text search takes it.
  let pattern: String
  /// Whether the rule is for this file, by its path in `Sources`.
  let applies: @Sendable (String) -> Bool

  /// The lines of `code`, counted from 1, in which the pattern begins.
  func lines(in code: String) -> [Int] {
    var lines: [Int] = []
    var start = code.startIndex
    var line = 1
    while let found = code.range(
      of: pattern, options: .regularExpression, range: start..<code.endIndex)
    {
      line += code[start..<found.lowerBound].count { $0 == "\n" }
      lines.append(line)
      line += code[found].count { $0 == "\n" }
      start = found.upperBound
    }
    return lines
  }
}

/// The rules: words that show that a thing is done in the wrong place.
enum WordRules {
  /// The paths of a module, or of a folder in it, begin like this.
  private static func isIn(_ path: String, _ folders: [String]) -> Bool {
    folders.contains { path.hasPrefix($0 + "/") }
  }

  private static let all = [
    WordRule(
      problem: "reads a clock, a file or a socket: time and bytes come from outside",
      pattern: #"""
        (?x) \b(?:FileManager|FileHandle|ProcessInfo|URLSession|ContinuousClock|SuspendingClock
          |clock_gettime|gettimeofday)\b
        | \bDate\(\) | \bDate\.now\b | \btime\(nil\) | \bcontentsOf:\s*URL
        """#
    ) {
      isIn(
        $0,
        ["CensusProtocol", "CensusPlans", "CensusStatistics", "CensusCapture", "CensusAttribution"])
    },
    WordRule(
      problem: "opens a file: only captures and geo databases are read below the agent",
      pattern: #"\b(?:fopen|open|openat)\("#
    ) { isIn($0, ["CensusProtocol", "CensusPlans", "CensusStatistics"]) },
    WordRule(
      problem: "has SQL outside the store",
      pattern: #"""
        (?x) \b(?:SELECT\s[^"]*\sFROM | INSERT\s+(?:OR\s+\w+\s+)?INTO | UPDATE\s+\w+\s+SET
          | DELETE\s+FROM | CREATE\s+(?:TABLE|INDEX) | PRAGMA\s+\w+)\b
        """#
    ) { !isIn($0, ["CensusServer/Store", "CensusAgent/Spool", "CensusAgent/Store"]) },
    WordRule(
      problem: "has HTML outside the pages",
      pattern: #"</?(?:html|head|body|table|thead|tbody|tr|td|th|div|span|p|h[1-6]|svg|script)[ >]"#
    ) { !isIn($0, ["CensusServer/Pages", "CensusAgent/Page"]) },
    WordRule(
      problem: "can hold an address: those end in CensusAttribution",
      pattern: #"\b(?:IPAddress|MACAddress|IPv[46]Address|in_addr|in6_addr|sockaddr\w*)\b"#
    ) {
      isIn(
        $0,
        [
          "CensusProtocol", "CensusAgent", "CensusStatistics", "CensusServer", "HTTPTransfer",
          "flowcensus", "flowcensus-agent", "flowcensus-server",
        ])
        // The name of a local socket, of which no packet comes.
        && $0 != "CensusAgent/Service/ServiceManager.swift"
    },
    WordRule(
      problem: "takes RSA keys that are too short: use the initialisers that ask for 2048 bits",
      pattern: #"\bunsafe(?:PEM|DER)Representation\b|\bunsafeKeySize\b"#
    ) { _ in true },
    WordRule(
      problem: "has a floating-point number: privacy is counted in whole numbers and fractions",
      pattern: #"\b(?:Double|Float|Float16|Float80|CGFloat)\b|\b(?:pow|exp|log|sqrt)\(|\b\d+\.\d"#
    ) {
      isIn(
        $0,
        ["CensusStatistics/Noise", "CensusStatistics/Release", "CensusProtocol/Release"])
    },
    WordRule(
      problem: "draws from the system's chance: a simulation must be repeatable",
      pattern:
        #"\bSystemRandomNumberGenerator\b|\.random\(in:|\.shuffled\(\)|\.randomElement\(\)"#
    ) { isIn($0, ["CensusSimulator", "flowcensus-sim"]) },
  ]

  /// One line for each place in the code that breaks a rule.
  static func violations(in files: [SourceFile]) -> [String] {
    files.flatMap { file in
      all.filter { $0.applies(file.path) }.flatMap { rule in
        rule.lines(in: file.code).map { "\(file.path):\($0): \(rule.problem)" }
      }
    }
  }
}
