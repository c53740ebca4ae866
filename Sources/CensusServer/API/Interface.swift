import CensusProtocol
import HTTPTypes
import Hummingbird

/// Everything that the server answers, over HTTP.
struct Interface: Sendable {
  let store: Store
  let intake: Intake
  let query: Query
  let catalogue: Catalogue
  let transport: Transport
  /// Nil for a server that is for benches alone.
  var households: HouseRooms?

  /// Every operation; the router has these and no others.
  var endpoints: [Endpoint] {
    [
      Endpoint(method: .get, path: "/", answer: overviewPage),
      Endpoint(method: .get, path: "/sessions/{id}", answer: sessionPage),
      Endpoint(method: .get, path: "/findings", answer: findingsPage),
      Endpoint(method: .get, path: "/findings/{id}", answer: findingPage),
      Endpoint(method: .get, path: "/findings/{id}/units.svg", answer: findingFigure),
      Endpoint(method: .get, path: "/releases", answer: releasesPage),
      Endpoint(method: .get, path: "/releases/{epoch}", answer: releasePage),
      Endpoint(method: .get, path: "/style.css", answer: stylesheet),
      Endpoint(method: .get, path: "/healthz", answer: health),
      Endpoint(method: .post, path: "/v1/bundles", answer: submit),
      Endpoint(method: .get, path: "/v1/bundles/{digest}", answer: bundle),
      Endpoint(method: .get, path: "/v1/sessions", answer: sessions),
      Endpoint(method: .get, path: "/v1/sessions/{id}", answer: session),
      Endpoint(method: .get, path: "/v1/statistics", answer: statistics),
      Endpoint(method: .get, path: "/v1/findings", answer: findings),
      Endpoint(method: .get, path: "/v1/findings/{id}", answer: finding),
      Endpoint(method: .get, path: "/v1/findings/{id}/units", answer: findingUnits),
      Endpoint(method: .get, path: "/v1/organisations", answer: organisations),
      Endpoint(method: .post, path: "/v1/enrolments", answer: enrol),
      Endpoint(method: .post, path: "/v1/tokens", answer: issueTokens),
      Endpoint(method: .post, path: "/v1/house", answer: contribute),
      Endpoint(method: .get, path: "/v1/log", answer: log),
      Endpoint(method: .get, path: "/v1/releases", answer: releases),
      Endpoint(method: .get, path: "/v1/releases/{epoch}", answer: release),
      Endpoint(method: .get, path: "/v1/house", answer: houseFigures),
      Endpoint(method: .get, path: "/v1/models", answer: commonModels),
      Endpoint(method: .get, path: "/v1/catalogue", answer: models),
    ]
  }

  /// The router of all endpoints, with `HEAD` for every `GET`.
  func router() -> Router<InterfaceContext> {
    let router = Router(context: InterfaceContext.self, options: [.autoGenerateHeadEndpoints])
    router.middlewares.add(RequestLog())
    router.middlewares.add(StrictHeaders(transport: transport))
    router.middlewares.add(ProblemAnswers(endpoints: endpoints))
    for endpoint in endpoints {
      router.on(RouterPath(endpoint.path), method: endpoint.method, use: endpoint.answer)
    }
    return router
  }
}

/// What the server speaks on its socket.
enum Transport: Sendable {
  case plain
  case tls
}
