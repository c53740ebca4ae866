import CensusProtocol
import CensusStatistics

/// One finding on two sheets of paper: the claim, the verdict, the figures, what it rests on, and what
/// it cannot prove.
struct FindingPage {
  let published: PublishedFinding
  let catalogue: Catalogue

  private var finding: Finding { published.finding }
  private var registered: RegisteredFinding { published.registered }
  private var query: FindingQuery { finding.query }
  private var address: String { "/v1/findings/\(registered.identifier)" }

  var document: String {
    let subject = FindingSubject(query, catalogue: catalogue)
    return Page.document(title: "\(query.claim.rawValue): \(subject.sentence)") {
      HTML.element("article", [.class("finding")]) {
        HTML.element("p", [.class("kicker")]) {
          "Finding \(registered.identifier) · claim \(query.claim.rawValue)"
        }
        HTML.element("h1") { subject.sentence }
        if subject.isSimulated { banner }
        verdict
        facts(subject)
        FindingFigures(finding: finding).html
        FindingStartUp(finding: finding).html
        chart
        FindingUnits(finding: finding).html
        notes
        FindingSources(published: published).html
        limits
      }
    }
  }

  private var banner: HTML {
    HTML.element("p", [.class("banner"), Attribute("role", "note")]) {
      HTML.element("strong") { "Simulated data. " }
      "This model is made up; the finding says nothing about any real phone."
    }
  }

  private var verdict: HTML {
    HTML.element("section", [.class("outcome")]) {
      HTML.element("p") {
        VerdictMark(published.verdict).html
        " "
        published.verdict.meaning
        if let later = published.supersededBy {
          ": see "
          HTML.element("a", [.href("/findings/\(later)")]) { later.description }
          ". Of the firmware named here: \(finding.verdict.rawValue)"
        }
        ". \(FindingListPage.sample(of: finding)); level \(Figures.threeDigits(DecisionRules.standard.level)) in each direction, Holm over \(Figures.count(finding.claims, "claim"))."
      }
      if !finding.missing.isEmpty {
        HTML.element("p") { HTML.element("strong") { "What is missing to decide it:" } }
        HTML.element("ul") { for line in finding.missing { HTML.element("li") { line } } }
      }
    }
  }

  private func facts(_ subject: FindingSubject) -> HTML {
    HTML.element("dl", [.class("facts")]) {
      for fact in list(subject) {
        HTML.element("dt") { fact.name }
        HTML.element("dd") { fact.value }
      }
    }
  }

  private func list(_ subject: FindingSubject) -> [(name: String, value: String)] {
    let changed = query.claim.changedCondition.map {
      ", compared with \($0.rawValue) \($0.meaning)"
    }
    let before =
      published.sessionsBefore > 0
      ? "; \(published.sessionsBefore) of \(Figures.count(finding.sessions.count, "session")) began before"
      : ""
    return [
      ("Model", "\(subject.model) (\(query.model))"),
      ("Firmware", subject.firmware),
      ("Condition", "\(query.condition.rawValue) \(query.condition.meaning)\(changed ?? "")"),
      ("Plan, network", "\(query.plan), \(query.network.rawValue)"),
      (
        "Counted",
        "\(query.service): place \(query.place), where every geo database of a session says so"
      ),
      (
        "Registered",
        "\(registered.registered) by \(registered.author?.description ?? "the server’s operator")\(before)"
      ),
      (
        "Measured",
        finding.period.map {
          "\($0.lowerBound) to \($0.upperBound), \(Figures.hours(Double(finding.exposureMinutes) / 60)) hours of phases, controls included"
        } ?? "nothing so far"
      ),
    ]
  }

  @HTMLBuilder private var chart: HTML {
    if finding.units.contains(where: { $0.reference != nil || !$0.doses.isEmpty }) {
      HTML.element("figure") {
        UnitChart(finding: finding).html
        HTML.element("figcaption") {
          "Bytes up to \(query.place) in 24 hours, one line for each unit, on a logarithmic scale. The same as "
          HTML.element("a", [.href("/findings/\(registered.identifier)/units.svg")]) { "SVG" }
          ", "
          HTML.element("a", [.href("\(address)/units?format=csv")]) { "CSV" }
          ", "
          HTML.element("a", [.href("\(address)/units")]) { "JSON" }
          "."
        }
      }
    }
  }

  @HTMLBuilder private var notes: HTML {
    if !finding.notes.isEmpty || finding.byFirstDatabase != finding.verdict {
      HTML.element("section", [.class("reading")]) {
        HTML.element("h2") { "Notes" }
        HTML.element("ul") {
          for note in finding.notes { HTML.element("li") { note } }
          if finding.byFirstDatabase != finding.verdict {
            HTML.element("li") {
              "By each session’s first geo database alone the verdict would be: \(finding.byFirstDatabase.rawValue)."
            }
          }
        }
      }
    }
  }

  private var limits: HTML {
    HTML.element("section", [.class("reading")]) {
      HTML.element("h2") { "What flow data cannot prove" }
      HTML.element("p") { Finding.limits }
      HTML.element("h2") { "The vendor’s statement" }
      if registered.statements.isEmpty {
        HTML.element("p") {
          "None so far. The vendor is invited to send one to the server’s operator; it stands here with its date."
        }
      }
      for statement in registered.statements {
        HTML.element("blockquote") {
          HTML.element("p") { statement.text }
          HTML.element("p", [.class("meaning")]) {
            "\(statement.vendor), \(statement.day)\(statement.source.map { ", \($0)" } ?? "")"
          }
        }
      }
    }
  }
}
