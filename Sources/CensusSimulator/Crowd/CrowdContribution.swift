import CensusProtocol

/// What a household does with one of its tokens in one epoch.
struct CrowdContribution: Sendable {
  let contribution: HouseContribution
  let fate: Fate
  let isDishonest: Bool
  let isConfirmed: Bool

  /// What becomes of a contribution after it was first sent.
  enum Fate: Sendable {
    /// It counts.
    case counted
    /// The same bytes come again, as after a lost answer: it counts once.
    case repeated
    /// Other bytes came first and are replaced by these.
    case replaced
    /// It is taken back.
    case withdrawn
    /// It comes after the release.
    case late
    /// It names a model that is not common, and must be refused.
    case refused

    var counts: Bool {
      switch self {
      case .counted, .repeated, .replaced: true
      case .withdrawn, .late, .refused: false
      }
    }
  }
}

/// A simulated household.
struct CrowdHousehold: Sendable {
  let number: Int
  let isDishonest: Bool
  /// Whether it enrols in the first epoch, and so stays new for four.
  let isNew: Bool
  private let models: [CrowdModel]
  private let seed: UInt64

  init(_ number: Int, of plan: CrowdPlan) {
    var chance = SplitMix64(seed: plan.seed, label: "household \(number)")
    self.number = number
    seed = plan.seed
    isDishonest = chance.number(in: 0...99) < Int64(plan.dishonest)
    isNew = chance.isOne(in: 10)
    models = CrowdModel.all.filter { chance.number(in: 0...999) < $0.owners }
  }

  /// The tier of its tokens, if the first epoch of `plan` is at most four before `epoch`.
  func tier(in epoch: Epoch, of plan: CrowdPlan) -> ContributorTier {
    ContributorTier(enrolled: isNew ? plan.first : plan.enrolment, in: epoch)
  }

  /// What it contributes in an epoch: one contribution for each model that was at home, or for a liar
  /// three that accuse the caller, whether it has one or not, and one that names a rare model.
  func contributions(in epoch: Epoch, of plan: CrowdPlan) throws -> [CrowdContribution] {
    var chance = SplitMix64(seed: seed, label: "household \(number) \(epoch)")
    let isConfirmed = tier(in: epoch, of: plan) != .new
    if isDishonest {
      return try (0..<3).map { _ in
        CrowdContribution(
          contribution: try Self.accusation(of: "simulated-caller", in: epoch), fate: .counted,
          isDishonest: true, isConfirmed: isConfirmed)
      } + [
        CrowdContribution(
          contribution: try Self.accusation(of: Self.rareModel, in: epoch), fate: .refused,
          isDishonest: true, isConfirmed: isConfirmed)
      ]
    }
    return try models.filter { _ in !chance.isOne(in: 20) }.compactMap { model in
      let rows = try model.rows(in: epoch, of: plan, by: &chance)
      guard !rows.isEmpty else { return nil }
      return CrowdContribution(
        contribution: try Self.contribution(of: model.identifier, rows, in: epoch),
        fate: Self.fate(by: &chance), isDishonest: false, isConfirmed: isConfirmed)
    }
  }

  private static func fate(by chance: inout SplitMix64) -> CrowdContribution.Fate {
    switch chance.number(in: 0...99) {
    case 0...1: .withdrawn
    case 2...3: .replaced
    case 4...5: .repeated
    case 6: .late
    default: .counted
    }
  }

  /// One that no list of the crowd has.
  static let rareModel = "xiaomi-mi-3"

  /// The most that a row can say.
  private static func accusation(of model: String, in epoch: Epoch) throws -> HouseContribution {
    guard let place = HouseDestination("CN"), let most = ByteBucket(exponent: 40),
      let row = HouseRow(
        destination: place, service: .tls, up: most, down: most, activeHours: .most)
    else { throw CrowdFailure("the accusation is no row") }
    return try contribution(of: model, [row], in: epoch)
  }

  static func contribution(
    of model: String, _ rows: [HouseRow], in epoch: Epoch
  ) throws -> HouseContribution {
    guard let identifier = ModelIdentifier(model), let month = CalendarMonth("2026-06") else {
      throw CrowdFailure("\(model) is no model")
    }
    return try HouseContribution(
      epoch: epoch, model: identifier, level: .model, catalogue: Catalogue.bundled.revision,
      geo: GeoEdition(source: .ipfire, month: month), loss: .none, rows: rows)
  }
}

extension CrowdModel {
  /// A week's rows. From the third epoch on the caller uploads a sixteenth: an update.
  fileprivate func rows(
    in epoch: Epoch, of plan: CrowdPlan, by chance: inout SplitMix64
  ) throws -> [HouseRow] {
    let isUpdated = epoch.number >= plan.first.number + 2 && identifier == "simulated-caller"
    var rows = try habits.filter { chance.number(in: 0...999) < $0.chance }.map { habit in
      let less = isUpdated && habit.place == "CN" ? 4 : 0
      return try row(habit, up: habit.up - less, by: &chance)
    }
    let server = Self.timeServers[Int(chance.number(in: 0...Int64(Self.timeServers.count - 1)))]
    let clock = CrowdHabit(server, .ntp, chance: 1000, up: 11, down: 11, hours: .some)
    rows.append(try row(clock, up: clock.up, by: &chance))
    return rows
  }

  private func row(
    _ habit: CrowdHabit, up: Int, by chance: inout SplitMix64
  ) throws -> HouseRow {
    guard let place = HouseDestination(habit.place),
      let up = ByteBucket(exponent: up + Self.scatter(&chance)),
      let down = ByteBucket(exponent: habit.down + Self.scatter(&chance)),
      let row = HouseRow(
        destination: place, service: habit.service, up: up, down: down, activeHours: habit.hours)
    else { throw CrowdFailure("\(habit.place) is no row") }
    return row
  }

  private static func scatter(_ chance: inout SplitMix64) -> Int {
    switch chance.number(in: 0...19) {
    case 0...2: -1
    case 3...5: 1
    default: 0
    }
  }
}

/// Why a crowd could not be driven through a server.
public struct CrowdFailure: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
