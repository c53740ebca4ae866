public import CensusProtocol

/// What proves who said a bundle: the public key and the detached signature that travel beside the bytes
/// (protocol/SPEC.md, section 4).
public struct BundleProof: Sendable, Equatable {
  public let key: VerifyingKey
  public let signature: Signature

  public init(key: VerifyingKey, signature: Signature) {
    self.key = key
    self.signature = signature
  }

  /// Why the proof does not hold.
  public enum Fault: Error, Equatable, CustomStringConvertible {
    /// The bundle names another key than the one that is given with it.
    case otherKey(named: Digest, given: Digest)
    /// The key did not sign these bytes.
    case wrongSignature

    public var description: String {
      switch self {
      case .otherKey(let named, let given):
        "the bundle names the key of fingerprint \(named), and the key given with it has \(given)"
      case .wrongSignature:
        "the key did not sign these bytes: they were changed, or another key signed them"
      }
    }
  }

  /// What is wrong with the proof for exactly these bytes; nil where it holds. Throws where they are no bundle.
  public func fault(of published: [UInt8]) throws(BundleError) -> Fault? {
    let named = try SessionBundle(decoding: published).key
    guard named == key.fingerprint else {
      return .otherKey(named: named, given: key.fingerprint)
    }
    return key.accepts(signature, for: published) ? nil : .wrongSignature
  }

  // MARK: As a file of an archive

  static let fileName = "signature.txt"

  /// Three lines that people can read too.
  var fileContent: [UInt8] {
    Array("public-key \(key)\nfingerprint \(key.fingerprint)\nsignature \(signature)\n".utf8)
  }

  /// Nil where it is not such a file.
  init?(fileContent: [UInt8]) {
    let lines = String(decoding: fileContent, as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
    guard lines.count == 3, lines.allSatisfy({ $0.count == 2 }),
      lines.map(\.[0]) == ["public-key", "fingerprint", "signature"],
      let key = VerifyingKey(lines[0][1]), lines[1][1] == key.fingerprint.description,
      let signature = Signature(lines[2][1])
    else { return nil }
    self.init(key: key, signature: signature)
  }
}
