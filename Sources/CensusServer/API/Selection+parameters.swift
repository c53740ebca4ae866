import CensusProtocol
import CensusStatistics

extension Selection {
  /// The parameters that name a selection, in the order of the table's columns.
  static let parameters = ["model", "condition", "country", "service", "step"]

  /// Throws a problem that names what would fit.
  init(_ parameters: QueryParameters, catalogue: Catalogue) throws(Problem) {
    self.init(
      model: try parameters.parsed("model", expected: "a model id of /v1/catalogue") {
        ModelIdentifier($0).flatMap { catalogue.model($0)?.identifier }
      },
      condition: try parameters.parsed("condition", expected: "one of \(Condition.list)") {
        Condition(rawValue: $0)
      },
      place: try parameters.parsed(
        "country",
        expected: "an ISO 3166-1 code such as CN, or lan, multicast, broadcast, reserved or ??"
      ) { Place($0) },
      service: try parameters.parsed(
        "service", expected: "one of \(ServiceGroup.names.joined(separator: ", "))"
      ) { ServiceGroup($0) },
      step: try parameters.parsed("step", expected: "one of \(StepChoice.list)") {
        StepChoice(rawValue: $0)
      } ?? .measured)
  }
}
