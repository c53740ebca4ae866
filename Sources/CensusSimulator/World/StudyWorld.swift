import CensusProtocol
import Glibc

/// A study of many units on several benches whose truth is known, drawn without packets: what the
/// phases of its sessions would have measured. Thousands of such worlds show whether intervals cover
/// and tests keep their level.
///
/// The model of bytes is the one that `flowcensus plan power` assumes, written again here so that
/// neither can be right because the other is: ln(bytes up of a block) = ln(typical) + a deviation of the
/// unit + one of the site + one of the block, all normal. Contacts come at random (a Poisson process).
public struct StudyWorld: Hashable, Sendable {
  public var organisations = 3
  /// The units of each organisation.
  public var unitsEach = 2
  /// The blocks of 24 hours under each condition.
  public var blocks = 3
  /// The probability that a unit phones home at all.
  public var share = 1.0
  /// The mean time between contacts of a unit that phones home, in hours.
  public var spacing = 1.0
  /// The bytes up of a typical block.
  public var typicalBytes = 100_000.0
  /// Bytes up of all bytes, for a typical unit.
  public var uploadShare = 0.9
  /// By how much a condition changes the bytes: 1 goes on as before, 0 ends.
  public var factors: [Condition: Double] = [.appsRemoved: 1, .cloudOff: 1]
  /// Bytes sent for each byte of content that is kept.
  public var sentPart = 0.0
  /// How far the logarithms of a unit's blocks scatter.
  public var withinBlock = 0.9
  /// How far the logarithms of the units' factors scatter.
  public var betweenUnits = 0.3
  /// How far the logarithms of the sites' factors scatter.
  public var betweenSites = 0.0
  /// The probability that a block is void, because the capture lost packets.
  public var loss = 0.0
  /// What the last organisation does.
  public var lie = Lie.none

  /// What an organisation may do to its figures.
  public enum Lie: Hashable, Sendable {
    case none
    /// It reports that nothing was seen.
    case silence
    /// It multiplies the bytes up.
    case inflation(factor: Double)
  }

  public init() {}

  /// A phase as it would have been measured, without the place's and the unit's names.
  public struct Phase: Hashable, Sendable {
    public let organisation: Int
    /// Counted through all organisations.
    public let unit: Int
    public let condition: Condition
    public let step: PhaseStep
    public let hours: Int64
    public let isVoid: Bool
    /// To the place that the claims are about; nil without contact.
    public let contact: Contact?
  }

  /// What a unit exchanged with the place in a phase.
  public struct Contact: Hashable, Sendable {
    public var bytesUp: Int64
    public var bytesDown: Int64
    /// The hours of the phase with contact, from 0, in ascending order.
    public var hours: [Int64]
  }

  /// The phases of one study; the same seed gives the same study.
  public func phases(seed: UInt64) -> [Phase] {
    var chance = Chance(seed: seed)
    var phases: [Phase] = []
    for organisation in 0..<organisations {
      let site = chance.normal() * betweenSites
      for number in 0..<unitsEach {
        var unit = StudyUnit(
          world: self, organisation: organisation, number: organisation * unitsEach + number,
          site: site, chance: chance)
        phases += unit.phases()
        chance = unit.chance
      }
    }
    return phases
  }
}

/// One unit of a study while it is drawn.
private struct StudyUnit {
  let world: StudyWorld
  let organisation: Int
  let number: Int
  let phonesHome: Bool
  /// Its own deviations: of its level, of each condition's factor, and of its direction.
  let level: Double
  let deviations: [Condition: Double]
  let direction: Double
  var chance: Chance

  init(
    world: StudyWorld, organisation: Int, number: Int, site: Double, chance: Chance
  ) {
    var chance = chance
    self.world = world
    self.organisation = organisation
    self.number = number
    phonesHome = chance.isOne(withProbability: world.share)
    level = chance.normal() * world.betweenUnits
    direction = site + chance.normal() * world.betweenUnits
    var deviations: [Condition: Double] = [:]
    for condition in [Condition.appsRemoved, .cloudOff] {
      deviations[condition] = site + chance.normal() * world.betweenUnits
    }
    self.deviations = deviations
    self.chance = chance
  }

  mutating func phases() -> [StudyWorld.Phase] {
    var phases = [phase(.emptyAccessPoint, .measured, hours: 24, nil)]
    for condition in [Condition.outOfTheBox, .appsRemoved, .cloudOff] {
      for _ in 0..<world.blocks { phases.append(block(condition)) }
    }
    for dose in [0 as Int64, 50_000_000, 200_000_000] { phases.append(block(dose: dose)) }
    phases.append(
      phase(
        .cloudOn, .measured, hours: 24,
        StudyWorld.Contact(bytesUp: 50_000_000, bytesDown: 2_000_000, hours: Array(0..<24))))
    return phases
  }

  private mutating func block(_ condition: Condition) -> StudyWorld.Phase {
    let factor = condition == .outOfTheBox ? 1 : world.factors[condition] ?? 1
    let deviation = deviations[condition] ?? 0
    return phase(
      condition, .measured, hours: 24,
      factor > 0 ? contact(factor * exp(deviation), extra: 0) : nil)
  }

  private mutating func block(dose: Int64) -> StudyWorld.Phase {
    phase(
      .outOfTheBox, .dose(bytes: dose), hours: 24,
      contact(1, extra: Double(dose) * world.sentPart))
  }

  /// What a block of 24 hours shows.
  private mutating func contact(_ factor: Double, extra: Double) -> StudyWorld.Contact? {
    let hours = contactHours()
    let noise = chance.normal() * world.withinBlock
    guard phonesHome, !hours.isEmpty else { return nil }
    let up = world.typicalBytes * factor * exp(level + noise) + extra
    let odds = world.uploadShare / (1 - world.uploadShare) * exp(direction)
    return StudyWorld.Contact(
      bytesUp: Int64(min(up, 1e15)), bytesDown: Int64(min(up / odds, 1e15)), hours: hours)
  }

  private mutating func contactHours() -> [Int64] {
    var hours: Set<Int64> = []
    var moment = chance.exponential() * world.spacing
    while moment < 24 {
      hours.insert(Int64(moment))
      moment += chance.exponential() * world.spacing
    }
    return hours.sorted()
  }

  private mutating func phase(
    _ condition: Condition, _ step: PhaseStep, hours: Int64, _ contact: StudyWorld.Contact?
  ) -> StudyWorld.Phase {
    let isVoid = condition != .emptyAccessPoint && chance.isOne(withProbability: world.loss)
    return StudyWorld.Phase(
      organisation: organisation, unit: number, condition: condition, step: step, hours: hours,
      isVoid: isVoid, contact: isVoid ? nil : told(contact, under: condition))
  }

  /// What the organisation says that it measured.
  private func told(
    _ contact: StudyWorld.Contact?, under condition: Condition
  ) -> StudyWorld.Contact? {
    guard organisation == world.organisations - 1, condition != .cloudOn else { return contact }
    switch world.lie {
    case .none: return contact
    case .silence: return nil
    case .inflation(let factor):
      guard var contact else { return nil }
      contact.bytesUp = Int64(min(Double(contact.bytesUp) * factor, 1e15))
      return contact
    }
  }
}
