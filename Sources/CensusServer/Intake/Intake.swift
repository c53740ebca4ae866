import CensusProtocol
import Foundation
import NIOCore

/// The first room of the server: an upload becomes a stored bundle, or is refused with a reason.
///
/// In: the headers and the body of a `POST /v1/bundles`. Out: a receipt, after the commit.
/// The order is from cheap to dear, and nothing is believed before the signature holds: media type,
/// size, signature header, encoding and contract, organisation, key, signature, model, then one
/// transaction that stores everything or answers that the bundle is known.
struct Intake: Sendable {
  let store: Store
  let catalogue: Catalogue
  /// Whether bundles of simulated models are taken, for demonstrations and tests.
  let simulatedModels: SimulatedModels
  let uploads: UploadReader
  let reader = BundleReader()

  /// The headers of an upload that matter here.
  struct Headers: Sendable {
    let contentType: String?
    let contentLength: Int?
    let signature: String?
  }

  /// What is acknowledged.
  struct Receipt: Sendable, Equatable {
    let bundle: Digest
    let session: SessionIdentifier
    let status: Status

    enum Status: String, Sendable { case stored, known }
  }

  /// Takes in an upload. When this returns, the bundle is on the disk.
  func receive<Body: AsyncSequence & Sendable>(
    _ headers: Headers, body: Body
  ) async throws(Refusal) -> Receipt where Body.Element == ByteBuffer {
    guard Self.isJSON(headers.contentType) else { throw .mediaType(headers.contentType) }
    return try await uploads.withBody(body, declaredBytes: headers.contentLength) {
      bytes throws(Refusal) in
      guard let text = headers.signature else { throw .signatureMissing }
      guard let signature = Signature(text) else { throw .signatureMalformed }
      return try await accept(bytes, signature: signature)
    }
  }

  private func accept(
    _ bytes: [UInt8], signature: Signature
  ) async throws(Refusal) -> Receipt {
    let bundle = try await reader.read(bytes)
    let key = try await key(for: bundle)
    guard key.accepts(signature, for: bytes) else { throw .signatureWrong(bundle.organisation) }
    let digest = Digest(of: bytes)
    let signed = SignedBundle(
      digest: digest, bytes: bytes, signature: signature, key: key, received: .now)
    // What was acknowledged once is acknowledged for ever, whatever the settings are by now.
    if try await asking({ () throws(StoreError) in try await store.holds(digest) }) {
      return Receipt(bundle: digest, session: bundle.session, status: .known)
    }
    try check(bundle.unit.model)
    switch try await asking({ () throws(StoreError) in
      try await store.deposit(signed, of: bundle)
    }) {
    case .stored: return Receipt(bundle: digest, session: bundle.session, status: .stored)
    case .known: return Receipt(bundle: digest, session: bundle.session, status: .known)
    case .conflict(let stored): throw .sessionConflict(bundle.session, stored: stored)
    }
  }

  private func key(for bundle: SessionBundle) async throws(Refusal) -> VerifyingKey {
    let keys = try await asking { () throws(StoreError) in
      try await store.keys(of: bundle.organisation)
    }
    guard let keys else { throw .organisationUnknown(bundle.organisation) }
    guard let key = keys[bundle.key] else { throw .keyUnknown(bundle.key, bundle.organisation) }
    return key
  }

  private func check(_ identifier: ModelIdentifier) throws(Refusal) {
    guard let model = catalogue.model(identifier) else { throw .modelUnknown(identifier) }
    // A bench has the unit in its hands: figures of "some phone of the brand" would stand for nothing.
    guard model.level == .model else { throw .modelNotNamed(identifier, model.level) }
    guard !model.isSimulated || simulatedModels == .accepted else {
      throw .modelSimulated(identifier)
    }
  }

  private func asking<Answer: Sendable>(
    _ question: () async throws(StoreError) -> Answer
  ) async throws(Refusal) -> Answer {
    do { return try await question() } catch { throw .store(error) }
  }

  /// `application/json`, with or without parameters (RFC 9110, section 8.3).
  static func isJSON(_ contentType: String?) -> Bool {
    let mediaType = contentType?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
    return mediaType?.lowercased() == "application/json"
  }
}

/// What a server does with bundles of simulated models, whose figures must never stand among real
/// ones by mistake.
public enum SimulatedModels: Sendable {
  case refused
  case accepted
}
