import CensusProtocol
import HTTPTypes
import Hummingbird

extension Interface {
  /// The most entries of the log in one answer.
  static let entriesInOneAnswer = 100

  /// The log from an entry on, a signed line for each: keys of coming epochs, and releases.
  func log(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(request, allowed: ["from", "limit"])
    let from = try parameters.integer("from", in: 0...Int64.max) ?? 0
    let limit = try parameters.integer("limit", in: 1...Int64(Self.entriesInOneAnswer))
    let entries = try await asking(
      {
        try await store.log(from: from, limit: limit.map(Int.init) ?? Self.entriesInOneAnswer)
      }, context)
    return Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: entries.flatMap(\.line))))
  }

  /// The releases, the latest first.
  func releases(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    try .json(ReleasesDocument(try await asking({ try await store.releases() }, context)))
  }

  /// The exact bytes of a release's entry with what proves them.
  func release(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let text = try context.parameters.require("epoch")
    guard let epoch = Epoch(text) else {
      throw Problem.badParameter("epoch", text, expected: "an ISO week like 2026-W47")
    }
    guard
      let entry = try await asking({ try await store.logEntry(.release, of: epoch) }, context)
    else { throw Problem.notFound("\(epoch) is not released: see /v1/releases") }
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/json", .flowCensusSignature: entry.signature.description,
        .flowCensusKey: entry.entry.key.description,
        // A release never changes.
        .cacheControl: "public, max-age=31536000, immutable",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: entry.bytes)))
  }

  /// The models that agents may name.
  func commonModels(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    try .json(CommonModelsDocument(try await asking({ try await query.namedModels() }, context)))
  }
}
