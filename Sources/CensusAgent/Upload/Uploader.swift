import CensusProtocol
import HTTPTransfer

/// Sends what waits in the spool. Every outcome is in the spool before the next attempt, so that the
/// program may be killed at any instant: what was not acknowledged will be sent again, and the server
/// knows it by its digest.
public struct Uploader {
  let spool: Spool
  private let backOff: BackOff
  private let certificateAuthorities: String?
  let now: () -> UTCTime

  /// `now` is the clock; `certificateAuthorities` a PEM file to trust instead of the system's.
  public init(
    spool: Spool, backOff: BackOff = .standard, certificateAuthorities: String? = nil,
    now: @escaping () -> UTCTime
  ) {
    self.spool = spool
    self.backOff = backOff
    self.certificateAuthorities = certificateAuthorities
    self.now = now
  }

  /// Makes one attempt for `entry` and records what came of it.
  public func attempt(_ entry: SpoolEntry) throws(DatabaseError) -> AttemptOutcome {
    guard let content = try spool.content(of: entry.digest) else {
      return .acknowledged(answer: "taken out of the spool by another program")
    }
    let outcome: AttemptOutcome
    do {
      let response = try request(entry, content.bytes, content.signature).perform()
      outcome = self.outcome(of: ServerAnswer(response, to: entry.digest), for: entry)
    } catch {
      outcome = failure("\(error)", for: entry, serverAsked: nil)
    }
    try spool.record(outcome, of: entry.digest)
    return outcome
  }

  private func request(
    _ entry: SpoolEntry, _ bytes: [UInt8], _ signature: String
  ) -> HTTPRequest {
    let base = entry.server.hasSuffix("/") ? String(entry.server.dropLast()) : entry.server
    return HTTPRequest(
      method: .post, url: base + "/v1/bundles",
      headers: [
        ("Content-Type", "application/json"),
        ("FlowCensus-Signature", signature),
        ("User-Agent", "flowcensus-agent/\(CensusProtocol.version)"),
      ],
      body: bytes, certificateAuthorities: certificateAuthorities)
  }

  private func outcome(of answer: ServerAnswer, for entry: SpoolEntry) -> AttemptOutcome {
    switch answer {
    case .acknowledged(let words): .acknowledged(answer: words)
    case .refused(let words): .refused(answer: words)
    case .tryAgain(let words, let seconds): failure(words, for: entry, serverAsked: seconds)
    }
  }

  private func failure(
    _ words: String, for entry: SpoolEntry, serverAsked: Int64?
  ) -> AttemptOutcome {
    var generator = SystemRandomNumberGenerator()
    let delay = backOff.delay(
      afterAttempts: entry.attempts + 1, serverAsked: serverAsked, using: &generator)
    let moment = UTCTime(seconds: now().seconds + delay) ?? now()
    return .failed(answer: words, nextAttempt: moment)
  }
}
