import CensusProtocol
import CensusStatistics

/// A test plan in plain words.
struct PlanText {
  let plan: TestPlan
  let sequence: Int

  var text: String {
    get throws {
      """
      \(plan.title.uppercased()) (\(plan.reference.name), version \(plan.reference.version))
      \(plan.question)

      HOW LONG, HOW MANY
      \(sizes)
      WHAT YOU DO
      \(work)
      WHAT MUST HOLD (a phase in which it does not is void, is listed, and is done again)
      \(list(plan.requirements.map(\.meaning)))
      CONTROLS
      \(controls)
      WHAT IT CAN FIND
      \(list(plan.canFind))
      WHAT IT CANNOT FIND
      \(list(plan.cannotFind))
      CHANCE TO SEE AT LEAST ONE CONTACT THAT COMES, ON AVERAGE, EVERY…
      \(try chances)  For 95 % a test must last three times as long as the contacts lie apart. Nothing seen in T \
      hours means: fewer than 3/T contacts an hour (95 %), never: none.

      WHAT IS DECIDED, AND BY WHAT
      \(claims)
      """
    }
  }

  private var sizes: String {
    let phases = plan.schedule(sequence: sequence).count
    return list(
      [
        "\(PlanDuration.text(minutes: plan.minutes)) of measuring for each phone, in \(phases) phases; "
          + "what you do between them comes on top",
        "\(Figures.count(Int(plan.units), "phone")), at \(Figures.count(Int(plan.sites), "site"))",
      ] + balance)
  }

  private var balance: [String] {
    guard plan.sequences > 1 else { return [] }
    return [
      "the order of the balanced parts differs between phones: this is order "
        + "\(sequence % plan.sequences) of 0 to \(plan.sequences - 1)"
    ]
  }

  private var work: String {
    plan.orderedArms(sequence: sequence).enumerated().map { index, arm in
      let condition = "\(arm.condition.rawValue), \(arm.condition.meaning)"
      return "  \(index + 1). \(arm.name) (\(condition))\n"
        + arm.prepare.map { "     - \($0)\n" }.joined()
        + arm.steps.map(Self.line).joined()
    }
    .joined()
  }

  private static func line(_ step: PlanStep) -> String {
    let times = step.times > 1 ? "\(step.times) times " : ""
    return "     \(times)\(step.duration): \(step.step.meaning)\n"
      + step.instructions.map { "       - \($0)\n" }.joined()
  }

  private var controls: String {
    guard !plan.controls.isEmpty else {
      return list(["none: a silence in this plan proves nothing, and is published as incomplete"])
    }
    return list(
      plan.controls.map {
        "\($0.condition.rawValue), \($0.condition.meaning): \($0.role.meaning)"
      })
  }

  /// One line for each condition with measured hours.
  private var chances: String {
    get throws {
      let spacings: [(name: String, hours: Double)] = [
        ("5 min", 1.0 / 12), ("20 min", 1.0 / 3), ("hour", 1), ("day", 24), ("week", 168),
      ]
      var rows = [["condition", "measured"] + spacings.map(\.name) + ["95 % sure down to every"]]
      for (condition, minutes) in measured {
        let hours = Double(minutes) / 60
        var row = [condition.rawValue, PlanDuration.text(minutes: minutes)]
        for spacing in spacings {
          let chance = try DesignBounds.chance(spacing: spacing.hours, within: hours)
          // Never 100 %: that would be a promise.
          row.append(chance > 0.999 ? "> \(Figures.percent(0.999))" : Figures.percent(chance))
        }
        rows.append(row + [PlanDuration.text(minutes: minutes / 3)])
      }
      return TextTable(rows: rows, numbers: 1..<8).text
    }
  }

  /// The minutes of each condition that count for its figures or a dose's.
  private var measured: [(Condition, Int64)] {
    Condition.allCases.compactMap { condition in
      let steps = plan.arms.filter { $0.condition == condition }.flatMap(\.steps)
        .filter { $0.step != .startUp && $0.step != .settle }
      let minutes = steps.reduce(0) { $0 + $1.duration.minutes * $1.times }
      return minutes > 0 ? (condition, minutes) : nil
    }
  }

  private var claims: String {
    guard !plan.claims.isEmpty else { return list(["nothing"]) }
    let lines = plan.claims.map { claim in
      let conditions = claim.conditions.map(\.rawValue).joined(separator: " against ")
      return "  \(claim.claim.rawValue)  \(claim.statement)\n"
        + claim.statistics.map { "      in \(conditions): \($0.meaning)\n" }.joined()
    }
    return lines.joined()
      + "  Together at level \(plan.levelPercent) %, by Holm's adjustment over "
      + "\(Figures.count(plan.claims.count, "claim")).\n"
  }

  private func list(_ lines: [String]) -> String { lines.map { "  - \($0)\n" }.joined() }
}
