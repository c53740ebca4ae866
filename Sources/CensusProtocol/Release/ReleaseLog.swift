/// A log, or a part of one, with everything in it that does not hold.
///
/// In: lines as servers publish them, from files or over HTTP, in whatever order. Out: the entries in their
/// order, and the faults of their form, their signatures and their chain; whether a release's figures fit
/// each other is for CensusStatistics to say.
public struct ReleaseLog: Sendable {
  /// In ascending order of number, each once.
  public private(set) var entries: [SignedEntry] = []
  /// In the order in which they were found.
  public private(set) var faults: [LogFault] = []

  /// Reads texts, each with its name for messages.
  public init(_ texts: [(name: String, bytes: [UInt8])]) {
    for text in texts { read(text.bytes, name: text.name) }
    entries.sort { $0.entry.number < $1.entry.number }
    checkSignatures()
    checkChain()
    checkContents()
  }

  private mutating func read(_ bytes: [UInt8], name: String) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let ended = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
    if ended.isEmpty { faults.append(LogFault(.form, name, "has no entry")) }
    for (index, line) in ended.enumerated() {
      do {
        let entry = try SignedEntry(line: line)
        if !entries.contains(entry) { entries.append(entry) }
      } catch { faults.append(LogFault(.form, "\(name), line \(index + 1)", "\(error)")) }
    }
  }

  private mutating func checkSignatures() {
    for entry in entries where !entry.isSigned {
      faults.append(
        LogFault(
          .signature, entry,
          "the signature is not that of the key \(entry.entry.key) over these bytes"
        ))
    }
  }

  private mutating func checkChain() {
    if let first = entries.first, first.entry.number == 0,
      first.entry.previous != LogEntry.beginning
    {
      faults.append(LogFault(.chain, first, "is the first, and names an entry before it"))
    }
    for (before, after) in zip(entries, entries.dropFirst()) {
      if let problem = Self.link(before, after) { faults.append(LogFault(.chain, after, problem)) }
    }
  }

  /// What is wrong between an entry and the one after it.
  private static func link(_ before: SignedEntry, _ after: SignedEntry) -> String? {
    if after.entry.number == before.entry.number {
      "there are two entries of this number: the server has published two logs"
    } else if after.entry.number != before.entry.number + 1 {
      "the entries \(before.entry.number + 1) to \(after.entry.number - 1) are missing"
    } else if after.entry.previous != before.digest {
      "names \(after.entry.previous) as the entry before it, which is \(before.digest)"
    } else if after.entry.key != before.entry.key {
      "is signed by another key than the entry before it"
    } else if after.entry.time < before.entry.time {
      "is older than the entry before it"
    } else {
      nil
    }
  }

  private mutating func checkContents() {
    var released: Set<Epoch> = []
    var announced: Set<Epoch> = []
    for entry in entries {
      switch entry.entry.content {
      case .release(let release):
        if !released.insert(release.epoch).inserted {
          faults.append(LogFault(.chain, entry, "\(release.epoch) has been released before"))
        }
        if entry.entry.time < release.epoch.end {
          faults.append(LogFault(.chain, entry, "\(release.epoch) was released before it closed"))
        }
      case .keys(let keys):
        if !announced.insert(keys.epoch).inserted {
          faults.append(LogFault(.chain, entry, "\(keys.epoch) has been given keys before"))
        }
      case .models: break
      }
    }
  }
}

/// What does not hold in a log, and where.
public struct LogFault: Error, Hashable, Sendable, CustomStringConvertible {
  public let kind: Kind
  public let place: String
  public let problem: String

  /// What a fault breaks.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case form, signature, chain, arithmetic
  }

  public init(_ kind: Kind, _ place: String, _ problem: String) {
    self.kind = kind
    self.place = place
    self.problem = problem
  }

  /// A fault of an entry.
  public init(_ kind: Kind, _ entry: SignedEntry, _ problem: String) {
    self.init(kind, "entry \(entry.entry.number)", problem)
  }

  public var description: String { "\(place): \(problem)" }
}
