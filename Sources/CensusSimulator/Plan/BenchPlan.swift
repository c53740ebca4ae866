import CensusProtocol

/// What is to be simulated.
public struct BenchPlan: Hashable, Sendable {
  /// How many hours a phase may have.
  public static let hoursRange = 1...240
  /// How many units there may be of each model.
  public static let unitsRange = 1...50

  /// Every choice of the simulation follows from it.
  public let seed: UInt64
  /// The organisation that runs the bench.
  public let organisation: OrganisationIdentifier
  /// The length of each phase.
  public let hours: Int
  /// The units of each of the two models.
  public let units: Int

  /// Throws where `hours` or `units` is outside its range.
  public init(
    seed: UInt64, organisation: OrganisationIdentifier, hours: Int, units: Int
  ) throws(SimulatorError) {
    guard Self.hoursRange.contains(hours) else {
      throw .outOfRange(name: "hours", value: hours, range: Self.hoursRange)
    }
    guard Self.unitsRange.contains(units) else {
      throw .outOfRange(name: "units", value: units, range: Self.unitsRange)
    }
    self.seed = seed
    self.organisation = organisation
    self.hours = hours
    self.units = units
  }
}
