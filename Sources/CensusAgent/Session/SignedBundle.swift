import CensusProtocol

/// The exact bytes that leave, with the organisation's signature over them.
public struct SignedBundle: Sendable {
  public let bundle: SessionBundle
  public let bytes: [UInt8]
  public let signature: Signature
  public let key: VerifyingKey
  public let digest: Digest

  public var session: SessionIdentifier { bundle.session }

  /// Encodes and signs `bundle`; throws where the system's cryptography fails.
  public init(_ bundle: SessionBundle, signedBy key: SigningKey) throws {
    self.bundle = bundle
    bytes = bundle.encoded
    signature = try key.sign(bytes)
    self.key = key.verifyingKey
    digest = Digest(of: bytes)
  }
}
