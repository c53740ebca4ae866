import HTTPTypes
import Hummingbird

/// One operation of the interface. `protocol/openapi.yaml` describes the same list.
struct Endpoint: Sendable {
  let method: HTTPRequest.Method
  /// With parameters in braces, as OpenAPI writes it: `/v1/sessions/{id}`.
  let path: String
  let answer: @Sendable (Request, InterfaceContext) async throws -> Response

  /// Whether `path`, of a request, is one that this endpoint answers.
  func matches(_ path: String) -> Bool {
    let pattern = self.path.split(separator: "/")
    let segments = path.split(separator: "/")
    return pattern.count == segments.count
      && zip(pattern, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }
}
