import HTTPTypes
import Hummingbird

/// Adds to every answer what keeps a browser from doing more with it than read it.
struct StrictHeaders: RouterMiddleware {
  let transport: Transport

  func handle(
    _ request: Request, context: InterfaceContext,
    next: (Request, InterfaceContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.referrerPolicy] = "no-referrer"
    if transport == .tls {
      response.headers[.strictTransportSecurity] = "max-age=31536000"
    }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-cache" }
    return response
  }
}

extension HTTPField.Name {
  /// https://www.w3.org/TR/referrer-policy/
  fileprivate static let referrerPolicy = HTTPField.Name(validated: "Referrer-Policy")
}
