import CensusAgent
import CensusProtocol
import HTTPTransfer

/// A bundle as it was published, and what came with it.
struct PublishedBundle {
  let bytes: [UInt8]
  /// The server that gave it; nil for a file.
  let server: String?
  /// The key and the signature that the server gave with it.
  let proof: BundleProof?

  var digest: Digest { Digest(of: bytes) }

  /// Reads a file, or asks a server.
  init(at place: String, certificateAuthorities: String?) throws {
    guard place.hasPrefix("http://") || place.hasPrefix("https://") else {
      bytes = try LocalFile.read(place, limit: SessionBundle.maximumBytes)
      (server, proof) = (nil, nil)
      return
    }
    let response = try HTTPRequest(
      url: place, certificateAuthorities: certificateAuthorities
    ).perform()
    guard response.status == 200 else {
      throw VerifyError(
        description: "\(place): the server answers \(response.status), not a bundle")
    }
    bytes = response.body
    server = place
    let key = response.headers["flowcensus-key"].flatMap { VerifyingKey($0) }
    let signature = response.headers["flowcensus-signature"].flatMap { Signature($0) }
    proof = key.flatMap { key in signature.map { BundleProof(key: key, signature: $0) } }
    // The address names the content.
    if let named = place.split(separator: "/").last.flatMap({ Digest(String($0)) }),
      named != Digest(of: bytes)
    {
      throw VerifyError(
        description: "\(place): the server gives other bytes than those that the address names")
    }
  }
}
