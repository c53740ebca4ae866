/// One phase as it is to be run, in its place in the session.
public struct PlannedPhase: Hashable, Sendable {
  public let arm: ArmIdentifier
  public let condition: Condition
  public let step: PhaseStep
  public let duration: PlanDuration
  /// Which of the step's phases it is, from 1, and how many there are.
  public let turn: Int64
  public let turns: Int64
  /// What the person does before it begins: empty where it follows the one before without a pause.
  public let instructions: [String]
}

extension TestPlan {
  /// The phases in the order for one unit. Units that take the sequences 0, 1, 2… in turn have every
  /// balanced arm equally often in each place, and after each other arm.
  public func schedule(sequence: Int) -> [PlannedPhase] {
    orderedArms(sequence: sequence).flatMap { arm in
      arm.steps.enumerated().flatMap { index, step in
        (1...step.times).map { turn in
          let before = index == 0 && turn == 1 ? arm.prepare : []
          return PlannedPhase(
            arm: arm.name, condition: arm.condition, step: step.step, duration: step.duration,
            turn: turn, turns: step.times,
            instructions: before + (turn == 1 || step.step == .script ? step.instructions : []))
        }
      }
    }
  }

  /// The arms in the order for one unit.
  public func orderedArms(sequence: Int) -> [PlanArm] {
    let balanced = arms.filter { $0.place == .balanced }
    let order = WilliamsDesign.sequence(sequence, treatments: balanced.count)
    return arms.filter { $0.place == .first } + order.map { balanced[$0] }
      + arms.filter { $0.place == .last }
  }

  /// How many sequences make one balanced set.
  public var sequences: Int {
    WilliamsDesign.sequences(treatments: arms.count { $0.place == .balanced })
  }

  /// The sequence of a unit for which none was chosen: its id is random, so a large set is balanced.
  public func sequence(of unit: UnitIdentifier) -> Int {
    let number = UInt64(unit.description, radix: 16) ?? 0
    return Int(number % UInt64(sequences))
  }

  /// How long all phases last together, without the pauses between them.
  public var minutes: Int64 {
    arms.flatMap(\.steps).reduce(0) { $0 + $1.duration.minutes * $1.times }
  }
}

/// Orders of treatments in which each stands equally often in each place, and follows each other
/// equally often: E. J. Williams, "Experimental designs balanced for the estimation of residual effects
/// of treatments", Australian Journal of Scientific Research A 2 (1949), 149-168.
enum WilliamsDesign {
  /// How many sequences a balanced set has: n for an even number of treatments, 2n for an odd one.
  static func sequences(treatments: Int) -> Int {
    guard treatments > 1 else { return 1 }
    return treatments % 2 == 0 ? treatments : 2 * treatments
  }

  /// Sequence `number` (taken round after the last) as positions of treatments.
  static func sequence(_ number: Int, treatments: Int) -> [Int] {
    guard treatments > 1 else { return Array(0..<treatments) }
    let count = sequences(treatments: treatments)
    let wrapped = ((number % count) + count) % count
    // 0, 1, n-1, 2, n-2, …: successive differences are all different.
    let first = (0..<treatments).map { place in
      place % 2 == 1 ? (place + 1) / 2 : (treatments - place / 2) % treatments
    }
    let shifted = first.map { ($0 + wrapped % treatments) % treatments }
    return wrapped < treatments ? shifted : shifted.reversed()
  }
}
