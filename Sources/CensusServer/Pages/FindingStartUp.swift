import CensusStatistics

/// What the units did in their first minutes: a table of its own, since no test uses it.
struct FindingStartUp {
  let finding: Finding

  @HTMLBuilder var html: HTML {
    if !finding.startUps.isEmpty {
      HTML.element("section") {
        HTML.element("h2") { "The first minutes" }
        HTML.element("table", [.class("compact")]) {
          HTML.element("caption") {
            "Start-up phases to the place, told apart: they enter no figure, no test and no block. Bytes are those of a median unit, with the interval over units."
          }
          HTML.element("thead") {
            HTML.element("tr") {
              for name in StartUpDocument.header {
                HTML.element("th", [.scope("col")]) { name }
              }
            }
          }
          HTML.element("tbody") { for startUp in finding.startUps { row(startUp) } }
        }
      }
    }
  }

  private func row(_ startUp: StartUp) -> HTML {
    let cells = StartUpDocument(startUp).cells(claim: finding.query.claim.rawValue)
    return HTML.element("tr") {
      HTML.element("th", [.scope("row")]) { cells[0] }
      for (name, text) in zip(StartUpDocument.header, cells).dropFirst() {
        HTML.element("td", [Attribute("data-label", name)]) { text }
      }
    }
  }
}
