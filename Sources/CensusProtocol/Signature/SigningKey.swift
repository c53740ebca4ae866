import Crypto

/// An organisation's private Ed25519 key (RFC 8032): it vouches for bundles.
public struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// A fresh key from the system's random number generator.
  public static func random() -> SigningKey { SigningKey(key: Curve25519.Signing.PrivateKey()) }

  private init(key: Curve25519.Signing.PrivateKey) { self.key = key }

  /// Nil unless `text` is the base64 of 32 bytes.
  public init?(_ text: String) {
    guard let bytes = Base64.decode(text), bytes.count == 32,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
    else { return nil }
    self.key = key
  }

  /// The private key in the text form that a key file holds: base64 of the 32 bytes. Never print it.
  public var secretText: String { Base64.encode(Array(key.rawRepresentation)) }

  /// The public half, which a server's operator is given.
  public var verifyingKey: VerifyingKey { VerifyingKey(key: key.publicKey) }

  /// The signature over exactly `bytes`.
  public func sign(_ bytes: [UInt8]) throws -> Signature {
    Signature(bytes: Array(try key.signature(for: bytes)))
  }
}

/// An organisation's public Ed25519 key; its text form is the base64 of the 32 bytes.
public struct VerifyingKey: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes of the key (RFC 8032, section 5.1.2).
  let bytes: [UInt8]

  fileprivate init(key: Curve25519.Signing.PublicKey) { bytes = Array(key.rawRepresentation) }

  /// Nil unless `text` is the base64 of 32 bytes.
  public init?(_ text: String) {
    guard let bytes = Base64.decode(text) else { return nil }
    self.init(bytes: bytes)
  }

  /// Nil unless there are 32 bytes.
  init?(bytes: [UInt8]) {
    guard bytes.count == 32,
      (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil
    else { return nil }
    self.bytes = bytes
  }

  public var description: String { Base64.encode(bytes) }

  /// SHA-256 of the 32 bytes: the name of the key in a bundle.
  public var fingerprint: Digest { Digest(of: bytes) }

  /// Whether `signature` was made over exactly `message` by this key's private half.
  public func accepts(_ signature: Signature, for message: [UInt8]) -> Bool {
    (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes))?
      .isValidSignature(signature.bytes, for: message) ?? false
  }
}

/// A detached Ed25519 signature; its text form is the base64 of the 64 bytes.
public struct Signature: Hashable, Sendable, CustomStringConvertible {
  let bytes: [UInt8]

  fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

  /// Nil unless `text` is the base64 of 64 bytes.
  public init?(_ text: String) {
    guard let bytes = Base64.decode(text), bytes.count == 64 else { return nil }
    self.bytes = bytes
  }

  public var description: String { Base64.encode(bytes) }
}
