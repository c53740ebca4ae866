import CensusProtocol
import Hummingbird

extension Interface {
  private enum Format: String { case json, csv }

  /// Published cells of one release: of the latest, unless another is asked for.
  func houseFigures(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(
      request, allowed: ["epoch", "model", "country", "service", "format"])
    let selection = CellSelection(
      model: try parameters.parsed("model", expected: "a model id of /v1/catalogue") {
        ModelIdentifier($0).flatMap { catalogue.model($0)?.identifier }
      },
      destination: try parameters.parsed(
        "country", expected: "a country such as CN, a class such as ??, other-REGION or other"
      ) { ReleaseDestination($0) },
      service: try parameters.parsed("service", expected: "a service class such as tls") {
        ServiceClass(rawValue: $0)
      })
    let epoch = try parameters.parsed("epoch", expected: "an ISO week like 2026-W47") {
      Epoch($0)
    }
    let format = try parameters.parsed("format", expected: "json or csv") { Format(rawValue: $0) }
    let document = HouseFiguresDocument(
      try await releaseEntry(epoch, context), selection, catalogue: catalogue)
    return format == .csv ? .csv(document.csv) : try .json(document)
  }

  /// The releases as a page.
  func releasesPage(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let entries = try await asking({ try await store.releases() }, context)
    return .page(ReleaseListPage(entries: entries).document)
  }

  /// One release as a page.
  func releasePage(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let text = try context.parameters.require("epoch")
    guard let epoch = Epoch(text) else {
      throw Problem.badParameter("epoch", text, expected: "an ISO week like 2026-W47")
    }
    guard let entry = try await releaseEntry(epoch, context), let release = entry.entry.release
    else { throw Problem.notFound("\(epoch) is not released: see /releases") }
    return .page(ReleasePage(entry: entry, release: release, catalogue: catalogue).document)
  }

  /// The entry that releases `epoch`, or of the latest release; a problem where `epoch` is asked for and not
  /// released.
  private func releaseEntry(
    _ epoch: Epoch?, _ context: InterfaceContext
  ) async throws -> SignedEntry? {
    guard let epoch else { return try await asking({ try await store.latestRelease() }, context) }
    guard
      let entry = try await asking({ try await store.logEntry(.release, of: epoch) }, context)
    else { throw Problem.notFound("\(epoch) is not released: see /v1/releases") }
    return entry
  }
}
