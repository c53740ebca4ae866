import CensusProtocol

/// The case that FlowCensus must be able to settle, on simulated benches with a known truth: several
/// organisations test the same made-up phone model, and one of them leaves a control out.
///
/// The truth: every unit of simulated-caller phones home to mainland China, uploads more than it fetches,
/// goes on with the default apps removed, and ends with the cloud off; its upload does not follow what is
/// kept on it. simulated-reference has no contact there but for a time server of the pool.
///
/// In the other case, `contentFollowed`, every unit of simulated-caller uploads one of a thousand bytes of the
/// photos that are on it within a day, and those of simulated-reference upload none.
public struct CasePlan: Hashable, Sendable {
  /// What is simulated.
  public enum Case: String, CaseIterable, Sendable {
    case redmiNote = "redmi-note"
    case contentFollowed = "content-followed"
  }

  public let simulated: Case
  /// Every choice of the simulation follows from it.
  public let seed: UInt64
  /// The length of each measured block, in hours: 24 in the plan that is simulated.
  public let hours: Int

  public static let hoursRange = 1...24

  /// The organisations, in the order in which their sessions are made.
  public static let organisations = Bench.redmiNote.map(\.organisation)

  /// Throws where `hours` is outside its range.
  public init(
    _ simulated: Case = .redmiNote, seed: UInt64, hours: Int = 24
  ) throws(SimulatorError) {
    self.simulated = simulated
    guard Self.hoursRange.contains(hours) else {
      throw .outOfRange(name: "hours", value: hours, range: Self.hoursRange)
    }
    self.seed = seed
    self.hours = hours
  }

  /// Who tests how many units of which model by which plan.
  struct Bench: Hashable {
    let organisation: String
    let site: String
    let country: String
    let tests: [Test]
    /// Whether the empty access point was watched.
    var hasEmptyAccessPoint = true

    struct Test: Hashable {
      let model: SimulatedModel
      let plan: String
      let units: Int
    }

    static let contentFollowed = [
      ("simulated-shop", "district-1", "VN"), ("simulated-laboratory", "main-lab", "SG"),
      ("simulated-institute", "basement", "DE"),
    ].map { organisation, site, country in
      Bench(
        organisation: organisation, site: site, country: country,
        tests: [
          Test(model: .caller, plan: "content-dose", units: 2),
          Test(model: .reference, plan: "content-dose", units: 2),
        ])
    }

    static let redmiNote = [
      Bench(
        organisation: "simulated-shop", site: "district-1", country: "VN",
        tests: [
          Test(model: .caller, plan: "idle-wifi", units: 2),
          Test(model: .reference, plan: "idle-wifi", units: 1),
          Test(model: .caller, plan: "content-dose", units: 1),
        ]),
      Bench(
        organisation: "simulated-laboratory", site: "main-lab", country: "SG",
        tests: [Test(model: .caller, plan: "idle-wifi", units: 2)]),
      Bench(
        organisation: "simulated-institute", site: "basement", country: "DE",
        tests: [
          Test(model: .caller, plan: "idle-wifi", units: 2),
          Test(model: .reference, plan: "idle-wifi", units: 1),
        ]),
      Bench(
        organisation: "simulated-university", site: "room-12", country: "GB",
        tests: [Test(model: .caller, plan: "idle-wifi", units: 2)]),
      Bench(
        organisation: "simulated-newcomer", site: "kitchen", country: "VN",
        tests: [Test(model: .caller, plan: "idle-wifi", units: 1)], hasEmptyAccessPoint: false),
    ]
  }
}

extension CasePlan {
  /// All sessions of all benches.
  func sessions() throws(SimulatorError) -> [SimulatedSession] {
    var sessions: [SimulatedSession] = []
    for bench in simulated == .redmiNote ? Bench.redmiNote : Bench.contentFollowed {
      // Each bench has one access point, so one unit at a time; the benches do not wait for each other.
      var random = SplitMix64(seed: seed, label: "case/" + bench.organisation)
      var clock: Int64 = 1_767_600_000
      for test in bench.tests {
        for number in 1...test.units {
          sessions.append(
            try session(bench, test, number: number, from: &clock, &random))
        }
      }
    }
    return sessions
  }

  private func session(
    _ bench: Bench, _ test: Bench.Test, number: Int, from clock: inout Int64,
    _ random: inout SplitMix64
  ) throws(SimulatorError) -> SimulatedSession {
    // Each unit begins with another condition: the order is balanced between units.
    let phases = try phases(bench, test, turn: number, from: &clock, &random)
    return SimulatedSession(
      folder: "\(bench.organisation)/\(test.model.rawValue)-\(test.plan)-\(number)",
      context: SimulatedSession.Context(
        organisation: bench.organisation, site: bench.site, country: bench.country,
        plan: test.plan),
      behaviour: Behaviour(
        model: test.model, pace: 12, endsWithCloudOff: true,
        contentShare: simulated == .contentFollowed && test.model == .caller ? 1000 : nil),
      phases: phases, &random)
  }

  private func phases(
    _ bench: Bench, _ test: Bench.Test, turn: Int, from clock: inout Int64,
    _ random: inout SplitMix64
  ) throws(SimulatorError) -> [PhasePlan] {
    var blocks: [(Condition, PhaseStep, Int64)] = []
    if bench.hasEmptyAccessPoint { blocks.append((.emptyAccessPoint, .measured, 2 * 3600)) }
    let day = Int64(hours) * 3600
    let isDose = test.plan == "content-dose"
    let arms: [[(Condition, PhaseStep, Int64)]] =
      isDose
      ? [0, 50_000_000, 200_000_000].map {
        [(.outOfTheBox, .settle, 3600), (.outOfTheBox, .dose(bytes: $0), day)]
      }
      : [Condition.outOfTheBox, .appsRemoved, .cloudOff].map { condition in
        [(condition, .startUp, 600), (condition, .settle, 3600)]
          + Array(repeating: (condition, .measured, day), count: 3)
      }
    let first = turn % arms.count
    blocks += (arms[first...] + arms[..<first]).joined()
    blocks.append((.cloudOn, .measured, day))
    var phases: [PhasePlan] = []
    var counts: [Condition: Int] = [:]
    clock += 3600 + random.number(in: 7...23) * 60
    for (condition, step, seconds) in blocks {
      counts[condition, default: 0] += 1
      guard let started = UTCTime(seconds: clock), let ended = UTCTime(seconds: clock + seconds)
      else { throw .tooLong }
      phases.append(
        PhasePlan(
          condition: condition, step: step, number: counts[condition] ?? 1, started: started,
          ended: ended, vlan: nil, resolution: 6, snapLength: 262_144,
          hasOtherClient: bench.organisation == "simulated-university" && turn == 2
            && condition == .appsRemoved && counts[condition] == 5))
      clock = ended.seconds + random.number(in: 3...9) * 60
    }
    return phases
  }
}
