import CensusProtocol
import CensusStatistics
import HTTPTypes
import Hummingbird

extension Interface {
  /// The statistics of a selection, as JSON or CSV.
  func statistics(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    let parameters = try QueryParameters(request, allowed: Selection.parameters + ["format"])
    let selection = try Selection(parameters, catalogue: catalogue)
    let format = try answerFormat(parameters, request)
    let table = try await asking({ try await query.statistics(selection) }, context)
    let document = StatisticsDocument(table, catalogue: catalogue)
    return switch format {
    case .json: try .json(document)
    case .csv: .csv(StatisticsCSV(rows: document.rows).text)
    }
  }
}
