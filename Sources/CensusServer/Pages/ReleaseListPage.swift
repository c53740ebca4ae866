import CensusProtocol
import CensusStatistics

/// The released epochs of households.
struct ReleaseListPage {
  /// The latest first.
  let entries: [SignedEntry]

  /// The whole document.
  var document: String {
    Page.document(title: "FlowCensus: releases") {
      HTML.element("h1") { "What households saw" }
      HTML.element("p", [.class("lead")]) {
        "Once a week the contributions of volunteers' homes become one signed release, and are deleted. Cells with few households are merged into greater ones, counts are rounded to 5, and nothing but releases is ever read again: who contributed cannot be found in them."
      }
      if entries.isEmpty {
        HTML.element("p", [.class("nothing")]) { "Nothing is released yet." }
      } else {
        table
      }
    }
  }

  private var table: HTML {
    HTML.element("table") {
      HTML.element("thead") {
        HTML.element("tr") {
          for title in ["Week", "Published", "Contributions", "Cells", "Figures"] {
            HTML.element("th", [.scope("col")]) { title }
          }
        }
      }
      HTML.element("tbody") {
        for entry in entries { row(entry) }
      }
    }
  }

  @HTMLBuilder private func row(_ entry: SignedEntry) -> HTML {
    if let release = entry.entry.release {
      HTML.element("tr") {
        HTML.element("th", [.scope("row")]) {
          HTML.element("a", [.href("/releases/\(release.epoch)")]) { release.epoch.description }
        }
        HTML.element("td") { HTML.time(entry.entry.time) }
        HTML.element("td", [.class("number")]) { release.contributions.map { "\($0)" } ?? "–" }
        HTML.element("td", [.class("number")]) { "\(release.cells.count)" }
        HTML.element("td") { release.figuresName }
      }
    }
  }
}

extension HouseRelease {
  /// The sum of published cells, or the total with noise; nil where there is no table.
  var contributions: Int64? {
    switch figures {
    case .merged(let figures):
      figures.contributors.reduce(0) { $0 + Int64($1.contributors.number) }
    case .noisy(let figures): figures.total
    case .withheld: nil
    }
  }
}
