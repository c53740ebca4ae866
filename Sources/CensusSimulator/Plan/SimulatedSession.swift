import CensusProtocol

/// One unit's session on the simulated bench.
public struct SimulatedSession: Sendable {
  /// The session's folder: the model and the unit's number, or what else tells it from others.
  public let folder: String
  /// The session's id, drawn from the seed.
  public let identifier: SessionIdentifier
  let context: Context
  let behaviour: Behaviour
  let unitIdentifier: UnitIdentifier
  let unit: Station
  let phases: [PhasePlan]
  /// The seed of the session's traffic.
  let seed: UInt64

  var model: SimulatedModel { behaviour.model }

  /// Who tests the unit, where, and by which plan.
  struct Context: Hashable {
    let organisation: String
    let site: String
    let country: String
    let plan: String
  }

  /// A session whose ids and chances are drawn from `random`.
  init(
    folder: String, number: Int = 1, context: Context, behaviour: Behaviour, phases: [PhasePlan],
    _ random: inout SplitMix64
  ) {
    let ethernet = EthernetAddress(bytes: [2, 0x51] + random.bytes(4))
    guard let session = SessionIdentifier(hexadecimal(random.bytes(16))),
      let unit = UnitIdentifier(hexadecimal(random.bytes(8)))
    else { preconditionFailure("hexadecimal digits of the right number are identifiers") }
    self.folder = folder
    self.context = context
    self.behaviour = behaviour
    self.phases = phases
    identifier = session
    unitIdentifier = unit
    self.unit = Station(name: "SIMULATED-\(number)", ethernet: ethernet, number: 100)
    seed = random.next()
  }
}

/// When a phase runs and how it is captured.
struct PhasePlan: Sendable {
  let condition: Condition
  var step = PhaseStep.measured
  /// Counts the phases of the condition from 1.
  var number = 1
  let started: UTCTime
  let ended: UTCTime
  /// The unit's network is a tagged VLAN.
  let vlan: UInt16?
  /// The unit of the capture's time stamps, as `if_tsresol` counts it: 10^-6 or 10^-9 s.
  let resolution: UInt8
  /// How many bytes of each frame are kept.
  let snapLength: Int
  /// Another computer uses the bench's network.
  let hasOtherClient: Bool

  /// Names the phase within its session.
  var label: String { condition.rawValue + (number == 1 ? "" : "-\(number)") }

  var captureName: String { label + ".pcapng" }
}

extension BenchPlan {
  /// All sessions, one after the other: the bench has one access point, so one unit at a time.
  func sessions() throws(SimulatorError) -> [SimulatedSession] {
    var random = SplitMix64(seed: seed, label: "sessions")
    // 2026-01-05T08:00:00Z, a Monday.
    var clock: Int64 = 1_767_600_000
    var sessions: [SimulatedSession] = []
    for model in SimulatedModel.allCases {
      for number in 1...units {
        let isLast = model == .reference && number == units && units > 1
        let phases = try phases(
          from: &clock, vlan: number % 2 == 0 ? 20 : nil, otherClient: isLast, &random)
        sessions.append(
          SimulatedSession(
            folder: "\(model.rawValue)-\(number)", number: number,
            context: SimulatedSession.Context(
              organisation: organisation.description, site: "simulated-site", country: "VN",
              plan: "simulated-bench"),
            behaviour: Behaviour(model: model), phases: phases, &random))
      }
    }
    return sessions
  }

  /// The phases of one session; `clock`, in seconds, goes on to where the next session may begin.
  private func phases(
    from clock: inout Int64, vlan: UInt16?, otherClient: Bool, _ random: inout SplitMix64
  ) throws(SimulatorError) -> [PhasePlan] {
    // Starts in mid-hour, so that the first and the last block of each phase are partial.
    clock += (24 - clock / 3600 % 24 + 8) * 3600 - clock % 3600 + random.number(in: 7...23) * 60
    var phases: [PhasePlan] = []
    for condition in [Condition.emptyAccessPoint, .outOfTheBox, .appsRemovedCloudOff, .cloudOn] {
      guard let started = UTCTime(seconds: clock),
        let ended = UTCTime(seconds: clock + Int64(hours) * 3600)
      else { throw .tooLong }
      let isWithoutApps = condition == .appsRemovedCloudOff
      phases.append(
        PhasePlan(
          condition: condition, started: started, ended: ended,
          vlan: isWithoutApps ? vlan : nil, resolution: isWithoutApps ? 9 : 6,
          snapLength: condition == .cloudOn ? 192 : 262_144,
          hasOtherClient: isWithoutApps && otherClient))
      // The time for the reset of the unit; short enough to keep every start off the full hour.
      clock = ended.seconds + random.number(in: 3...9) * 60
    }
    return phases
  }
}

/// `bytes` as lower-case hexadecimal digits.
private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
