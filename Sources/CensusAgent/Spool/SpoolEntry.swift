import CensusProtocol

/// What has become of a bundle in the spool.
public enum SpoolState: String, Sendable, CaseIterable {
  /// Not yet acknowledged; will be tried again.
  case waiting
  /// A server has it durably.
  case acknowledged
  /// A server gave a reason for which trying again as it is would be useless; kept for its owner.
  case refused
}

/// A bundle in the spool, without its bytes.
public struct SpoolEntry: Sendable {
  public let digest: Digest
  public let session: SessionIdentifier
  /// The address of the server that it is meant for.
  public let server: String
  /// The number of bytes to send.
  public let size: Int64
  public let created: UTCTime
  public let state: SpoolState
  public let attempts: Int64
  /// The earliest moment for the next attempt of a waiting entry.
  public let nextAttempt: UTCTime
  /// What the last attempt brought, in words; empty before the first.
  public let lastAnswer: String

  init?(row: [DatabaseValue]) {
    guard row.count == 9,
      let digest = row[0].text.flatMap(Digest.init),
      let session = row[1].text.flatMap(SessionIdentifier.init),
      let server = row[2].text,
      let size = row[3].integer,
      let created = row[4].integer.flatMap(UTCTime.init(seconds:)),
      let state = row[5].text.flatMap(SpoolState.init(rawValue:)),
      let attempts = row[6].integer,
      let nextAttempt = row[7].integer.flatMap(UTCTime.init(seconds:)),
      let lastAnswer = row[8].text
    else { return nil }
    self.digest = digest
    self.session = session
    self.server = server
    self.size = size
    self.created = created
    self.state = state
    self.attempts = attempts
    self.nextAttempt = nextAttempt
    self.lastAnswer = lastAnswer
  }
}

/// What came of one attempt to send an entry.
public enum AttemptOutcome: Equatable, Sendable {
  case acknowledged(answer: String)
  case refused(answer: String)
  case failed(answer: String, nextAttempt: UTCTime)

  var state: SpoolState {
    switch self {
    case .acknowledged: .acknowledged
    case .refused: .refused
    case .failed: .waiting
    }
  }

  /// What happened, in words.
  public var answer: String {
    switch self {
    case .acknowledged(let answer), .refused(let answer), .failed(let answer, _): answer
    }
  }

  var nextAttempt: UTCTime? {
    if case .failed(_, let moment) = self { moment } else { nil }
  }
}
