import CensusProtocol

/// The statistics of a selection.
public struct StatisticTable: Sendable {
  public let selection: Selection
  /// How long each model was measured under each condition, silent or not.
  public let measured: [MeasuredCondition]
  /// In the order of model, condition, place and service group.
  public let rows: [StatisticRow]
  /// The phases of the selection that do not count, in the order of time.
  public let voidPhases: [PhaseObservation]
}

/// A model under a condition: how much was measured, by whom and how.
public struct MeasuredCondition: Hashable, Sendable {
  public let model: ModelIdentifier
  public let condition: Condition
  /// The sum over all units, in minutes; void phases are left out.
  public let exposureMinutes: Int64
  /// The units with exposure.
  public let units: Int
  /// The sessions with exposure, in ascending order.
  public let sessions: [SessionIdentifier]
  public let organisations: [OrganisationIdentifier]
  public let plans: [PlanReference]
  /// The geo databases whose answer is the place of a row: the first of each session.
  public let placeDatabases: [GeoDatabaseReference]
  /// Every geo database that the sessions used.
  public let databases: [GeoDatabaseReference]
  /// The phases that do not count.
  public let voidPhases: Int

  /// The exposure in hours: device-hours, since each unit counts for itself.
  public var deviceHours: Double { Double(exposureMinutes) / 60 }
}

/// What a model sent and received, under a condition, to and from a place, by a group of services.
public struct StatisticRow: Hashable, Sendable {
  public let measured: MeasuredCondition
  /// As the first geo database of each session answers.
  public let place: Place
  public let service: ServiceGroup
  /// The exact sums over all units.
  public let tally: Tally
  /// The part of the bytes for which another geo database gives another place.
  public let disputed: Tally
  /// Bytes up for each device-hour: total bytes over total exposure.
  public let bytesUpPerHour: Double
  /// Bytes down for each device-hour: total bytes over total exposure.
  public let bytesDownPerHour: Double
  /// Over units, each with its own bytes up over its own exposure, per hour.
  public let medianUp: UnitMedian
  /// Over units, each with its own bytes down over its own exposure, per hour.
  public let medianDown: UnitMedian
  /// The units with at least one contact.
  public let unitsWithContact: Share
  /// Where no unit had contact: the limit below which the rate of contacts lies, per hour.
  public let contactsPerHourBelow: Double?
}
