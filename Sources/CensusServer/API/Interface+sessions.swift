import CensusProtocol
import Hummingbird
import Logging

extension Interface {
  /// The most sessions in one answer.
  static let sessionsInOneAnswer = 1000

  /// Sessions, the latest first, void phases included.
  func sessions(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(request, allowed: ["before", "limit"])
    let limit = try parameters.integer("limit", in: 1...Int64(Self.sessionsInOneAnswer))
    let before = try parameters.integer("before", in: 1...Int64.max) ?? Int64.max
    let count = limit.map(Int.init) ?? Self.sessionsInOneAnswer
    let sessions = try await asking(
      { try await store.sessions(before: before, limit: count + 1) }, context)
    let page = sessions.prefix(count)
    let next = sessions.count > count ? page.last?.number : nil
    return try .json(
      SessionsDocument(
        sessions: page.map { SessionDocument($0, catalogue: catalogue) },
        next: next.map { "/v1/sessions?before=\($0)&limit=\(count)" }))
  }

  /// One session.
  func session(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    try .json(SessionDocument(try await storedSession(context), catalogue: catalogue))
  }

  /// The session that the path names.
  func storedSession(_ context: InterfaceContext) async throws -> StoredSession {
    let text = try context.parameters.require("id")
    guard let identifier = SessionIdentifier(text) else {
      throw Problem.badParameter("id", text, expected: SessionIdentifier.expectation)
    }
    guard let session = try await asking({ try await store.session(identifier) }, context) else {
      throw Problem.notFound("no session has the id \(identifier): see /v1/sessions")
    }
    return session
  }

  /// Who may submit sessions, with their public keys.
  func organisations(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    try .json(OrganisationsDocument(try await asking({ try await store.organisations() }, context)))
  }

  /// The models that a bundle may name.
  func models(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    try .json(CatalogueDocument(catalogue))
  }

  /// 200 when the store can be read and written, 503 otherwise.
  func health(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    do throws(StoreError) { try await store.check() } catch {
      context.logger.error("health: \(error)")
      throw Problem(
        status: .serviceUnavailable, name: "unhealthy", title: "The server is not healthy",
        detail: "the store does not answer; the operator finds the reason in the log")
    }
    return try .json(HealthDocument(status: "ok", version: CensusProtocol.version))
  }
}
