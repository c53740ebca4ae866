import CensusProtocol
import CensusStatistics
import HTTPTypes
import Hummingbird

extension Interface {
  /// The findings, or those of a model, as JSON or CSV.
  func findings(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(request, allowed: ["model", "format"])
    let model = try parameters.parsed("model", expected: "a model id of /v1/catalogue") {
      ModelIdentifier($0).flatMap { catalogue.model($0)?.identifier }
    }
    let format = try answerFormat(parameters, request)
    let documents = try await asking({ try await query.findings() }, context)
      .filter { model == nil || $0.registered.query.model == model }
      .map { FindingDocument($0, catalogue: catalogue) }
    return switch format {
    case .json: try .json(FindingsDocument(findings: documents))
    case .csv: .csv(FindingCSV.list(documents))
    }
  }

  /// One finding, as JSON, or its figures as CSV.
  func finding(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(request, allowed: ["format"])
    let format = try answerFormat(parameters, request)
    let document = FindingDocument(try await publishedFinding(context), catalogue: catalogue)
    return switch format {
    case .json: try .json(document)
    case .csv: .csv(FindingCSV.figures(document))
    }
  }

  /// The units behind a finding, as JSON or CSV: a line for each unit and condition.
  func findingUnits(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(request, allowed: ["format"])
    let format = try answerFormat(parameters, request)
    let document = FindingDocument(try await publishedFinding(context), catalogue: catalogue)
    return switch format {
    case .json: try .json(FindingUnitsDocument(finding: document.id, sets: document.sets))
    case .csv: .csv(FindingCSV.units(document))
    }
  }

  /// The page of all findings.
  func findingsPage(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let findings = try await asking({ try await query.findings() }, context)
    return .page(FindingListPage(findings: findings, catalogue: catalogue).document)
  }

  /// The page of one finding.
  func findingPage(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    .page(
      FindingPage(published: try await publishedFinding(context), catalogue: catalogue).document)
  }

  /// The units behind a finding as a picture.
  func findingFigure(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let chart = UnitChart(finding: try await publishedFinding(context).finding)
    return Response(
      status: .ok, headers: [.contentType: "image/svg+xml"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: chart.file)))
  }

  /// The finding that the path names.
  private func publishedFinding(_ context: InterfaceContext) async throws -> PublishedFinding {
    let text = try context.parameters.require("id")
    guard let identifier = FindingIdentifier(text) else {
      throw Problem.badParameter("id", text, expected: FindingIdentifier.expectation)
    }
    guard let found = try await asking({ try await query.finding(identifier) }, context) else {
      throw Problem.notFound("no finding has the id \(identifier): see /v1/findings")
    }
    return found
  }
}

struct FindingUnitsDocument: Encodable {
  let finding: String
  let sets: [SetDocument]
}
