import CensusProtocol
import CensusStatistics

/// The phases that do not count, with the reason: published, never dropped.
struct VoidPhases {
  let phases: [PhaseObservation]
  let catalogue: Catalogue

  var html: HTML {
    HTML.element("section") {
      HTML.element("h2") { "Void phases" }
      if phases.isEmpty {
        HTML.element("p") { "None: every phase of this selection counts." }
      } else {
        HTML.element("table") {
          HTML.element("caption") { "Phases that enter no rate, with the reason" }
          HTML.element("thead") {
            HTML.element("tr") {
              for name in [
                "Started (UTC)", "Model", "Condition", "Organisation", "Session", "Reason",
              ] {
                HTML.element("th", [.scope("col")]) { name }
              }
            }
          }
          HTML.element("tbody") { for phase in phases { row(phase) } }
        }
      }
    }
  }

  private func row(_ phase: PhaseObservation) -> HTML {
    HTML.element("tr") {
      HTML.element("th", [.scope("row")]) { HTML.time(phase.started) }
      HTML.element("td", [Attribute("data-label", "Model")]) {
        catalogue.model(phase.model)?.title ?? phase.model.description
      }
      HTML.element("td", [Attribute("data-label", "Condition")]) { phase.condition.rawValue }
      HTML.element("td", [Attribute("data-label", "Organisation")]) {
        phase.organisation.description
      }
      HTML.element("td", [Attribute("data-label", "Session")]) { SessionLink(phase.session).html }
      HTML.element("td", [Attribute("data-label", "Reason")]) { phase.void?.meaning ?? "" }
    }
  }
}

/// A link to a session's page; the first eight digits are enough to tell sessions apart by eye.
struct SessionLink {
  let session: SessionIdentifier

  init(_ session: SessionIdentifier) { self.session = session }

  var html: HTML {
    HTML.element("a", [.href("/sessions/\(session)"), .class("identifier")]) {
      String(session.description.prefix(8))
    }
  }
}
