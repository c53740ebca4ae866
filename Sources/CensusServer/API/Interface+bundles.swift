import CensusProtocol
import HTTPTypes
import Hummingbird
import Logging

extension HTTPField.Name {
  /// The detached Ed25519 signature over exactly the body, base64.
  static let flowCensusSignature = HTTPField.Name(validated: "FlowCensus-Signature")
  /// The public key that the signature was made with, base64.
  static let flowCensusKey = HTTPField.Name(validated: "FlowCensus-Key")

  /// For names that are written in the program.
  init(validated name: String) {
    guard let field = HTTPField.Name(name) else { preconditionFailure("not a name: \(name)") }
    self = field
  }
}

extension Interface {
  /// Takes in a bundle: 201 when it was stored, 200 when it was known.
  func submit(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let headers = Intake.Headers(
      contentType: request.headers[.contentType],
      contentLength: request.headers[.contentLength].flatMap(Int.init),
      signature: request.headers[.flowCensusSignature])
    do {
      let receipt = try await intake.receive(headers, body: request.body)
      var response = try Response.json(
        ReceiptDocument(receipt), status: receipt.status == .stored ? .created : .ok)
      response.headers[.location] = "/v1/bundles/\(receipt.bundle)"
      return response
    } catch let error as Refusal {
      if case .store(let reason) = error { context.logger.error("intake: \(reason)") }
      throw Problem(error)
    }
  }

  /// The exact bytes of a bundle with what proves them, so that anybody can verify.
  func bundle(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let text = try context.parameters.require("digest")
    guard let digest = Digest(text) else {
      throw Problem.badParameter("digest", text, expected: Digest.expectation)
    }
    guard let bundle = try await asking({ try await store.bundle(digest) }, context) else {
      throw Problem.notFound("no bundle has the digest \(digest): see /v1/sessions")
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/json",
        .flowCensusSignature: bundle.signature.description,
        .flowCensusKey: bundle.key.description,
        // The digest names the content, so it never changes.
        .cacheControl: "public, max-age=31536000, immutable",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bundle.bytes)))
  }

  /// Asks the store, and turns its failure into a problem, with the reason in the log.
  func asking<Answer: Sendable>(
    _ question: () async throws -> Answer, _ context: InterfaceContext
  ) async throws -> Answer {
    do { return try await question() } catch let error as StoreError {
      context.logger.error("store: \(error)")
      throw Problem(error)
    }
  }
}
