import CensusProtocol

/// How far a server's log was checked: nobody can be given another log than this agent has seen.
struct LogPin: Sendable, Equatable {
  /// The key that signs the log.
  let key: VerifyingKey
  /// The entry's number and its digest.
  let number: Int64
  let digest: Digest
  /// The entry's time: the log's time never goes back.
  let time: UTCTime
  /// When this agent looked last: nothing that it did not see then was published before.
  var seen: UTCTime
}

/// Keys as the log gave them.
struct PublishedKeys: Sendable, Equatable {
  let keys: IssuerKeys
  /// They were published then, or later: the entry's own time, or the moment at which this agent looked and
  /// they were not there yet.
  let since: UTCTime

  /// Whether they were published before their epoch began. Keys that come later could have been made for one
  /// agent, when it asked.
  var isAhead: Bool { since < keys.epoch.start }
}

/// A server's log, as far as this agent has followed it. A key with which one agent alone is served would
/// tell its tokens from all others; so a key counts only where it stands in the chain that everybody is
/// shown, and the chain may only ever grow.
struct IssuerLog {
  private(set) var pin: LogPin?
  /// Keys found since.
  private(set) var keys: [PublishedKeys] = []
  /// What entries since say of models that may be named, by their numbers.
  private(set) var models: [(number: Int64, word: ModelLedger.Word)] = []

  init(pin: LogPin?) { self.pin = pin }

  /// Follows the log to its end at `now`; `entries` gives some from a number on, and none at the end.
  mutating func follow(
    at now: UTCTime, _ entries: (Int64) throws(HouseClientError) -> [SignedEntry]
  ) throws(HouseClientError) {
    // The entry that was seen last is asked for again: it must be the same.
    var next = pin?.number ?? 0
    let seen = pin?.seen
    while true {
      let page = try entries(next)
      guard let first = page.first else {
        guard pin == nil || next > (pin?.number ?? 0) else { throw Self.rewritten }
        pin?.seen = now
        return
      }
      if let pin, next == pin.number, first.digest != pin.digest { throw Self.rewritten }
      for entry in page where entry.entry.number >= next {
        if entry.digest != pin?.digest { try take(entry, notBefore: seen) }
        next = entry.entry.number + 1
      }
      guard page.last.map({ $0.entry.number + 1 }) == next else { throw Self.broken }
    }
  }

  private mutating func take(
    _ signed: SignedEntry, notBefore seen: UTCTime?
  ) throws(HouseClientError) {
    let entry = signed.entry
    guard entry.number == (pin?.number ?? -1) + 1,
      entry.previous == pin?.digest ?? LogEntry.beginning
    else { throw Self.broken }
    guard entry.key == pin?.key ?? entry.key, signed.isSigned else {
      throw .untrusted("an entry of the server's log is not signed by the log's key")
    }
    guard entry.time >= pin?.time ?? entry.time else {
      throw .untrusted("the time of the server's log goes back")
    }
    let since = max(entry.time, seen ?? entry.time)
    if let word = ModelLedger.Word(entry, at: since) { models.append((entry.number, word)) }
    if let found = entry.keys {
      guard !keys.contains(where: { $0.keys.epoch == found.epoch }) else {
        throw .untrusted("the server's log gives two sets of keys for \(found.epoch)")
      }
      keys.append(PublishedKeys(keys: found, since: since))
    }
    pin = LogPin(
      key: entry.key, number: entry.number, digest: signed.digest, time: entry.time,
      seen: seen ?? entry.time)
  }

  private static let rewritten = HouseClientError.untrusted(
    "the server's log is another than this agent has seen before: its past was rewritten, or somebody "
      + "shows this agent a log of its own. Nothing is sent; ask the operator")
  private static let broken = HouseClientError.untrusted(
    "the entries of the server's log do not follow one another")
}
