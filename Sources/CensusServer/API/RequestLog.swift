import Hummingbird
import Logging

/// Logs each request: method, endpoint, status and duration. Never the client's address, nor the
/// path or the query as sent: who asks what is nobody's business.
struct RequestLog: RouterMiddleware {
  func handle(
    _ request: Request, context: InterfaceContext,
    next: (Request, InterfaceContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    let response = try await next(request, context)
    context.logger.info(
      "request",
      metadata: [
        "method": "\(request.method.rawValue)",
        "endpoint": "\(context.endpointPath ?? "none")",
        "status": "\(response.status.code)",
        "milliseconds": "\((ContinuousClock.now - start) / .milliseconds(1))",
      ])
    return response
  }
}
