import CensusProtocol

/// What units did in their first minutes after they were switched on, under one condition: told apart, and
/// in no test. D. J. Leith, "Mobile handset privacy: measuring the data iOS and Android send to Apple and
/// Google" (SecureComm 2021), looks at the first ten minutes by themselves.
public struct StartUp: Hashable, Sendable {
  public enum Arm: String, Hashable, Sendable {
    /// The condition of the claim, or the firmware before an update.
    case reference
    /// What is compared with it.
    case changed
  }

  public let arm: Arm
  public let condition: Condition
  /// The units that were watched while they started.
  public let units: Int
  public let unitsWithContact: Share
  public let exposureMinutes: Int64
  public let flows: Int64
  public let bytesUp: Int64
  public let bytesDown: Int64
  /// Over units, each with its own bytes in the mean of its start-ups.
  public let medianUp: UnitMedian
  public let medianDown: UnitMedian
  /// Over units, each with the bytes up that it sends when idle in as many minutes as its start-up lasts.
  public let medianIdleUp: UnitMedian?

  /// Nil where no unit was watched. Each unit's idle blocks stand beside its start-ups.
  init?(_ arm: Arm, _ condition: Condition, _ units: [(startUp: ArmTally, idle: ArmTally?)]) {
    let tallies = units.map(\.startUp)
    guard
      let share = Share(count: tallies.count { $0.showing == .contact }, of: tallies.count),
      let up = UnitMedian(of: tallies.map { Double($0.bytesUp) / Double($0.blocks) }),
      let down = UnitMedian(of: tallies.map { Double($0.bytesDown) / Double($0.blocks) })
    else { return nil }
    self.arm = arm
    self.condition = condition
    self.units = tallies.count
    unitsWithContact = share
    exposureMinutes = tallies.sum(\.exposureMinutes)
    flows = tallies.sum(\.flows)
    bytesUp = tallies.sum(\.bytesUp)
    bytesDown = tallies.sum(\.bytesDown)
    medianUp = up
    medianDown = down
    medianIdleUp = UnitMedian(
      of: units.compactMap { unit in
        unit.idle.map { $0.upPerDay / 24 * unit.startUp.hours / Double(unit.startUp.blocks) }
      })
  }

  /// Those of both arms of a claim, from its complete sets.
  static func of(_ units: [UnitEvidence], query: FindingQuery) -> [StartUp] {
    let reference = units.compactMap { unit in unit.startUp.map { ($0, unit.reference) } }
    let changed = units.compactMap { unit in unit.changedStartUp.map { ($0, unit.changed) } }
    return [
      StartUp(.reference, query.condition, reference),
      StartUp(.changed, query.claim.changedCondition ?? query.condition, changed),
    ]
    .compactMap(\.self)
  }
}
