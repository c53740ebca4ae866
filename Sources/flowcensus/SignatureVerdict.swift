import CensusAgent
import CensusProtocol

/// Whether a bundle's signature holds, whose key made it, and who says so.
struct SignatureVerdict {
  let holds: Bool
  let text: String

  /// `key` and `signature` are what the person named; they come before what the server and the archive say.
  init(
    _ published: PublishedBundle, organisation: OrganisationIdentifier, archived: BundleProof?,
    key: VerifyingKey?, signature: Signature?
  ) {
    let given = published.proof ?? archived
    guard let proven = key ?? given?.key, let signature = signature ?? given?.signature else {
      holds = false
      text =
        "Signature: NONE. Neither a server nor the archive gives one: name --signature and --key.\n"
      return
    }
    let proof = BundleProof(key: proven, signature: signature)
    if let fault = Self.fault(proof, published.bytes) {
      holds = false
      text = "Signature: WRONG. \(fault).\n"
      return
    }
    holds = true
    text =
      "Signature: good. \(organisation) signed exactly these bytes with the key of fingerprint\n"
      + "  \(proven.fingerprint),\n  "
      + Self.witness(published, organisation, isNamed: key != nil)
  }

  private static func fault(_ proof: BundleProof, _ bytes: [UInt8]) -> String? {
    do { return try proof.fault(of: bytes).map { "\($0)" } } catch { return "\(error)" }
  }

  private static func witness(
    _ published: PublishedBundle, _ organisation: OrganisationIdentifier, isNamed: Bool
  ) -> String {
    if isNamed { return "which is the key that you named.\n" }
    if published.proof != nil, let server = published.server {
      return "which is \(organisation)'s by the word of the server at \(server).\n"
    }
    return
      "which is \(organisation)'s by the word of the archive alone: compare the fingerprint with one that\n"
      + "  \(organisation) gave you, or name its key with --key.\n"
  }
}
