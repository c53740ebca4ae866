import CensusStatistics

/// A power plan as tables for people.
struct PowerPlanText {
  let plan: PowerPlan

  private var question: PowerQuestion { plan.question }

  var text: String {
    """
    WHAT CAN BE PROVED AT ALL (exact)
    \(bounds)
    POWER (simulated, \(question.runs) tests each)
    \(powers)  A decision alone is made at level \(Figures.threeDigits(question.level)), the first of several at \
    \(Figures.threeDigits(plan.strictestLevel)), Holm's strictest step.

    UNITS NEEDED for a power of \(Figures.percent(question.target))
    \(needs)
    PRESENCE (exact): all units that do it make contact every \(Figures.hours(question.spacing)) hours in the mean
    \(presence)
    DOSE (simulated): 0, 50 and 200 MB kept, one block for each
    \(doses)\(pooled)
    Assumed, not measured: natural logarithms of bytes scatter by \
    \(Figures.threeDigits(question.withinBlock)) between blocks of one unit, of factors by \
    \(Figures.threeDigits(question.betweenUnits)) between units, by \
    \(Figures.threeDigits(question.betweenSites)) between sites.
    Use --within-block-sd and --between-unit-sd with the figures of a pilot test.

    """
  }

  private var bounds: String {
    let confidence = Figures.percent(question.confidence)
    let level = Figures.threeDigits(question.level)
    let claims = Figures.count(question.claims, "claim")
    let lines = plan.bounds.map { bound in
      let value = Figures.threeDigits(bound.value)
      return switch bound.kind {
      case .pairs:
        [
          value,
          "units, each under both conditions, to decide \(claims) at level \(level) with Holm",
        ]
      case .groups: [value, "units on each side for the same, if the sides are different units"]
      case .shareStillPossible(let units):
        [
          Figures.percent(bound.value),
          "of all units may do it though none of \(units) did (\(confidence))",
        ]
      case .unitsToExclude:
        [
          value,
          "units of which none does it, to say: at most \(Figures.percent(question.share)) do (\(confidence))",
        ]
      case .hours:
        [
          Figures.hours(bound.value),
          "hours to see an event that comes every \(Figures.hours(question.spacing)) hours in the mean (\(confidence))",
        ]
      case .blocks: [value, "blocks of 24 hours for the same"]
      case .sites: [value, "independent sites to pool them with I²; fewer are reported one by one"]
      }
    }
    return TextTable(rows: lines, numbers: 0..<1).text
  }

  private var header: [String] { ["FACTOR", "BLOCKS"] }

  /// The two columns that every decision has.
  private var decisions: [String] {
    ["ONE CLAIM", "FIRST OF \(Figures.count(question.claims, "CLAIM").uppercased())"]
  }

  private var powers: String {
    let rows = plan.powers.map { power in
      [
        Figures.threeDigits(power.design.factor), "\(power.design.blocks)",
        "\(power.design.units)", Self.percent(power.alone), Self.percent(power.strictest),
      ]
    }
    return TextTable(rows: [header + ["UNITS"] + decisions] + rows, numbers: 0..<5).text
  }

  private var needs: String {
    let rows = plan.needs.map { need in
      [Figures.threeDigits(need.factor), "\(need.blocks)"]
        + [need.alone, need.strictest].map(units)
    }
    return TextTable(rows: [header + decisions] + rows, numbers: 0..<4).text
  }

  private var presence: String {
    let rows = plan.presence.map { power in
      [
        Figures.percent(power.design.share), "\(power.design.blocks)", "\(power.design.units)",
        Figures.percent(power.alone), Figures.percent(power.strictest),
        power.canExclude ? "yes" : "no",
      ]
    }
    return TextTable(
      rows: [["UNITS DOING IT", "BLOCKS", "UNITS"] + decisions + ["SILENCE EXCLUDES"]] + rows,
      numbers: 0..<6
    ).text
  }

  private var doses: String {
    let rows = plan.doses.map { power in
      [
        Figures.threeDigits(power.design.sentPart), "\(power.design.units)",
        Self.percent(power.alone), Self.percent(power.strictest),
      ]
    }
    return TextTable(
      rows: [["SENT FOR EACH BYTE", "UNITS"] + decisions] + rows, numbers: 0..<4
    ).text
  }

  private var pooled: String {
    guard let first = plan.pooled.first else { return "" }
    let rows = plan.pooled.map { power in
      [
        Figures.threeDigits(power.design.design.factor), Self.percent(power.units),
        Self.percent(power.sites),
      ]
    }
    return """

      SITES (simulated): \(first.design.sites) sites of \(first.design.design.units) units, \
      \(first.design.design.blocks) blocks, whose truths differ; a factor of 1 shows the level that is kept
      \(TextTable(rows: [["FACTOR", "TEST OVER UNITS", "POOLED OVER SITES"]] + rows, numbers: 0..<3).text)
      """
  }

  private func units(_ units: Int?) -> String {
    guard let units else { return "more than \(SignFlipTest.mostPairs)" }
    let sites = question.sites
    guard sites > 1 else { return "\(units)" }
    return "\(units) (\((units + sites - 1) / sites) at each of \(sites) sites)"
  }

  private static func percent(_ share: Share) -> String {
    let value = Figures.percent(Double(share.count) / Double(share.total))
    return "\(value) (\(Figures.percent(share.low, share.high)))"
  }
}
