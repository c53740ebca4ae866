import CensusStatistics

/// Findings as CSV (RFC 4180): the same numbers as in JSON.
enum FindingCSV {
  /// A line for each finding.
  static func list(_ findings: [FindingDocument]) -> String {
    CSV.text(
      header: [
        "finding", "claim", "sentence", "model", "simulated", "region", "builds", "country",
        "condition", "plan", "registered", "verdict", "verdict_of_data", "p_support",
        "p_support_adjusted", "p_contradiction", "p_contradiction_adjusted", "claims", "units",
        "sites", "organisation_count", "session_count", "incomplete_sets", "exposure_minutes",
        "measured_from", "measured_to", "missing",
      ],
      findings.map { finding in
        [
          finding.id, finding.claim, finding.sentence, finding.model, "\(finding.simulated)",
          finding.region ?? "", finding.builds.joined(separator: "; "), finding.country,
          finding.condition, finding.plan, finding.registered, finding.verdict,
          finding.verdictOfData, CSV.number(finding.support.p),
          CSV.number(finding.support.adjusted), CSV.number(finding.contradiction.p),
          CSV.number(finding.contradiction.adjusted), "\(finding.rules.claims)",
          "\(finding.units)", "\(finding.sites)", "\(finding.organisations.count)",
          "\(finding.sessions.count)", "\(finding.sets.count { !$0.complete })",
          "\(finding.exposureMinutes)", finding.measuredFrom ?? "", finding.measuredTo ?? "",
          finding.missing.joined(separator: "; "),
        ]
      })
  }

  /// A line for each figure of a finding.
  static func figures(_ finding: FindingDocument) -> String {
    CSV.text(
      header: [
        "finding", "claim", "verdict", "figure", "title", "unit", "value", "low", "high",
        "coverage",
        "units", "sites", "organisation_count", "exposure_minutes",
      ],
      finding.figures.map { figure in
        [
          finding.id, finding.claim, finding.verdict, figure.name, figure.title, figure.unit,
          CSV.number(figure.value), CSV.number(figure.low), CSV.number(figure.high),
          CSV.number(figure.coverage), "\(figure.units)", "\(finding.sites)",
          "\(finding.organisations.count)", "\(finding.exposureMinutes)",
        ]
      })
  }

  /// A line for each unit and arm.
  static func units(_ finding: FindingDocument) -> String {
    CSV.text(
      header: [
        "finding", "unit", "organisation", "site", "region", "builds", "complete", "gaps", "arm",
        "dose_bytes", "showing", "blocks", "blocks_with_contact", "exposure_minutes",
        "contact_hours", "flows", "bytes_up", "bytes_down", "sessions",
      ],
      finding.sets.flatMap { set in
        set.arms.map { arm in
          [
            finding.id, set.unit, set.organisation, set.site, set.region,
            set.builds.joined(separator: "; "), "\(set.complete)",
            set.gaps.joined(separator: "; "), arm.arm, arm.doseBytes.map { "\($0)" } ?? "",
            arm.showing, "\(arm.blocks)", "\(arm.blocksWithContact)", "\(arm.exposureMinutes)",
            "\(arm.contactHours)", "\(arm.flows)", "\(arm.bytesUp)", "\(arm.bytesDown)",
            set.sessions.joined(separator: " "),
          ]
        }
      })
  }
}
