import CensusProtocol

/// What became of the entries that an upload took on.
public struct UploadResult: Equatable, Sendable {
  public var acknowledged = 0
  public var refused = 0
  /// Still in the spool when the time was over.
  public var waiting = 0

  /// Whether a server has everything.
  public var isComplete: Bool { refused == 0 && waiting == 0 }

  public init(acknowledged: Int = 0, refused: Int = 0, waiting: Int = 0) {
    self.acknowledged = acknowledged
    self.refused = refused
    self.waiting = waiting
  }
}

extension Uploader {
  /// Tries every waiting entry among `digests` at once (all of them where it is nil), then again as
  /// the back-off says, until each is acknowledged or refused or `patience` seconds are over. `tell`
  /// hears of every attempt; `sleep` waits for some seconds.
  public func settle(
    _ digests: Set<Digest>? = nil, patience: Int64,
    sleep: (Int64) -> Void, tell: (SpoolEntry, AttemptOutcome) -> Void
  ) throws(DatabaseError) -> UploadResult {
    let deadline = now().seconds + patience
    var result = UploadResult()
    var isFirstRound = true
    while true {
      let waiting = try waitingEntries(digests)
      result.waiting = waiting.count
      guard let earliest = waiting.map(\.nextAttempt.seconds).min() else { return result }
      if !isFirstRound {
        guard max(earliest, now().seconds) <= deadline, now().seconds < deadline else {
          return result
        }
        if earliest > now().seconds { sleep(earliest - now().seconds) }
      }
      for entry in waiting where isFirstRound || entry.nextAttempt <= now() {
        let outcome = try attempt(entry)
        tell(entry, outcome)
        switch outcome {
        case .acknowledged: result.acknowledged += 1
        case .refused: result.refused += 1
        case .failed: break
        }
      }
      isFirstRound = false
    }
  }

  private func waitingEntries(_ digests: Set<Digest>?) throws(DatabaseError) -> [SpoolEntry] {
    try spool.entries().filter { entry in
      entry.state == .waiting && digests?.contains(entry.digest) ?? true
    }
  }
}
