import CensusProtocol
import Testing

/// A made-up bench: an organisation with its key, and bundles that it could have measured.
struct Bench: Sendable {
  let organisation: OrganisationIdentifier
  let key = SigningKey.random()

  init(_ organisation: String = "saigon-phones") throws {
    self.organisation = try #require(OrganisationIdentifier(organisation))
  }

  /// A session with the given phases, one after the other from 2026-11-23T10:00:00Z.
  func session(
    model: String = "simulated-caller", unit: UnitIdentifier = .random(),
    session: SessionIdentifier = .random(),
    databases: [GeoDatabaseReference] = [GeoDatabaseReference(name: "tor-geoipdb", version: "0.4")],
    _ phases: [MadePhase]
  ) throws -> SessionBundle {
    var start: Int64 = 1_795_428_000
    var made: [Phase] = []
    for phase in phases {
      made.append(try phase.phase(from: start))
      start += phase.minutes * 60
    }
    return SessionBundle(
      organisation: organisation, key: key.verifyingKey.fingerprint, session: session,
      site: Site(
        identifier: try #require(SiteIdentifier("district-1")),
        country: try #require(CountryCode("VN"))),
      plan: PlanReference(name: try #require(PlanIdentifier("idle-wifi")), version: 1),
      unit: Unit(
        identifier: unit, model: try #require(ModelIdentifier(model)), region: "global",
        build: "JHDMIBE42.0", system: "Android 4.2.2", sim: .none,
        firstBoot: CalendarDay("2026-11-20")),
      network: .wifi, agent: "flowcensus-agent 0.1.0", catalogue: 1, databases: databases,
      phases: made)
  }
}

/// A phase to be made: so many minutes, with the same rows in each of its hours.
struct MadePhase: Sendable {
  var condition: Condition
  var step = PhaseStep.measured
  var minutes: Int64 = 60
  var void: VoidReason?
  var rows: [Row] = []

  fileprivate func phase(from start: Int64) throws -> Phase {
    let started = try #require(UTCTime(seconds: start))
    let ended = try #require(UTCTime(seconds: start + minutes * 60))
    return Phase(
      condition: condition, step: step, started: started, ended: ended, void: void,
      loss: .none,
      captures: [
        CaptureReference(digest: Digest(of: Array("\(start)".utf8)), bytes: 4096, packets: 40)
      ],
      blocks: Phase.hours(from: started, to: ended).map { hour in
        Block(
          hour: hour.hour, exposureMinutes: hour.minutes,
          rows: rows.sorted(by: Row.isOrderedBefore).map { row in
            // A short hour has no room for all of them.
            var row = row
            row.contactMinutes = min(row.contactMinutes, hour.minutes)
            return row
          })
      })
  }
}

extension Row {
  /// A row as a bench could have measured it.
  static func made(
    _ places: String..., service: ServiceClass, up: Int64, down: Int64, flows: Int64 = 1,
    minutes: Int64 = 1
  ) throws -> Row {
    Row(
      places: try places.map { try #require(Place($0)) }, service: service, flows: flows,
      up: Traffic(packets: max(minutes, up / 1000), bytes: up),
      down: Traffic(packets: max(minutes, down / 1000), bytes: down), contactMinutes: minutes,
      handshakeMicroseconds: nil)
  }
}
