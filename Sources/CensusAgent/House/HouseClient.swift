import CensusProtocol
import FoundationEssentials
import HTTPTransfer

/// Why a server did not do what was asked.
public enum HouseClientError: Error, Equatable, CustomStringConvertible {
  /// It understood, and the same question will have the same answer. The problem's name and its sentence.
  case refused(name: String, String)
  /// Anything else: a fault, an overload, no connection, or somebody else answering at that address.
  case unreachable(String, afterSeconds: Int64?)
  /// The server contradicts itself or what it said before: nothing may be sent to it.
  case untrusted(String)

  public var description: String {
    switch self {
    case .refused(_, let sentence): sentence
    case .unreachable(let sentence, _): sentence
    case .untrusted(let sentence): sentence
    }
  }
}

/// What the issuer says of an agent that has enrolled.
public struct AgentStanding: Sendable, Equatable {
  public let enrolled: Epoch
  public let tier: ContributorTier
}

/// One household's questions to one server, each on a connection of its own, and without anything that
/// would tell two agents apart: not even the program's version is said.
struct HouseClient: Sendable {
  let server: String
  let relay: String?
  let certificateAuthorities: String?

  init(_ consent: HouseConsent) {
    server = consent.server.hasSuffix("/") ? String(consent.server.dropLast()) : consent.server
    relay = consent.relay
    certificateAuthorities = consent.certificateAuthorities
  }

  /// Makes the agent known to the issuer, or asks how it stands.
  func enrol(
    _ key: SigningKey, invitation: InvitationCode?
  ) throws(HouseClientError) -> AgentStanding {
    let bytes = Enrolment(agent: key.verifyingKey, invitation: invitation).encoded
    let response = try post("/v1/enrolments", bytes, signature: Self.sign(bytes, with: key))
    let document = try Self.document(EnrolmentAnswer.self, in: response)
    guard let enrolled = Epoch(document.enrolled),
      let tier = ContributorTier(rawValue: document.tier)
    else { throw Self.notUnderstood(response) }
    return AgentStanding(enrolled: enrolled, tier: tier)
  }

  /// Has the blinded messages of an order signed.
  func order(_ order: TokenOrder, key: SigningKey) throws(HouseClientError) -> TokenAnswer {
    let bytes = order.encoded
    let response = try post("/v1/tokens", bytes, signature: Self.sign(bytes, with: key))
    guard response.status == 200, let answer = TokenAnswer(decoding: response.body),
      answer.epoch == order.epoch, answer.responses.count == order.requests.count
    else { throw Self.notUnderstood(response) }
    return answer
  }

  /// Sends an upload. Only an answer that names the digest of this very body acknowledges it: a captive
  /// portal's friendly 200 must not cost a contribution.
  func send(_ upload: SignedHouseUpload) throws(HouseClientError) -> String {
    let response = try post(
      "/v1/house", upload.body, signature: upload.signature,
      further: [
        ("FlowCensus-Token", upload.token.description),
        ("FlowCensus-Sequence", "\(upload.sequence)"),
      ])
    let receipt = try Self.document(Receipt.self, in: response)
    guard receipt.body == Digest(of: upload.body).description else {
      throw .unreachable("the answer is about something else", afterSeconds: nil)
    }
    return receipt.status
  }

  /// Some entries of the server's log, from `number` on; none where it has no more.
  func log(from number: Int64) throws(HouseClientError) -> [SignedEntry] {
    let response = try perform(
      HTTPRequest(
        url: server + "/v1/log?from=\(number)&limit=8",
        headers: [("User-Agent", Self.userAgent)], certificateAuthorities: certificateAuthorities,
        relay: relay))
    var entries: [SignedEntry] = []
    for line in response.body.split(separator: UInt8(ascii: "\n")) {
      do { entries.append(try SignedEntry(line: line)) } catch {
        throw .untrusted("the log of \(server) cannot be read: \(error)")
      }
    }
    return entries
  }

  // Everybody's agent says the same of itself.
  private static let userAgent = "flowcensus-agent"

  private func post(
    _ path: String, _ body: [UInt8], signature: Signature,
    further: [(name: String, value: String)] = []
  ) throws(HouseClientError) -> HTTPResponse {
    try perform(
      HTTPRequest(
        method: .post, url: server + path,
        headers: [
          ("Content-Type", "application/json"), ("User-Agent", Self.userAgent),
          ("FlowCensus-Signature", signature.description),
        ] + further,
        body: body, certificateAuthorities: certificateAuthorities, relay: relay))
  }

  /// The answer, if the server did what it was asked.
  private func perform(_ request: HTTPRequest) throws(HouseClientError) -> HTTPResponse {
    let response: HTTPResponse
    do { response = try request.perform() } catch {
      throw .unreachable("\(error)", afterSeconds: nil)
    }
    if (200...201).contains(response.status) { return response }
    guard let problem = ServerProblem(response) else { throw Self.notUnderstood(response) }
    if let name = problem.name, problem.isFinal(status: response.status) {
      throw .refused(name: name, problem.sentence)
    }
    throw .unreachable(
      "\(response.status) \(problem.sentence)", afterSeconds: response.retryAfter)
  }

  private static func sign(
    _ bytes: [UInt8], with key: SigningKey
  ) throws(HouseClientError) -> Signature {
    do { return try key.sign(bytes) } catch {
      throw .unreachable("the agent's key cannot sign: \(error)", afterSeconds: nil)
    }
  }

  private static func document<Document: Decodable>(
    _ type: Document.Type, in response: HTTPResponse
  ) throws(HouseClientError) -> Document {
    guard let document = try? JSONDecoder().decode(type, from: Data(response.body)) else {
      throw notUnderstood(response)
    }
    return document
  }

  private static func notUnderstood(_ response: HTTPResponse) -> HouseClientError {
    .unreachable(
      "status \(response.status) without a FlowCensus answer; is this the right address?",
      afterSeconds: response.retryAfter)
  }
}

private struct EnrolmentAnswer: Decodable {
  let tier: String
  let enrolled: String
}

private struct Receipt: Decodable {
  let body: String
  let status: String
}
