import CensusProtocol
import CensusStatistics

/// All findings: each claim with its verdict and what it rests on.
struct FindingListPage {
  let findings: [PublishedFinding]
  let catalogue: Catalogue

  var document: String {
    Page.document(title: "FlowCensus: findings") {
      HTML.element("h1") { "Findings" }
      HTML.element("p", [.class("lead")]) {
        "Each claim was registered with its query and its rules; the verdict is what the sessions say of it today. Undecided ones say what is missing."
      }
      if findings.isEmpty {
        HTML.element("p", [.class("nothing")]) {
          "No finding is registered. The server’s operator adds one with “flowcensus-server finding add”."
        }
      } else {
        table
        HTML.element("p", [.class("downloads")]) {
          "The same with exact numbers: "
          HTML.element("a", [.href("/v1/findings?format=csv")]) { "CSV" }
          " · "
          HTML.element("a", [.href("/v1/findings")]) { "JSON" }
        }
      }
      HTML.element("section", [.class("reading")]) {
        HTML.element("h2") { "What flow data cannot prove" }
        HTML.element("p") { Finding.limits }
      }
    }
  }

  private var table: HTML {
    HTML.element("table") {
      HTML.element("caption") { "Findings in the order of their registration" }
      HTML.element("thead") {
        HTML.element("tr") {
          for name in ["Claim", "Verdict", "Rests on"] {
            HTML.element("th", [.scope("col")]) { name }
          }
        }
      }
      HTML.element("tbody") { for finding in findings { row(finding) } }
    }
  }

  private func row(_ published: PublishedFinding) -> HTML {
    let finding = published.finding
    let subject = FindingSubject(finding.query, catalogue: catalogue)
    return HTML.element("tr") {
      HTML.element("th", [.scope("row")]) {
        "\(finding.query.claim.rawValue) "
        HTML.element("a", [.href("/findings/\(published.registered.identifier)")]) {
          subject.sentence
        }
        if subject.isSimulated { HTML.element("span", [.class("mark")]) { "simulated" } }
      }
      HTML.element("td", [Attribute("data-label", "Verdict")]) {
        VerdictMark(published.verdict).html
      }
      HTML.element("td", [Attribute("data-label", "Rests on")]) { Self.sample(of: finding) }
    }
  }

  static func sample(of finding: Finding) -> String {
    [
      Figures.count(finding.unitsTested, "unit"), Figures.count(finding.sites, "site"),
      Figures.count(finding.organisations.count, "organisation"),
    ]
    .joined(separator: " · ")
      + (finding.incomplete.isEmpty
        ? "" : " · \(Figures.count(finding.incomplete.count, "incomplete set"))")
  }
}

/// A verdict as a mark that is told by its words, not by its colour alone.
struct VerdictMark {
  let verdict: Verdict

  init(_ verdict: Verdict) { self.verdict = verdict }

  var html: HTML {
    HTML.element("strong", [.class("verdict \(verdict.rawValue)")]) { verdict.rawValue }
  }
}
