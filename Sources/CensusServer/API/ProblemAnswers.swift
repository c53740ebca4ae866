import HTTPTypes
import Hummingbird
import Logging

/// Makes every error a problem document.
struct ProblemAnswers: RouterMiddleware {
  let endpoints: [Endpoint]

  func handle(
    _ request: Request, context: InterfaceContext,
    next: (Request, InterfaceContext) async throws -> Response
  ) async throws -> Response {
    do { return try await next(request, context) } catch {
      return try problem(for: error, request, context).response(from: request, context: context)
    }
  }

  private func problem(
    for error: any Error, _ request: Request, _ context: InterfaceContext
  ) -> Problem {
    switch error {
    case let problem as Problem: return problem
    case let error as any HTTPResponseError where error.status == .notFound:
      return notRouted(request)
    default:
      context.logger.error("unexpected: \(error)")
      return Problem(
        status: .internalServerError, name: "internal", title: "The server failed",
        detail: "the server failed; its operator finds the reason in the log")
    }
  }

  /// 405 where the path is known and the method is not (RFC 9110, section 15.5.6), else 404.
  private func notRouted(_ request: Request) -> Problem {
    let methods = endpoints.filter { $0.matches(request.uri.path) }.map(\.method)
    guard !methods.isEmpty else {
      return .notFound(
        "there is no \(request.uri.path.prefix(80)): protocol/openapi.yaml lists what there is")
    }
    let allowed = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }
      .joined(separator: ", ")
    return Problem(
      status: .methodNotAllowed, name: "method", title: "The method is not allowed",
      detail: "\(request.method.rawValue.prefix(20)) is not allowed here: use \(allowed)",
      headers: [.allow: allowed])
  }
}
