import CensusStatistics
import HTTPTypes
import Hummingbird

extension Interface {
  /// The first page.
  func overviewPage(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(request, allowed: Selection.parameters)
    let selection = try Selection(parameters, catalogue: catalogue)
    let overview = try await asking({ try await query.overview(selection) }, context)
    return .page(OverviewPage(overview: overview, catalogue: catalogue).document)
  }

  /// The page of one session.
  func sessionPage(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    .page(SessionPage(session: try await storedSession(context), catalogue: catalogue).document)
  }

  /// The style of all pages.
  func stylesheet(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/css; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: Stylesheet.text)))
  }
}

extension Response {
  static func page(_ document: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: document)))
  }
}
