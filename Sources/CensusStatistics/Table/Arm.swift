import CensusProtocol

/// Which model, under which condition.
struct ArmKey: Hashable, Comparable {
  let model: ModelIdentifier
  let condition: Condition

  private var position: Int { Condition.allCases.firstIndex(of: condition) ?? 0 }

  static func < (left: ArmKey, right: ArmKey) -> Bool {
    (left.model, left.position) < (right.model, right.position)
  }
}

/// What an arm is asked about.
struct Target: Hashable {
  let place: Place
  let service: ServiceGroup

  func includes(_ contact: Contact) -> Bool {
    contact.places.first == place && service.includes(contact.service)
  }
}

/// All phases of one model under one condition: what is compared with others.
struct Arm {
  let key: ArmKey
  let measured: MeasuredCondition
  /// The contacts of the phases that count.
  let contacts: [Contact]
  private let units: [UnitExposure]

  /// One unit under the condition: the unit of analysis.
  private struct UnitExposure {
    let minutes: Int64
    let contacts: [Contact]

    var hours: Double { Double(minutes) / 60 }
  }

  init(key: ArmKey, phases: [PhaseObservation], step: StepChoice) {
    self.key = key
    let valid = phases.filter {
      $0.void == nil && step.includes($0.step) && $0.exposureMinutes > 0
    }
    contacts = valid.flatMap(\.contacts)
    units = Dictionary(grouping: valid, by: \.unit).values.map { phases in
      UnitExposure(
        minutes: phases.sum(\.exposureMinutes), contacts: phases.flatMap(\.contacts))
    }
    measured = MeasuredCondition(
      model: key.model, condition: key.condition, exposureMinutes: valid.sum(\.exposureMinutes),
      units: units.count, sessions: Set(valid.map(\.session)).sorted(),
      organisations: Set(valid.map(\.organisation)).sorted(),
      plans: Set(valid.map(\.plan)).sorted { ($0.name, $0.version) < ($1.name, $1.version) },
      placeDatabases: Self.sorted(valid.compactMap(\.databases.first)),
      databases: Self.sorted(valid.flatMap(\.databases)),
      voidPhases: phases.count { $0.void != nil })
  }

  private static func sorted(_ databases: [GeoDatabaseReference]) -> [GeoDatabaseReference] {
    Set(databases).sorted { ($0.name, $0.version) < ($1.name, $1.version) }
  }

  /// The statistics of one place and service group. The arm must have exposure.
  func row(for target: Target) -> StatisticRow {
    let tallies = units.map { unit in
      (hours: unit.hours, contacts: unit.contacts.filter(target.includes))
    }
    let contacts = tallies.flatMap(\.contacts)
    let tally = contacts.map(\.tally).reduce(.zero, +)
    let withContact = tallies.count { !$0.contacts.isEmpty }
    guard let share = Share(count: withContact, of: units.count),
      let medianUp = UnitMedian(
        of: tallies.map { Double($0.contacts.sum(\.tally.bytesUp)) / $0.hours }),
      let medianDown = UnitMedian(
        of: tallies.map { Double($0.contacts.sum(\.tally.bytesDown)) / $0.hours })
    else { preconditionFailure("a row needs an arm with at least one unit") }
    return StatisticRow(
      measured: measured, place: target.place, service: target.service, tally: tally,
      disputed: contacts.filter(\.isDisputed).map(\.tally).reduce(.zero, +),
      bytesUpPerHour: Double(tally.bytesUp) / measured.deviceHours,
      bytesDownPerHour: Double(tally.bytesDown) / measured.deviceHours, medianUp: medianUp,
      medianDown: medianDown, unitsWithContact: share,
      contactsPerHourBelow: withContact == 0
        ? SilenceLimit.contactsPerHour(exposureMinutes: measured.exposureMinutes) : nil)
  }
}
