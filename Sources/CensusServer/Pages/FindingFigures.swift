import CensusStatistics

/// The figures of a finding with their intervals.
struct FindingFigures {
  let finding: Finding

  var html: HTML {
    HTML.element("section") {
      HTML.element("h2") { "Figures" }
      HTML.element("table", [.class("compact")]) {
        HTML.element("caption") { "Units of analysis are phones under a condition, never flows" }
        HTML.element("thead") {
          HTML.element("tr") {
            HTML.element("th", [.scope("col")]) { "Figure" }
            for name in ["Value", "Interval", "Units"] {
              HTML.element("th", [.scope("col"), .class("number")]) { name }
            }
          }
        }
        HTML.element("tbody") {
          for figure in finding.figures { row(FigureDocument(figure)) }
          test("p that supports the claim", finding.support)
          test("p that contradicts it", finding.contradiction)
        }
      }
    }
  }

  private func row(_ figure: FigureDocument) -> HTML {
    line(figure.title, figure.valueText, figure.intervalText, "\(figure.units)")
  }

  private func test(_ title: String, _ p: Finding.PValue) -> HTML {
    line(
      "\(title): one-sided, and after Holm", Figures.probability(p.raw),
      Figures.probability(p.adjusted), "\(finding.unitsTested)")
  }

  private func line(_ title: String, _ value: String, _ interval: String, _ units: String) -> HTML {
    HTML.element("tr") {
      HTML.element("th", [.scope("row")]) { title }
      for (label, text) in [("Value", value), ("Interval", interval), ("Units", units)] {
        HTML.element("td", [.class("number"), Attribute("data-label", label)]) { text }
      }
    }
  }
}
