import CensusProtocol
import CensusStatistics
import HTTPTypes
import Hummingbird

extension Interface {
  /// The form of an answer.
  private enum Format: String, CaseIterable { case json, csv }

  /// The statistics of a selection, as JSON or CSV.
  func statistics(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(request, allowed: Selection.parameters + ["format"])
    let selection = try Selection(parameters, catalogue: catalogue)
    let format = try parameters.parsed("format", expected: "json or csv") { Format(rawValue: $0) }
    let table = try await asking({ try await query.statistics(selection) }, context)
    let document = StatisticsDocument(table, catalogue: catalogue)
    switch format ?? accepted(request) {
    case .json: return try .json(document)
    case .csv:
      return Response(
        status: .ok, headers: [.contentType: "text/csv; charset=utf-8; header=present"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: StatisticsCSV(rows: document.rows).text)))
    }
  }

  /// CSV where the client accepts that and not JSON (RFC 9110, section 12.5.1), else JSON.
  private func accepted(_ request: Request) -> Format {
    let accept = request.headers[.accept]?.lowercased() ?? "*/*"
    let acceptsJSON = ["*/*", "application/*", "application/json"].contains { accept.contains($0) }
    return accept.contains("text/csv") && !acceptsJSON ? .csv : .json
  }
}
