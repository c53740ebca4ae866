import Foundation
import TestSupport
import Testing

/// protocol/vectors/bundles.json, which an implementation in another language made.
struct BundleVectors: Decodable {
  struct Valid: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let document: String
    let digest: String
    let signature: String
    var testDescription: String { name }
  }

  struct Invalid: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let document: String
    /// Where the contract is broken; nil for what is not canonical JSON at all.
    let violation: String?
    var testDescription: String { name }
  }

  let secretKey: String
  let publicKey: String
  let fingerprint: String
  let valid: [Valid]
  let invalid: [Invalid]

  private enum CodingKeys: String, CodingKey {
    case secretKey = "secret_key"
    case publicKey = "public_key"
    case fingerprint, valid, invalid
  }

  static let all: BundleVectors = {
    do {
      return try JSONDecoder().decode(
        BundleVectors.self, from: Repository.contents("protocol/vectors/bundles.json"))
    } catch { fatalError("protocol/vectors/bundles.json cannot be read: \(error)") }
  }()
}
