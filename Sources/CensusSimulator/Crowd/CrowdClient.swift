import CensusProtocol
import Glibc
import HTTPTransfer

/// What a household says to a server, in few words: a client of its own, which shares with the agent the
/// types of the contract alone.
struct CrowdClient: Sendable {
  let server: String

  /// The bytes of one contribution as it travels: the body and the headers that are ours.
  struct Sent: Sendable {
    let bytes: Int
    let status: Int
  }

  /// A fresh key that the issuer has signed blindly.
  struct Pass: Sendable {
    let key: SigningKey
    let token: Token
  }

  func enrol(_ agent: SigningKey) throws {
    let body = Enrolment(agent: agent.verifyingKey, invitation: nil).encoded
    let response = try post(
      "/v1/enrolments", body, [("FlowCensus-Signature", try agent.sign(body))])
    guard response.status == 201 || response.status == 200 else {
      throw CrowdFailure("an enrolment was answered \(response.status): \(response.text)")
    }
  }

  /// As many tokens as the household has contributions.
  func passes(
    _ count: Int, for agent: SigningKey, in epoch: Epoch, tier: ContributorTier,
    of log: CrowdLog
  ) throws -> [Pass] {
    guard let keys = log.keys[epoch] else { throw CrowdFailure("\(epoch) has no keys in the log") }
    let challenge = TokenChallenge(log: log.key, epoch: epoch)
    let pending = try (0..<count).map { _ in
      let key = SigningKey.random()
      return (
        key, try PendingToken(for: key.verifyingKey, challenge: challenge, key: keys[tier])
      )
    }
    guard
      let order = TokenOrder(
        agent: agent.verifyingKey, epoch: epoch, tier: tier, requests: pending.map { $0.1.request })
    else { throw CrowdFailure("\(count) tokens are no order") }
    let body = order.encoded
    let response = try post("/v1/tokens", body, [("FlowCensus-Signature", try agent.sign(body))])
    guard response.status == 200, let answer = TokenAnswer(decoding: response.body),
      answer.responses.count == count
    else { throw CrowdFailure("an order was answered \(response.status): \(response.text)") }
    return try zip(pending, answer.responses).map { pending, response in
      Pass(key: pending.0, token: try pending.1.finalize(response))
    }
  }

  func send(_ upload: HouseUpload, with pass: Pass, sequence: UInt8) throws -> Sent {
    let signed = try SignedHouseUpload(upload, token: pass.token, sequence: sequence, key: pass.key)
    let headers: [(String, any CustomStringConvertible)] = [
      ("FlowCensus-Signature", signed.signature), ("FlowCensus-Token", signed.token),
      ("FlowCensus-Sequence", signed.sequence),
    ]
    let response = try post("/v1/house", signed.body, headers)
    return Sent(
      bytes: signed.body.count
        + headers.reduce(0) { $0 + $1.0.utf8.count + "\($1.1)".utf8.count + 4 },
      status: response.status)
  }

  /// The lines of the log from an entry on; the server gives them out in pieces.
  func log(from number: Int64) throws -> [SignedEntry] {
    let response = try perform(HTTPRequest(url: "\(server)/v1/log?from=\(number)"))
    guard response.status == 200 else {
      throw CrowdFailure("the log was answered \(response.status): \(response.text)")
    }
    return try response.body.split(separator: UInt8(ascii: "\n")).map { try SignedEntry(line: $0) }
  }

  private func post(
    _ path: String, _ body: [UInt8], _ headers: [(String, any CustomStringConvertible)]
  ) throws -> HTTPResponse {
    try perform(
      HTTPRequest(
        method: .post, url: server + path,
        headers: [("Content-Type", "application/json")] + headers.map { ($0.0, "\($0.1)") },
        body: body))
  }

  /// A busy server and a connection that broke are asked again a few times.
  private func perform(_ request: HTTPRequest) throws -> HTTPResponse {
    for attempt in 0..<5 {
      if let response = try? request.perform(), response.status != 503 { return response }
      usleep(100_000 << UInt32(attempt))
    }
    return try request.perform()
  }
}

/// The server's log as far as it has been read.
struct CrowdLog: Sendable {
  private(set) var entries: [SignedEntry] = []
  private(set) var keys: [Epoch: IssuerKeys] = [:]
  private(set) var releases: [Epoch: HouseRelease] = [:]

  /// The key that signs the log; only read after the first entries.
  var key: VerifyingKey {
    guard let key = entries.first?.entry.key else {
      preconditionFailure("a log without entries has no key")
    }
    return key
  }

  /// Reads on until `isEnough`, or until 60 s have passed.
  mutating func read(
    from client: CrowdClient, until isEnough: (CrowdLog) -> Bool, waitingFor what: String
  ) throws {
    for _ in 0..<600 {
      while true {
        let more = try client.log(from: Int64(entries.count))
        if more.isEmpty { break }
        for entry in more { add(entry) }
      }
      if isEnough(self) { return }
      usleep(100_000)
    }
    throw CrowdFailure(
      "the server has not published \(what) within 60 s; was it started with --clock and the same file?"
    )
  }

  private mutating func add(_ entry: SignedEntry) {
    entries.append(entry)
    if let keys = entry.entry.keys { self.keys[keys.epoch] = keys }
    if let release = entry.entry.release { releases[release.epoch] = release }
  }
}
