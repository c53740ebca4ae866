import CensusProtocol
import CensusStatistics

/// Findings as text for people.
struct FindingText {
  let finding: FindingDocument

  /// A line for each finding.
  static func list(_ findings: [FindingDocument]) -> String {
    guard !findings.isEmpty else {
      return
        "No finding is registered: the server's operator adds one with \"flowcensus-server finding add\".\n"
    }
    let header = [
      "FINDING", "VERDICT", "UNITS", "SITES", "ORGANISATIONS", "INCOMPLETE", "CLAIM",
    ]
    let rows = findings.map { finding in
      [
        finding.id, finding.verdict, "\(finding.units)", "\(finding.sites)",
        "\(finding.organisations.count)", "\(finding.sets.count { !$0.complete })",
        "\(finding.claim): \(finding.sentence)",
      ]
    }
    return TextTable(rows: [header] + rows, numbers: 2..<6).text + lacking(findings)
      + simulated(findings)
  }

  private static func lacking(_ findings: [FindingDocument]) -> String {
    let undecided = findings.filter { $0.verdict == Verdict.undecided.rawValue }
    guard !undecided.isEmpty else { return "" }
    return "\nWhat the undecided ones lack:\n"
      + undecided.map { "  - \($0.id): \($0.missing.joined(separator: "; "))\n" }.joined()
  }

  private static func simulated(_ findings: [FindingDocument]) -> String {
    findings.contains(where: \.simulated)
      ? "\nSimulated models are made up: their findings say nothing about any real phone.\n" : ""
  }

  /// The whole finding.
  var text: String {
    let head =
      "\(finding.claim): \(finding.sentence)\n\n  \(finding.verdict.uppercased())"
      + (finding.supersededBy.map { " by \($0); of this firmware: \(finding.verdictOfData)" } ?? "")
      + "\n"
    return head + list("What is missing", finding.missing) + "\n" + figures + startUp + sample
      + list("Notes", finding.notes) + list("Incomplete sets", incomplete)
      + list("Set aside as repetitions", repeated) + list("Void phases", void) + statements
      + "\n\(finding.limits)\n" + Self.simulated([finding])
  }

  private func list(_ title: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "\n\(title):\n" + lines.map { "  - \($0)\n" }.joined()
  }

  private var figures: String {
    let rows = finding.figures.map { figure in
      [figure.title, figure.valueText, figure.intervalText, "\(figure.units)"]
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

  private var startUp: String {
    guard !finding.startUp.isEmpty else { return "" }
    let rows = finding.startUp.map { $0.cells(claim: finding.claim) }
    let table = TextTable(
      rows: [StartUpDocument.header.map { $0.uppercased() }] + rows, numbers: 1..<6)
    return """

      The first minutes (start-up), told apart: in no figure above; medians over units.
      \(table.text)
      """
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

  private var repeated: [String] {
    finding.repeatedSessions.map {
      "\($0.session.prefix(8)) of \($0.organisation) \($0.reason): \($0.original.prefix(8))"
    }
  }

  private var void: [String] {
    finding.voidPhases.map {
      "\($0.session.prefix(8)) of \($0.organisation), \($0.condition) from \($0.started): \(VoidReason(rawValue: $0.reason)?.meaning ?? $0.reason)"
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
}
