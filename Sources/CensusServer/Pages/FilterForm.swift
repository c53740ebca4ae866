import CensusProtocol
import CensusStatistics

/// The choices above the table: a form that works without script.
struct FilterForm {
  let overview: Overview
  let catalogue: Catalogue

  var html: HTML {
    let selection = overview.table.selection
    return HTML.element(
      "form", [Attribute("method", "get"), Attribute("action", "/"), .class("filter")]
    ) {
      field(
        "model", label: "Model", all: "all models", chosen: selection.model?.description,
        options: overview.models.map {
          ($0.description, catalogue.model($0)?.title ?? $0.description)
        })
      field(
        "condition", label: "Condition", all: "all conditions",
        chosen: selection.condition?.rawValue,
        options: overview.conditions.map { ($0.rawValue, "\($0.rawValue): \($0.meaning)") })
      field(
        "country", label: "Country", all: "all countries", chosen: selection.place?.description,
        options: (overview.countries + Self.classes).map { place in
          (
            place.description,
            [place.description, place.name].compactMap(\.self).joined(separator: ": ")
          )
        })
      field(
        "step", label: "Steps", all: StepChoice.measured.meaning,
        chosen: selection.step == .measured ? nil : selection.step.rawValue,
        options: [StepChoice.startUp, .settle].map { ($0.rawValue, $0.meaning) })
      HTML.element("button", [Attribute("type", "submit")]) { "Show" }
      if selection != Selection() { HTML.element("a", [.href("/")]) { "Show all" } }
    }
  }

  /// Never countries, but they can be asked for.
  private static let classes: [Place] = [.lan, .multicast, .broadcast, .reserved, .unknown]

  private func field(
    _ name: String, label: String, all: String, chosen: String?,
    options: [(value: String, text: String)]
  ) -> HTML {
    // What is chosen stays a choice, even where nothing was measured for it.
    let known = options.contains { $0.value == chosen }
    let shown = known ? options : options + [chosen].compactMap(\.self).map { ($0, $0) }
    return HTML.element("label") {
      HTML.element("span") { label }
      HTML.element("select", [Attribute("name", name)]) {
        HTML.element("option", [Attribute("value", "")]) { all }
        for option in shown {
          HTML.element(
            "option",
            [Attribute("value", option.value)]
              + (option.value == chosen ? [Attribute("selected", "selected")] : [])
          ) { option.text }
        }
      }
    }
  }
}
