import CensusProtocol
import CensusStatistics

/// Where a finding comes from, what was set aside, and why: no file drawer.
struct FindingSources {
  let published: PublishedFinding

  private var finding: Finding { published.finding }

  var html: HTML {
    HTML.element("section") {
      HTML.element("h2") { "Where it comes from" }
      HTML.element("p") {
        "\(Figures.count(finding.sessions.count, "session")) of \(Figures.count(Set(finding.units.map(\.organisation) + finding.incomplete.map(\.organisation)).count, "organisation")): "
        for session in finding.sessions {
          SessionLink(session).html
          " "
        }
      }
      list("Set aside as repetitions", "No session repeats another.", repeated)
      list("Void phases", "No phase is void.", void)
      if !finding.withoutOrganisation.isEmpty {
        HTML.element("p") {
          HTML.element("strong") { "Leaving one organisation out: " }
          finding.withoutOrganisation.sorted { $0.key < $1.key }
            .map { "without \($0.key) \($0.value.rawValue)" }.joined(separator: " · ")
        }
      }
      if !finding.databases.isEmpty {
        HTML.element("p") {
          "Countries by \(finding.databases.map { "\($0.name) \($0.version)" }.joined(separator: ", "))."
        }
      }
    }
  }

  private func list(_ title: String, _ none: String, _ lines: [HTML]) -> HTML {
    HTML.element("div") {
      HTML.element("p") {
        HTML.element("strong") { "\(title): " }
        if lines.isEmpty { none }
      }
      if !lines.isEmpty {
        HTML.element("ul") { for line in lines { HTML.element("li") { line } } }
      }
    }
  }

  private var repeated: [HTML] {
    finding.repeated.map { session in
      HTML([
        SessionLink(session.session).html,
        HTML(" of \(session.organisation) \(session.reason.meaning): "),
        SessionLink(session.original).html,
      ])
    }
  }

  private var void: [HTML] {
    finding.void.map { phase in
      HTML([
        SessionLink(phase.session).html,
        HTML(
          " of \(phase.organisation), \(phase.condition.rawValue) from \(phase.started): \(phase.reason.meaning)"
        ),
      ])
    }
  }
}
