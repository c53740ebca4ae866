import Foundation
import HTTPTypes
import Hummingbird

/// What went wrong with a request, as the client is told: a problem document (RFC 9457) of type
/// `urn:flowcensus:problem:NAME`.
struct Problem: Error, Sendable {
  let status: HTTPResponse.Status
  /// The last part of the type: what a program decides by.
  let name: String
  /// The same for every occurrence.
  let title: String
  /// What happened this time, where, and how to mend it.
  let detail: String
  var headers: HTTPFields = [:]
}

extension Problem: HTTPResponseError {
  private struct Document: Encodable {
    let type: String
    let title: String
    let status: Int
    let detail: String
  }

  func response(from request: Request, context: some RequestContext) throws -> Response {
    let document = Document(
      type: "urn:flowcensus:problem:\(name)", title: title, status: status.code, detail: detail)
    var response = try Response.json(document, status: status)
    response.headers[.contentType] = "application/problem+json"
    for field in headers { response.headers.append(field) }
    return response
  }
}

extension Response {
  /// `document` as JSON: keys in snake case and ascending order, what is absent left out.
  static func json(
    _ document: some Encodable, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(document))))
  }
}
