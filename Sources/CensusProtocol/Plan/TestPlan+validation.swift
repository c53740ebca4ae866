extension TestPlan {
  /// What must fit together beyond the shape of the fields.
  func validate() throws(ContractViolation) {
    guard Set(arms.map(\.name)).count == arms.count else {
      throw ContractViolation(path: "arms", problem: "two arms have the same name")
    }
    let count = arms.flatMap(\.steps).reduce(0) { $0 + $1.times }
    guard count <= Self.mostPhases else {
      throw ContractViolation(
        path: "arms",
        problem: "\(count) phases are more than the \(Self.mostPhases) that leave room for repeats")
    }
    for (index, arm) in arms.enumerated() { try validate(arm, path: "arms[\(index)]") }
    for (index, control) in controls.enumerated() {
      try validate(control, path: "controls[\(index)]")
    }
    for (index, claim) in claims.enumerated() { try validate(claim, path: "claims[\(index)]") }
    guard Set(claims.map(\.claim)).count == claims.count else {
      throw ContractViolation(path: "claims", problem: "names one claim twice")
    }
  }

  private func validate(_ arm: PlanArm, path: String) throws(ContractViolation) {
    guard arm.condition != .emptyAccessPoint || arm.steps.allSatisfy({ $0.step == .measured })
    else {
      throw ContractViolation(
        path: "\(path).steps", problem: "an empty access point is only measured")
    }
    guard arm.steps.contains(where: { $0.step != .startUp && $0.step != .settle }) else {
      throw ContractViolation(path: "\(path).steps", problem: "nothing in it is measured")
    }
  }

  private func validate(_ control: PlanControl, path: String) throws(ContractViolation) {
    let isBackground = control.role == .background
    guard isBackground == (control.condition == .emptyAccessPoint) else {
      throw ContractViolation(
        path: "\(path).condition",
        problem: isBackground
          ? "the background is the condition Z" : "an empty access point is no positive control")
    }
    guard arms.contains(where: { $0.condition == control.condition }) else {
      throw ContractViolation(
        path: "\(path).condition", problem: "no arm has the condition \(control.condition.rawValue)"
      )
    }
  }

  private func validate(_ claim: PlanClaim, path: String) throws(ContractViolation) {
    for condition in claim.conditions
    where !arms.contains(where: { $0.condition == condition }) {
      throw ContractViolation(
        path: "\(path).conditions", problem: "no arm has the condition \(condition.rawValue)")
    }
    let needed = claim.statistics.map(\.conditions).max() ?? 1
    guard claim.conditions.count == needed else {
      throw ContractViolation(
        path: "\(path).conditions", problem: "its statistics need \(needed) of them")
    }
    guard !claim.statistics.contains(.doseSlope) || distinctDoses >= 3 else {
      throw ContractViolation(
        path: "\(path).statistics", problem: "a slope needs at least three doses")
    }
  }

  private var distinctDoses: Int {
    Set(arms.flatMap(\.steps).compactMap(\.step.doseBytes)).count
  }
}
