import Crypto
import CryptoExtras

/// The right to contribute once in an epoch (RFC 9577, section 2.2, type 0x0002): a signature of the
/// issuer over a fresh Ed25519 public key that the issuer has never seen.
///
/// One object is the token, the pseudonym, the key that signs the upload, the unit of the distinct
/// count, and the handle by which the contribution can be replaced or taken back.
public struct Token: Hashable, Sendable {
  /// The nonce of RFC 9577 is the public key, 32 bytes.
  public let pseudonym: VerifyingKey
  let challengeDigest: [UInt8]
  /// SHA-256 of the issuer key's encoding.
  public let keyIdentifier: [UInt8]
  let authenticator: [UInt8]

  /// The length of every token: 2 + 32 + 32 + 32 + 256 bytes.
  public static let bytes = 354
  /// What the issuer's signature covers: all but itself.
  private static let inputBytes = 98

  /// `keyIdentifier` as other digests are written: `IssuerPublicKey.fingerprint` of the issuer's key.
  public var keyFingerprint: Digest { Digest(trusted: hexadecimal(keyIdentifier)) }

  /// The bytes of RFC 9577's structure `Token`.
  public var encoded: [UInt8] { input + authenticator }

  var input: [UInt8] {
    Self.input(pseudonym, challengeDigest: challengeDigest, keyIdentifier: keyIdentifier)
  }

  static func input(
    _ pseudonym: VerifyingKey, challengeDigest: [UInt8], keyIdentifier: [UInt8]
  ) -> [UInt8] {
    TokenChallenge.bigEndian(TokenChallenge.tokenType) + pseudonym.bytes + challengeDigest
      + keyIdentifier
  }

  init(
    pseudonym: VerifyingKey, challengeDigest: [UInt8], keyIdentifier: [UInt8],
    authenticator: [UInt8]
  ) {
    self.pseudonym = pseudonym
    self.challengeDigest = challengeDigest
    self.keyIdentifier = keyIdentifier
    self.authenticator = authenticator
  }

  /// Nil for anything but 354 bytes of type 0x0002 whose nonce can be a public key. Whether an issuer
  /// signed it is a question for `IssuerPublicKey.accepts`.
  public init?(encoded bytes: [UInt8]) {
    guard bytes.count == Self.bytes,
      bytes.starts(with: TokenChallenge.bigEndian(TokenChallenge.tokenType)),
      let pseudonym = VerifyingKey(bytes: Array(bytes[2..<34]))
    else { return nil }
    self.init(
      pseudonym: pseudonym, challengeDigest: Array(bytes[34..<66]),
      keyIdentifier: Array(bytes[66..<98]), authenticator: Array(bytes[98...]))
  }
}

extension Token: CustomStringConvertible {
  /// The base64 of the encoding, as the header carries it.
  public var description: String { Base64.encode(encoded) }

  /// Nil unless `text` is the base64 of a token.
  public init?(_ text: String) {
    guard let bytes = Base64.decode(text) else { return nil }
    self.init(encoded: bytes)
  }
}

extension IssuerPublicKey {
  /// Whether this key signed `token`, and signed it for `challenge`.
  public func accepts(_ token: Token, for challenge: TokenChallenge) -> Bool {
    guard token.keyIdentifier == identifier, token.challengeDigest == challenge.digest, let key
    else { return false }
    return key.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: token.authenticator),
      for: key.prepare(token.input))
  }
}
