/// Everything that an agent asks of the issuer for one epoch, in one request: the tokens for all its
/// models, blinded. There is one order for each agent and epoch; the same bytes get the same answer.
public struct TokenOrder: Hashable, IssuerDocument {
  public static let format = "flowcensus-tokens/1"
  public static let maximumBytes = 8192
  /// One token for each model that a household may contribute.
  public static let requestCounts = 1...HouseContribution.modelsInEpoch

  public let agent: VerifyingKey
  public let epoch: Epoch
  /// The tier that the agent was told, whose key the requests are blinded for.
  public let tier: ContributorTier
  public let requests: [TokenRequest]

  /// Nil unless there are 1 to 8 requests, all different.
  public init?(
    agent: VerifyingKey, epoch: Epoch, tier: ContributorTier, requests: [TokenRequest]
  ) {
    guard Self.requestCounts.contains(requests.count), Set(requests).count == requests.count else {
      return nil
    }
    self.agent = agent
    self.epoch = epoch
    self.tier = tier
    self.requests = requests
  }

  public var fields: [String: JSONValue] {
    [
      "epoch": .string(epoch.description),
      "tier": .string(tier.rawValue),
      "requests": .array(requests.map { .string(Base64.encode($0.encoded)) }),
    ]
  }

  public init(
    agent: VerifyingKey, reading fields: inout ObjectReader
  ) throws(ContractViolation) {
    let epoch = try fields.parsed("epoch", expected: "an ISO week like 2026-W47") { Epoch($0) }
    let tier: ContributorTier = try fields.word("tier")
    var requests: [TokenRequest] = []
    for element in try fields.elements("requests", count: Self.requestCounts) {
      guard case .string(let text) = element.value,
        let request = Base64.decode(text).flatMap({ TokenRequest(encoded: $0) })
      else {
        throw ContractViolation(
          path: element.path,
          problem: "expected the base64 of a token request of \(TokenRequest.bytes) bytes")
      }
      requests.append(request)
    }
    guard
      let order = TokenOrder(agent: agent, epoch: epoch, tier: tier, requests: requests)
    else { throw fields.violation("requests", "the same request stands there twice") }
    self = order
  }
}

/// The issuer's answer to an order: one signature for each request, in the order of the requests.
public struct TokenAnswer: Hashable, Sendable {
  public static let format = "flowcensus-token-answer/1"
  /// The most bytes that an encoding may have.
  public static let maximumBytes = 8192

  public let epoch: Epoch
  public let responses: [TokenResponse]

  /// Nil unless there are 1 to 8 responses.
  public init?(epoch: Epoch, responses: [TokenResponse]) {
    guard TokenOrder.requestCounts.contains(responses.count) else { return nil }
    self.epoch = epoch
    self.responses = responses
  }

  /// The one encoding: canonical JSON.
  public var encoded: [UInt8] {
    CanonicalJSON.encode(
      .object([
        "format": .string(Self.format),
        "epoch": .string(epoch.description),
        "responses": .array(responses.map { .string(Base64.encode($0.encoded)) }),
      ]))
  }

  /// Nil for anything but the bytes that `encoded` would write.
  public init?(decoding bytes: [UInt8]) {
    guard bytes.count <= Self.maximumBytes, let document = try? CanonicalJSON.decode(bytes),
      let answer = try? TokenAnswer(reading: document)
    else { return nil }
    self = answer
  }

  private init(reading document: JSONValue) throws(ContractViolation) {
    var fields = try ObjectReader(document, path: "")
    guard try fields.string("format") == Self.format else {
      throw fields.violation("format", "is not \"\(Self.format)\"")
    }
    epoch = try fields.parsed("epoch", expected: "an ISO week like 2026-W47") { Epoch($0) }
    var responses: [TokenResponse] = []
    for element in try fields.elements("responses", count: TokenOrder.requestCounts) {
      guard case .string(let text) = element.value,
        let response = Base64.decode(text).flatMap({ TokenResponse(encoded: $0) })
      else {
        throw ContractViolation(
          path: element.path, problem: "expected the base64 of \(TokenResponse.bytes) bytes")
      }
      responses.append(response)
    }
    self.responses = responses
    try fields.finish()
  }
}
