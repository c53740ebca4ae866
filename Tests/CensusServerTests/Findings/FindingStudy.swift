import CensusProtocol
import CensusStatistics
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

/// Sessions of several benches that decide some claims and leave others open: four organisations with
/// two units each, contact that goes on with the default apps removed and ends with the cloud off; a
/// fifth organisation has no empty access point.
struct FindingStudy {
  let benches: [Bench]
  let sessions: [(bundle: SessionBundle, bench: Bench)]

  init() throws {
    var benches: [Bench] = []
    var sessions: [(SessionBundle, Bench)] = []
    for (number, name) in ["saigon-phones", "lab-two", "lab-three", "lab-four", "no-control"]
      .enumerated()
    {
      let bench = try Bench(name)
      benches.append(bench)
      for unit in 0..<2 {
        let empty: [MadePhase] =
          number == 4 ? [] : [MadePhase(condition: .emptyAccessPoint, minutes: 120)]
        let phases = try empty + Self.arms(scatter: Int64(number * 2 + unit))
        var session = try bench.session(phases)
        for index in session.phases.indices {
          // Each bench has capture files of its own: equal ones would be copies.
          let digest = Digest(of: Array("\(session.session) \(index)".utf8))
          session.phases[index].captures = [
            CaptureReference(digest: digest, bytes: 4096, packets: 40)
          ]
        }
        sessions.append((session, bench))
      }
    }
    self.benches = benches
    self.sessions = sessions
  }

  /// What each unit sends to China in the first ten minutes, under A and under B.
  static let startUpBytes: Int64 = 750_000

  private static func arms(scatter: Int64) throws -> [MadePhase] {
    let background = [
      try Row.made("US", service: .tls, up: 18_200, down: 96_000, flows: 6, minutes: 9),
      try Row.made("CN", service: .ntp, up: 152, down: 152, flows: 2),
    ]
    let call = try Row.made("CN", service: .tls, up: 41_000 + 700 * scatter, down: 2_048)
    let kept = try Row.made("CN", service: .tls, up: 39_000 + 1100 * (scatter % 3), down: 2_048)
    let cloud = try Row.made("CN", service: .tls, up: 2_500_000, down: 61_000)
    let void = MadePhase(condition: .outOfTheBox, minutes: 60, void: .interrupted)
    let start = try Row.made("CN", service: .tls, up: startUpBytes, down: 8_000)
    return [void]
      + [Condition.outOfTheBox, .appsRemoved].map {
        MadePhase(condition: $0, step: .startUp, minutes: 10, rows: [start])
      }
      + [
        (Condition.outOfTheBox, background + [call]), (.appsRemoved, background + [kept]),
        (.cloudOff, background),
      ].flatMap { condition, rows in
        Array(repeating: MadePhase(condition: condition, minutes: 1440, rows: rows), count: 3)
      } + [MadePhase(condition: .cloudOn, minutes: 1440, rows: background + [cloud])]
  }

  /// A server with the study's sessions and its five findings.
  static func withServer(_ test: @escaping @Sendable (TestServer) async throws -> Void)
    async throws
  {
    let study = try FindingStudy()
    try await TestServer.with { server in
      try await study.submit(to: server)
      try await register(in: server.store)
      try await test(server)
    }
  }

  func submit(to server: TestServer) async throws {
    for bench in benches { try await server.store.admit(bench) }
    for session in sessions {
      let response = try await server.submit(session.bundle, by: session.bench)
      try #require(response.status == .created, "\(String(buffer: response.body))")
    }
  }

  /// A finding of the study's model.
  static func finding(
    _ claim: Claim, id: String? = nil, plan: String = "idle-wifi", author: String? = nil,
    builds: [String] = [], supersedes: String? = nil
  ) throws -> RegisteredFinding {
    RegisteredFinding(
      identifier: try #require(FindingIdentifier(id ?? "caller-\(claim.rawValue.lowercased())")),
      query: FindingQuery(
        claim: claim, model: try #require(ModelIdentifier("simulated-caller")),
        firmware: .init(region: "global", builds: builds), place: try #require(Place("CN")),
        plan: try #require(PlanIdentifier(plan))),
      author: author.flatMap { OrganisationIdentifier($0) },
      registered: try #require(UTCTime("2026-11-01T00:00:00Z")),
      supersedes: supersedes.flatMap { FindingIdentifier($0) })
  }

  /// Registers H1, H2, H4 and H5, and H3 of another plan that nobody has run.
  static func register(in store: Store) async throws {
    for finding in [
      try finding(.contact), try finding(.upload), try finding(.appsRemoved),
      try finding(.cloudOff), try finding(.dose, plan: "content-dose"),
    ] {
      try #require(try await store.register(finding) == .added)
    }
    let statement = VendorStatement(
      vendor: "Simulated Vendor", day: try #require(CalendarDay("2026-10-31")),
      text: "The phone fetches <greetings> only.", source: "https://vendor.example/answer")
    try #require(
      try await store.add(statement, to: try #require(FindingIdentifier("caller-h2"))))
  }
}
