import Crypto
import CryptoExtras
import FoundationEssentials

/// An issuer's private key for one epoch and tier.
public struct IssuerSecretKey: Sendable {
  private let key: _RSA.BlindSigning.PrivateKey<SHA384>
  /// The public half, which is published ahead of the epoch.
  public let publicKey: IssuerPublicKey

  private init?(_ key: _RSA.BlindSigning.PrivateKey<SHA384>) {
    guard let primitives = try? key.publicKey.getKeyPrimitives(),
      primitives.publicExponent.elementsEqual([0x01, 0x00, 0x01]),
      let publicKey = IssuerPublicKey(modulus: Array(primitives.modulus))
    else { return nil }
    self.key = key
    self.publicKey = publicKey
  }

  /// A fresh key of 2048 bits; takes some tenths of a second.
  public static func random() throws(TokenError) -> IssuerSecretKey {
    guard
      let key = try? _RSA.BlindSigning.PrivateKey<SHA384>(
        keySize: .bits2048, parameters: .RSABSSA_SHA384_PSS_Deterministic),
      let issuer = IssuerSecretKey(key)
    else { throw .keyUnusable }
    return issuer
  }

  /// The key in the form in which an issuer keeps it; nil for anything but `secretBytes` of one.
  public init?(secretBytes: [UInt8]) {
    guard
      let key = try? _RSA.BlindSigning.PrivateKey<SHA384>(
        derRepresentation: secretBytes, parameters: .RSABSSA_SHA384_PSS_Deterministic)
    else { return nil }
    self.init(key)
  }

  /// The key as DER. Never print it.
  public var secretBytes: [UInt8] { Array(key.derRepresentation) }

  /// Signs what an agent has blinded (RFC 9474, section 4.3): 256 bytes, which say nothing of the
  /// token that the agent will make of them.
  public func answer(_ request: TokenRequest) throws(TokenError) -> TokenResponse {
    guard request.truncatedKeyIdentifier == publicKey.identifier.last else { throw .otherKey }
    guard let signature = try? key.blindSignature(for: request.blindedMessage),
      let response = TokenResponse(encoded: Array(signature.rawRepresentation))
    else { throw .blindedMessageOutOfRange }
    return response
  }
}
