import Crypto
import CryptoExtras

/// What an agent sends to the issuer for one token (RFC 9578, section 6.1): a message blinded with a
/// number that the agent alone knows.
public struct TokenRequest: Hashable, Sendable {
  /// The last byte of the issuer key's identifier.
  public let truncatedKeyIdentifier: UInt8
  /// 256 bytes, uniformly random to everybody but the agent.
  let blindedMessage: [UInt8]

  /// The length of every request.
  public static let bytes = 259

  /// The bytes of RFC 9578's structure `TokenRequest`.
  public var encoded: [UInt8] {
    TokenChallenge.bigEndian(TokenChallenge.tokenType) + [truncatedKeyIdentifier] + blindedMessage
  }

  /// Nil for anything but 259 bytes of type 0x0002.
  public init?(encoded bytes: [UInt8]) {
    guard bytes.count == Self.bytes,
      bytes.starts(with: TokenChallenge.bigEndian(TokenChallenge.tokenType))
    else { return nil }
    truncatedKeyIdentifier = bytes[2]
    blindedMessage = Array(bytes[3...])
  }
}

/// The issuer's answer to one request (RFC 9578, section 6.2): its signature over the blinded message.
public struct TokenResponse: Hashable, Sendable {
  public let encoded: [UInt8]

  /// The length of every response.
  public static let bytes = 256

  /// Nil for anything but 256 bytes.
  public init?(encoded bytes: [UInt8]) {
    guard bytes.count == Self.bytes else { return nil }
    encoded = bytes
  }
}

/// A token between the request and the answer. It cannot be stored, since the blinding must never
/// outlive the exchange: an agent that ends in between has lost the token.
public struct PendingToken {
  public let request: TokenRequest
  private let key: IssuerPublicKey
  private let pseudonym: VerifyingKey
  private let challenge: TokenChallenge
  private let inverse: _RSA.BlindSigning.BlindingInverse

  /// Blinds a token of `key` for the fresh public key `pseudonym` (RFC 9474, section 4.2).
  public init(
    for pseudonym: VerifyingKey, challenge: TokenChallenge, key: IssuerPublicKey
  ) throws(TokenError) {
    let input = Token.input(
      pseudonym, challengeDigest: challenge.digest, keyIdentifier: key.identifier)
    guard let rsa = key.key, let blinding = try? rsa.blind(rsa.prepare(input)),
      let request = TokenRequest(
        encoded: TokenChallenge.bigEndian(TokenChallenge.tokenType) + key.identifier.suffix(1)
          + Array(blinding.blindedMessage))
    else { throw .keyUnusable }
    self.request = request
    self.key = key
    self.pseudonym = pseudonym
    self.challenge = challenge
    inverse = blinding.inverse
  }

  /// Takes the blinding off the issuer's answer and checks the token (RFC 9474, section 4.4).
  public func finalize(_ response: TokenResponse) throws(TokenError) -> Token {
    let input = Token.input(
      pseudonym, challengeDigest: challenge.digest, keyIdentifier: key.identifier)
    guard let rsa = key.key,
      let signature = try? rsa.finalize(
        _RSA.BlindSigning.BlindSignature(rawRepresentation: response.encoded),
        for: rsa.prepare(input), blindingInverse: inverse)
    else { throw .answerWrong }
    return Token(
      pseudonym: pseudonym, challengeDigest: challenge.digest, keyIdentifier: key.identifier,
      authenticator: Array(signature.rawRepresentation))
  }
}

/// Why a token could not be made.
public enum TokenError: Error, Equatable, CustomStringConvertible {
  /// The RSA key could not be made or used.
  case keyUnusable
  /// The request names another key than the one that would sign.
  case otherKey
  /// The blinded message is not a number below the key's modulus.
  case blindedMessageOutOfRange
  /// The issuer's answer is not a signature over the blinded message.
  case answerWrong

  public var description: String {
    switch self {
    case .keyUnusable: "the issuer's key cannot be used"
    case .otherKey: "the token request names another issuer key"
    case .blindedMessageOutOfRange: "the blinded message is not below the key's modulus"
    case .answerWrong: "the issuer's answer is no signature over what was sent"
    }
  }
}
