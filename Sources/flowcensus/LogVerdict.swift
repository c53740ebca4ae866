import CensusProtocol
import CensusStatistics

/// What is to be said of a log: a line for each thing that was checked, and one for each fault.
struct LogVerdict {
  private let log: ReleaseLog
  private let key: VerifyingKey?
  private let faults: [LogFault]

  init(log: ReleaseLog, key: VerifyingKey?) {
    self.log = log
    self.key = key
    faults = log.faults + Self.arithmetic(of: log.entries) + Self.strangers(in: log.entries, key)
  }

  var holds: Bool { faults.isEmpty }

  private static func arithmetic(of entries: [SignedEntry]) -> [LogFault] {
    var faults: [LogFault] = []
    // A part of a log does not say what was spent before it.
    var spent: Fraction? = entries.first?.entry.number == 0 ? .zero : nil
    for entry in entries {
      guard let release = entry.entry.release else { continue }
      let catalogue =
        release.catalogue == Catalogue.bundled.revision ? Catalogue.bundled : nil
      let audit = ReleaseAudit(of: release, spentBefore: spent, catalogue: catalogue)
      faults += audit.problems.map { LogFault(.arithmetic, entry, "\(release.epoch): \($0)") }
      if case .noisy(let figures) = release.figures { spent = figures.guarantee.spent }
    }
    return faults
  }

  private static func strangers(in entries: [SignedEntry], _ key: VerifyingKey?) -> [LogFault] {
    guard let key else { return [] }
    return entries.filter { $0.entry.key != key }.map {
      LogFault(.signature, $0, "is signed by \($0.entry.key), not by the key that you know")
    }
  }

  var text: String {
    let checks = LogFault.Kind.allCases.map { kind in
      let isFine = !faults.contains { $0.kind == kind }
      return [kind.rawValue, isFine ? "ok" : "FAULT", isFine ? extent(of: kind) : ""]
    }
    let table = TextTable(rows: checks + [keyRow], numbers: 0..<0).text
    let lines = faults.map { "  \($0.kind.rawValue): \($0)\n" }.joined()
    let verdict =
      holds
      ? "All holds.\n"
      : "\(faults.count) \(faults.count == 1 ? "thing does" : "things do") not hold.\n"
    return table + lines + verdict
  }

  /// What was checked, where nothing is wrong.
  private func extent(of kind: LogFault.Kind) -> String {
    switch kind {
    case .form: "\(log.entries.count) entries"
    case .signature: "each by the key that it names"
    case .chain: chain
    case .arithmetic: "releases: \(epochs)"
    }
  }

  private var chain: String {
    guard let first = log.entries.first, let last = log.entries.last else { return "no entries" }
    let start =
      first.entry.number == 0
      ? "from the beginning" : "entries 0 to \(first.entry.number - 1) were not given"
    return "entries \(first.entry.number) to \(last.entry.number), \(start); head \(last.digest)"
  }

  private var epochs: String {
    let epochs = log.entries.compactMap { $0.entry.release?.epoch }.sorted()
    guard let first = epochs.first, let last = epochs.last else { return "none" }
    return first == last ? "\(first)" : "\(epochs.count), \(first) to \(last)"
  }

  private var keyRow: [String] {
    guard let stated = log.entries.first?.entry.key else { return ["key", "", "none"] }
    return key == nil
      ? ["key", "not compared", "\(stated): give --key to tell whose log it is"]
      : ["key", key == stated ? "ok" : "FAULT", "\(stated)"]
  }
}
