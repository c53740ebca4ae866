import CensusStatistics

/// Findings as text for people.
struct FindingText {
  let finding: FindingAnswer

  /// A line for each finding.
  static func list(_ findings: [FindingAnswer]) -> String {
    guard !findings.isEmpty else {
      return
        "No finding is registered: the server's operator adds one with \"flowcensus-server finding add\".\n"
    }
    let header = ["FINDING", "CLAIM", "VERDICT", "UNITS", "SITES", "ORGANISATIONS", "INCOMPLETE"]
    let rows = findings.map { finding in
      [
        finding.id, finding.claim, finding.verdict, "\(finding.units)", "\(finding.sites)",
        "\(finding.organisations.count)", "\(finding.sets.count { !$0.complete })",
      ]
    }
    return TextTable(rows: [header] + rows, numbers: 3..<7).text + simulated(findings)
  }

  private static func simulated(_ findings: [FindingAnswer]) -> String {
    findings.contains(where: \.simulated)
      ? "\nSimulated models are made up: their findings say nothing about any real phone.\n" : ""
  }

  /// The whole finding.
  var text: String {
    let head =
      "\(finding.claim): \(finding.sentence)\n\n  \(finding.verdict.uppercased())"
      + (finding.supersededBy.map { " by \($0); of this firmware: \(finding.verdictOfData)" } ?? "")
      + "\n"
    return head + list("What is missing", finding.missing) + "\n" + figures + sample
      + list("Notes", finding.notes) + list("Incomplete sets", incomplete) + statements
      + "\n\(finding.limits)\n" + Self.simulated([finding])
  }

  private func list(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "\n\(title):\n" + lines.map { "  - \($0)\n" }.joined()
  }

  private var figures: String {
    let rows = finding.figures.map { figure in
      [figure.title, value(figure), interval(figure), "\(figure.units)"]
    }
    let tests = [
      ("p that supports it, and after Holm", finding.support),
      ("p that contradicts it, and after Holm", finding.contradiction),
    ]
    .map { title, p in
      [title, Figures.probability(p.p), Figures.probability(p.adjusted), "\(finding.units)"]
    }
    return TextTable(
      rows: [["FIGURE", "VALUE", "INTERVAL", "UNITS"]] + rows + tests, numbers: 1..<4
    ).text
  }

  private var sample: String {
    let without = finding.withoutOrganisation.map { "without \($0.organisation) \($0.verdict)" }
    return """

      \(Figures.count(finding.units, "unit")), \(Figures.count(finding.sites, "site")), \
      \(Figures.count(finding.organisations.count, "organisation")), \
      \(Figures.count(finding.sessions.count, "session")), \
      \(Figures.hours(Double(finding.exposureMinutes) / 60)) hours of phases; one-sided level \
      \(Figures.threeDigits(finding.rules.level)), Holm over \
      \(Figures.count(finding.rules.claims, "claim")); registered \(finding.registered) by \
      \(finding.author ?? "the operator").

      """ + (without.isEmpty ? "" : "Leaving one out: \(without.joined(separator: ", ")).\n")
  }

  private var incomplete: [String] {
    finding.sets.filter { !$0.complete }.map { set in
      "\(set.unit.prefix(8)) of \(set.organisation), \(set.site): \(set.gaps.joined(separator: "; "))"
    }
  }

  private var statements: String {
    list(
      "The vendor's statement",
      finding.statements.map { statement in
        "\(statement.vendor), \(statement.date): \(statement.text)"
          + (statement.source.map { " (\($0))" } ?? "")
      })
  }

  private func value(_ figure: FindingAnswer.Figure) -> String {
    (figure.name == "contacts-below" ? "< " : "") + number(figure.value, figure.unit)
  }

  private func interval(_ figure: FindingAnswer.Figure) -> String {
    guard let low = figure.low, let high = figure.high, let coverage = figure.coverage else {
      return ""
    }
    return
      "\(number(low, figure.unit)) – \(number(high, figure.unit)) (\(Figures.percent(coverage)))"
  }

  private func number(_ value: Double, _ unit: String) -> String {
    switch FindingFigure.Unit(rawValue: unit) {
    case .share: Figures.percent(value)
    case .bytesPerDay: Figures.bytes(value)
    case .hours: "\(Figures.hours(value)) h"
    case .probability: Figures.probability(value)
    case .factor, .eventsPerDay, .bytesPerByte, nil: Figures.signed(value)
    }
  }
}
