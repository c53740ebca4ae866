import Crypto
import CryptoExtras
import Foundation
import Testing

@testable import CensusProtocol

@Suite("The published vectors of blind tokens")
struct PublishedVectorTests {
  /// The private key of a vector: PEM, as hexadecimal digits.
  private func secretKey(_ vector: [String: String]) throws -> IssuerSecretKey {
    let pem = String(decoding: vector.bytes("skS"), as: UTF8.self)
    let base64 = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    let der = try #require(Data(base64Encoded: base64))
    return try #require(IssuerSecretKey(secretBytes: Array(der)))
  }

  @Test(
    "RFC 9578: our issuer gives the published answers, and the published tokens are accepted",
    arguments: TokenVectors.all.issuance.vectors)
  func issuance(vector: [String: String]) throws {
    let key = try secretKey(vector)
    #expect(key.publicKey.encoded == vector.bytes("pkS"))
    #expect(key.publicKey.encoded.count == 342)
    #expect(IssuerPublicKey(encoded: vector.bytes("pkS")) == key.publicKey)

    let request = try #require(TokenRequest(encoded: vector.bytes("token_request")))
    #expect(request.encoded == vector.bytes("token_request"))
    #expect(try key.answer(request).encoded == vector.bytes("token_response"))

    let token = try #require(Token(encoded: vector.bytes("token")))
    #expect(token.pseudonym.bytes == vector.bytes("nonce"))
    #expect(token.challengeDigest == SHA256Bytes.of(vector.bytes("token_challenge")))
    #expect(token.keyIdentifier == key.publicKey.identifier)
    #expect(token.encoded == vector.bytes("token"))
    let rsa = try #require(key.publicKey.key)
    #expect(
      rsa.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: token.authenticator),
        for: rsa.prepare(token.input)))
  }

  @Test("RFC 9578: our structure of a challenge has the published bytes")
  func challenge() throws {
    var seen: Set<Int> = []
    for vector in TokenVectors.all.issuance.vectors {
      let published = vector.bytes("token_challenge")
      let read = try #require(PublishedChallenge(published))
      seen.insert(read.redemptionContext.count)
      // Our issuers and collectors have names without spaces, and always one.
      guard
        let challenge = TokenChallenge(
          issuer: read.issuer, origin: read.origin, redemptionContext: read.redemptionContext)
      else {
        #expect(read.origin.isEmpty || read.issuer.contains(" "))
        continue
      }
      #expect(challenge.encoded == published)
    }
    #expect(seen == [0, 32])
  }

  @Test("RFC 9474: RSABSSA-SHA384-PSS-Deterministic signs and verifies what is published")
  func signatures() throws {
    for vector in TokenVectors.all.signatures.vectors {
      let parameters = _RSA.BlindSigning.Parameters<SHA384>.RSABSSA_SHA384_PSS_Deterministic
      let key = try _RSA.BlindSigning.PrivateKey(
        n: vector.bytes("n"), e: vector.bytes("e"), d: vector.bytes("d"), p: vector.bytes("p"),
        q: vector.bytes("q"), parameters: parameters)
      let signature = try key.blindSignature(for: vector.bytes("blinded_msg"))
      #expect(Array(signature.rawRepresentation) == vector.bytes("blind_sig"))
      let rsa = key.publicKey
      #expect(
        rsa.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: vector.bytes("sig")),
          for: rsa.prepare(vector.bytes("msg"))))
      var altered = vector.bytes("msg")
      altered[0] ^= 1
      #expect(
        !rsa.isValidSignature(
          _RSA.Signing.RSASignature(rawRepresentation: vector.bytes("sig")),
          for: rsa.prepare(altered)))
    }
  }
}

/// A challenge taken apart by a reader of its own (RFC 9577, section 2.1).
private struct PublishedChallenge {
  let issuer: String
  let redemptionContext: [UInt8]
  let origin: String

  init?(_ bytes: [UInt8]) {
    guard bytes.prefix(2).elementsEqual([0, 2]) else { return nil }
    var rest = bytes.dropFirst(2)
    func take(_ count: Int) -> [UInt8] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func length() -> Int { take(2).reduce(0) { $0 << 8 | Int($1) } }
    issuer = String(decoding: take(length()), as: UTF8.self)
    redemptionContext = take(Int(take(1)[0]))
    origin = String(decoding: take(length()), as: UTF8.self)
    guard rest.isEmpty else { return nil }
  }
}
