import CensusProtocol
import Testing

@testable import CensusStatistics

/// A made-up study: phases of several organisations, one after the other, for one query.
struct Study {
  static let place = Place("CN")
  private(set) var phases: [BenchPhase] = []
  private var clock: Int64 = 1_795_428_000
  private var arrivals: Int64 = 0

  /// One phase as a test writes it down.
  struct Block {
    var condition: Condition
    var step: PhaseStep = .measured
    var hours: Int64 = 24
    var void: VoidReason?
    var contacts: [BenchContact] = []
  }

  /// A complete set, if nothing else is asked for: Z, the arms, and D with more than any of them.
  mutating func add(
    _ organisation: String, unit: UnitIdentifier = .random(), site: String = "bench-1",
    plan: String = "idle-wifi", empty: [Block]? = nil, control: [Block]? = nil,
    captures: [String]? = nil, source: String? = nil, databases: Int = 1,
    build: String = "JHDMIBE42.0", _ blocks: [Block]
  ) throws {
    arrivals += 1
    let session = SessionIdentifier.random()
    let z = empty ?? [Block(condition: .emptyAccessPoint, hours: 2)]
    let cloud = try BenchContact.to("SG", up: 9_000_000)
    let d = control ?? [Block(condition: .cloudOn, contacts: [cloud])]
    for block in z + blocks + d {
      let started = try #require(UTCTime(seconds: clock))
      clock += block.hours * 3600
      let unit = Unit(
        identifier: unit, model: try #require(ModelIdentifier("simulated-caller")),
        region: "global", build: build, system: "Android 4.2.2", sim: .none, firstBoot: nil)
      phases.append(
        BenchPhase(
          arrival: arrivals, session: session,
          organisation: try #require(OrganisationIdentifier(organisation)),
          site: try #require(SiteIdentifier(site)),
          plan: PlanReference(name: try #require(PlanIdentifier(plan)), version: 1), unit: unit,
          network: .wifi,
          databases: (1...databases).map { GeoDatabaseReference(name: "geo-\($0)", version: "1") },
          condition: block.condition, step: block.step, started: started,
          ended: try #require(UTCTime(seconds: clock)), exposureMinutes: block.hours * 60,
          void: block.void,
          captures: (captures ?? ["\(session) \(clock)"]).map { Digest(of: Array($0.utf8)) },
          source: source, contacts: block.void == nil ? block.contacts : []))
    }
  }

  /// `count` units of each organisation, all alike.
  static func of(
    _ organisations: [String], units count: Int, _ blocks: (Int) throws -> [Block]
  ) throws -> Study {
    var study = Study()
    for organisation in organisations {
      for number in 0..<count { try study.add(organisation, try blocks(number)) }
    }
    return study
  }

  static func query(
    _ claim: Claim, builds: [String] = [], later: [String] = [], plan: String = "idle-wifi"
  ) throws -> FindingQuery {
    FindingQuery(
      claim: claim, model: try #require(ModelIdentifier("simulated-caller")),
      firmware: .init(region: nil, builds: builds), laterBuilds: later,
      place: try #require(place), plan: try #require(PlanIdentifier(plan)))
  }

  func finding(_ claim: Claim) throws -> Finding {
    try #require(try findings([Self.query(claim)]).first)
  }

  func findings(_ queries: [FindingQuery]) throws -> [Finding] {
    try CensusStatistics.findings(of: queries, phases: phases)
  }

  /// Three blocks of 24 hours.
  static func three(_ condition: Condition, _ contacts: [BenchContact] = []) -> [Block] {
    Array(repeating: Block(condition: condition, contacts: contacts), count: 3)
  }
}

extension BenchContact {
  static func to(
    _ places: String..., service: ServiceClass = .tls, up: Int64, down: Int64 = 2000,
    hours: [Int64] = [500_000, 500_004]
  ) throws -> BenchContact {
    BenchContact(
      places: try places.map { try #require(Place($0)) }, service: service, flows: 3, bytesUp: up,
      bytesDown: down, hours: hours)
  }
}

extension Finding {
  func figure(_ name: String) throws -> FindingFigure {
    try #require(figures.first { $0.name == name }, "no figure \(name)")
  }
}
