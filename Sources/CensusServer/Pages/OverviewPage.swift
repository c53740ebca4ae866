import CensusProtocol
import CensusStatistics

/// The first page: what each model sent where, under which condition.
struct OverviewPage {
  let overview: Overview
  let catalogue: Catalogue

  /// The whole document.
  var document: String {
    let table = overview.table
    return Page.document(title: "FlowCensus: what phones send where") {
      HTML.element("h1") { "What phones send where" }
      HTML.element("p", [.class("lead")]) {
        "Bytes for each hour that a phone was observed on a test bench, by condition and by the country that its traffic went to. Name look-ups (DNS) and clock packets (NTP) stand apart: they reach many countries without carrying anything of the user's."
      }
      if table.measured.contains(where: { isSimulated($0.model) }) { simulationBanner }
      FilterForm(overview: overview, catalogue: catalogue).html
      if table.selection.step != .measured { onlyStep(table.selection.step) }
      if table.measured.isEmpty {
        nothing
      } else {
        for model in Set(table.measured.map(\.model)).sorted() {
          ModelTable(table: table, model: model, catalogue: catalogue).html
        }
        downloads
        VoidPhases(phases: table.voidPhases, catalogue: catalogue).html
        SessionList(table: table).html
      }
      Reading.html
    }
  }

  private func isSimulated(_ model: ModelIdentifier) -> Bool {
    catalogue.model(model)?.isSimulated ?? false
  }

  private var simulationBanner: HTML {
    HTML.element("p", [.class("banner"), Attribute("role", "note")]) {
      HTML.element("strong") { "Simulated data. " }
      "Models marked “simulated” are made up to show how the instrument works. Their figures say nothing about any real phone."
    }
  }

  private func onlyStep(_ step: StepChoice) -> HTML {
    HTML.element("p", [Attribute("role", "note")]) {
      HTML.element("strong") { "Only \(step.meaning). " }
      "What happens then enters no other table, no finding and no test."
    }
  }

  private var nothing: HTML {
    HTML.element("p", [.class("nothing")]) {
      "No session is stored that fits. Organisations submit sessions with “flowcensus-agent session submit”."
    }
  }

  private var downloads: HTML {
    let parameters = SelectionDocument(overview.table.selection).parameters
    let query = parameters.map { "&\($0.name)=\($0.value)" }.joined()
    return HTML.element("p", [.class("downloads")]) {
      "The same rows with exact numbers, medians over units, intervals and sessions: "
      HTML.element("a", [.href("/v1/statistics?format=csv\(query)")]) { "CSV" }
      " · "
      HTML.element("a", [.href("/v1/statistics?format=json\(query)")]) { "JSON" }
    }
  }
}

extension SelectionDocument {
  /// What is selected, ready for an address; `?` is the one character of a value that needs an escape.
  fileprivate var parameters: [(name: String, value: String)] {
    [
      ("model", model), ("condition", condition), ("country", country), ("service", service),
      ("step", step == StepChoice.measured.rawValue ? nil : step),
    ]
    .compactMap { name, value in
      value.map { (name, $0 == Place.unknown.description ? "%3F%3F" : $0) }
    }
  }
}
