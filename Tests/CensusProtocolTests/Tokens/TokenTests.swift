import Foundation
import TestSupport
import Testing

@testable import CensusProtocol

/// An issuer with a key for each tier, and what agents do with it.
struct TestIssuer: Sendable {
  let keys: [ContributorTier: IssuerSecretKey]
  let epoch: Epoch

  init(_ epoch: String = "2026-W47") throws {
    var keys: [ContributorTier: IssuerSecretKey] = [:]
    for tier in ContributorTier.allCases { keys[tier] = try .random() }
    self.keys = keys
    self.epoch = try #require(Epoch(epoch))
  }

  func key(_ tier: ContributorTier = .new) throws -> IssuerSecretKey { try #require(keys[tier]) }

  func challenge(_ epoch: Epoch? = nil, origin: String = "census.example") throws -> TokenChallenge
  {
    try #require(
      TokenChallenge(issuer: "issuer.example", origin: origin, epoch: epoch ?? self.epoch))
  }

  /// A token for a fresh pseudonym, and what the issuer saw of it.
  func token(_ tier: ContributorTier = .new) throws -> (
    token: Token, pseudonym: SigningKey, request: TokenRequest, response: TokenResponse
  ) {
    let pseudonym = SigningKey.random()
    let pending = try PendingToken(
      for: pseudonym.verifyingKey, challenge: challenge(), key: key(tier).publicKey)
    let response = try key(tier).answer(pending.request)
    return (try pending.finalize(response), pseudonym, pending.request, response)
  }
}

@Suite("A token")
struct TokenTests {
  private let issuer: TestIssuer

  init() throws { issuer = try TestIssuer() }

  @Test("is accepted for its key, issuer, origin and epoch, and for no other")
  func acceptance() throws {
    let token = try issuer.token().token
    let key = try issuer.key().publicKey
    #expect(token.encoded.count == 354)
    #expect(Token(encoded: token.encoded) == token)
    #expect(Token(token.description) == token)
    #expect(key.accepts(token, for: try issuer.challenge()))
    #expect(!key.accepts(token, for: try issuer.challenge(issuer.epoch.next)))
    #expect(!key.accepts(token, for: try issuer.challenge(issuer.epoch.previous)))
    #expect(!key.accepts(token, for: try issuer.challenge(origin: "other.example")))
    for tier in [ContributorTier.established, .organisation] {
      #expect(!(try issuer.key(tier).publicKey.accepts(token, for: issuer.challenge())))
    }
  }

  @Test("with any one bit altered is accepted no more")
  func forgery() throws {
    let token = try issuer.token().token
    let key = try issuer.key().publicKey
    let challenge = try issuer.challenge()
    for position in token.encoded.indices {
      var altered = token.encoded
      altered[position] ^= 1 << UInt8(position % 8)
      guard let forged = Token(encoded: altered) else { continue }
      #expect(!key.accepts(forged, for: challenge))
    }
  }

  @Test("is not made of an answer of another key, or to another request")
  func wrongAnswer() throws {
    let pseudonym = SigningKey.random().verifyingKey
    let pending = try PendingToken(
      for: pseudonym, challenge: issuer.challenge(), key: issuer.key().publicKey)
    let other = try PendingToken(
      for: pseudonym, challenge: issuer.challenge(), key: issuer.key().publicKey)
    let answer = try issuer.key().answer(other.request)
    #expect(throws: TokenError.answerWrong) { try pending.finalize(answer) }
    #expect(throws: TokenError.otherKey) {
      try issuer.key(.established).answer(pending.request)
    }
    let tooLarge = try #require(
      TokenRequest(
        encoded: [0, 2, pending.request.truncatedKeyIdentifier]
          + [UInt8](repeating: 255, count: 256)
      ))
    #expect(throws: TokenError.blindedMessageOutOfRange) { try issuer.key().answer(tooLarge) }
  }

  @Test("signs exactly its body under exactly its sequence")
  func signedUpload() throws {
    let made = try issuer.token()
    let upload = HouseUpload.withdrawal(issuer.epoch)
    let signed = try SignedHouseUpload(
      upload, token: made.token, sequence: 7, key: made.pseudonym)
    #expect(signed.isSignedByPseudonym)
    var body = signed.body
    body[4095] = 0x09
    for altered in [
      SignedHouseUpload(body: body, token: made.token, sequence: 7, signature: signed.signature),
      SignedHouseUpload(
        body: signed.body, token: made.token, sequence: 8, signature: signed.signature),
      SignedHouseUpload(
        body: signed.body, token: try issuer.token().token, sequence: 7,
        signature: signed.signature),
    ] { #expect(!altered.isSignedByPseudonym) }
  }

  @Test("names its issuer's key by bytes that OpenSSL reads as id-RSASSA-PSS")
  func otherReader() throws {
    let key = try issuer.key().publicKey
    #expect(key.encoded.count == 342)
    let command = try run(
      URL(filePath: "/usr/bin/openssl"), ["pkey", "-pubin", "-inform", "DER", "-text", "-noout"],
      input: Data(key.encoded))
    #expect(command.status == 0, "\(command.errors) (Debian package openssl)")
    #expect(command.text.contains("Public-Key: (2048 bit)"))
    #expect(command.text.contains("Hash Algorithm: SHA2-384"))
    #expect(command.text.contains("Minimum Salt Length: 48"))
    let secret = try issuer.key()
    #expect(IssuerSecretKey(secretBytes: secret.secretBytes)?.publicKey == key)
  }
}

@Suite("The documents between an agent and its issuer")
struct IssuerDocumentTests {
  private let issuer: TestIssuer

  init() throws { issuer = try TestIssuer() }

  private func order(_ count: Int) throws -> TokenOrder {
    let requests = try (0..<count).map { _ in try issuer.token().request }
    return try #require(
      TokenOrder(
        agent: SigningKey.random().verifyingKey, epoch: issuer.epoch, tier: .new,
        requests: requests))
  }

  @Test("have one encoding", arguments: [1, 8])
  func roundTrip(count: Int) throws {
    let order = try order(count)
    #expect(try TokenOrder(decoding: order.encoded) == order)
    #expect(order.encoded.count <= TokenOrder.maximumBytes)
    let answer = try #require(
      TokenAnswer(
        epoch: issuer.epoch,
        responses: try order.requests.map { try issuer.key().answer($0) }))
    #expect(TokenAnswer(decoding: answer.encoded) == answer)
    #expect(answer.encoded.count <= TokenAnswer.maximumBytes)
    for invitation in [nil, InvitationCode.random()] {
      let enrolment = Enrolment(agent: order.agent, invitation: invitation)
      #expect(try Enrolment(decoding: enrolment.encoded) == enrolment)
    }
  }

  @Test("ask for at most 8 tokens, each once")
  func bounds() throws {
    let order = try order(2)
    let requests = order.requests
    func made(_ requests: [TokenRequest]) -> TokenOrder? {
      TokenOrder(agent: order.agent, epoch: order.epoch, tier: .new, requests: requests)
    }
    #expect(made([]) == nil)
    #expect(made(requests + requests) == nil)
    let nine = try (0..<9).map { _ in try issuer.token().request }
    #expect(made(nine) == nil)
    let text = String(decoding: order.encoded, as: UTF8.self)
    let repeated = text.replacing(
      try #require(text.split(separator: "\"").first { $0.count > 300 }), with: "AAAA")
    #expect(throws: IssuerDocumentError.self) {
      try TokenOrder(decoding: Array(repeated.utf8))
    }
  }

  @Test("take an invitation as people type it, and write it in one form")
  func invitations() throws {
    let code = InvitationCode.random()
    #expect(InvitationCode(typed: code.description.lowercased().replacing("-", with: " ")) == code)
    #expect(InvitationCode(code.description) == code)
    #expect(InvitationCode(code.description.lowercased()) == nil)
    #expect(InvitationCode(typed: "0OIL1-00000-00000-00000") == nil)
    #expect(InvitationCode(typed: String(repeating: "A", count: 500)) == nil)
    #expect(InvitationCode.random() != InvitationCode.random())
  }

  @Test("a contributor is new for four epochs")
  func tiers() throws {
    let enrolled = issuer.epoch
    var epoch = enrolled
    for age in 0..<6 {
      #expect(ContributorTier(enrolled: enrolled, in: epoch) == (age < 4 ? .new : .established))
      epoch = try #require(epoch.next)
    }
  }
}
