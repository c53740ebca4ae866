import CensusProtocol
import CensusStatistics

/// The sets behind a finding: complete ones, which are tested, and incomplete ones with what they lack.
struct FindingUnits {
  let finding: Finding

  /// So many lines fit on two sheets of paper with all the rest; the CSV has every one.
  private static let printed = 16

  private var sets: [UnitEvidence] { finding.units + finding.incomplete }

  var html: HTML {
    HTML.element("section") {
      HTML.element("h2") { "Units" }
      if sets.isEmpty {
        HTML.element("p") { "None so far." }
      } else {
        HTML.element("table", [.class("compact")]) {
          HTML.element("caption") {
            "Blocks with contact of all blocks. Incomplete sets enter no verdict, for or against."
          }
          HTML.element("thead") { header }
          HTML.element("tbody") {
            for (number, set) in sets.enumerated() { row(set, isPrinted: number < Self.printed) }
          }
        }
        if sets.count > Self.printed {
          HTML.element("p", [.class("on-paper")]) {
            "\(sets.count - Self.printed) more units are on the page and in the CSV."
          }
        }
      }
    }
  }

  private var columns: [String] {
    let claim = finding.query.claim
    let reference = finding.query.condition.rawValue
    return switch claim {
    case .update: ["before", "after"]
    case .dose: ["doses"]
    default: [reference] + [claim.changedCondition?.rawValue].compactMap(\.self)
    }
  }

  private var header: HTML {
    HTML.element("tr") {
      for name in ["Unit", "Organisation, site", "Build"] + columns + ["Z", "D", "Set", "Sessions"]
      {
        HTML.element("th", [.scope("col")]) { name }
      }
    }
  }

  private func row(_ set: UnitEvidence, isPrinted: Bool) -> HTML {
    HTML.element("tr", isPrinted ? [] : [.class("not-on-paper")]) {
      HTML.element("th", [.scope("row"), .class("identifier")]) {
        String(set.unit.description.prefix(8))
      }
      cell("Organisation, site", "\(set.organisation), \(set.site)")
      cell("Build", set.builds.joined(separator: ", "))
      for (name, text) in arms(set) { cell(name, text) }
      cell("Z", Self.text(set.empty))
      cell("D", Self.text(set.control))
      cell("Set", set.gaps.isEmpty ? "complete" : set.gaps.map(\.meaning).joined(separator: "; "))
      HTML.element("td", [Attribute("data-label", "Sessions")]) {
        for session in set.sessions {
          SessionLink(session).html
          " "
        }
      }
    }
  }

  private func arms(_ set: UnitEvidence) -> [(String, String)] {
    if finding.query.claim == .dose {
      let doses = set.doses.map {
        "\(Figures.bytes(Double($0.bytes))): \(Figures.bytes($0.tally.upPerDay))"
      }
      return [("doses", doses.joined(separator: "; "))]
    }
    return Array(zip(columns, [set.reference, set.changed].map(Self.text)))
  }

  private static func text(_ tally: ArmTally?) -> String {
    guard let tally else { return "–" }
    switch tally.showing {
    case .contact: return "\(tally.blocksWithContact) of \(tally.blocks)"
    case .disputed: return "databases disagree"
    case .silent, .tooShort: return "none in \(Figures.hours(tally.hours)) h"
    }
  }

  private func cell(_ label: String, _ text: String) -> HTML {
    let isShort = text.utf8.count < 16
    return HTML.element(
      "td", [Attribute("data-label", label)] + (isShort ? [.class("short")] : [])
    ) { text }
  }
}
