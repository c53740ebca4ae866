import CensusAgent
import CensusProtocol
import Foundation
import TestSupport
import Testing

/// A valid bundle of a fresh session, signed by a fresh key.
func signedBundle() throws -> SignedBundle {
  let vectors = try JSONSerialization.jsonObject(
    with: Repository.contents("protocol/vectors/bundles.json"))
  let valid = try #require((vectors as? [String: Any])?["valid"] as? [[String: Any]])
  let document = try #require(valid.first?["document"] as? String)
  var bundle = try SessionBundle(decoding: Array(document.utf8))
  bundle.session = .random()
  let key = SigningKey.random()
  bundle.key = key.verifyingKey.fingerprint
  return try SignedBundle(bundle, signedBy: key)
}
