import CensusProtocol
import HTTPTypes
import HummingbirdTesting
import Testing

/// A few sessions of the two simulated models, with everything that a page has to show: contact and
/// silence, DNS and NTP apart, databases that disagree, a void phase.
struct Demonstration {
  let bench: Bench
  let sessions: [SessionBundle]

  init() throws {
    let bench = try Bench()
    let databases = [
      GeoDatabaseReference(name: "tor-geoipdb", version: "0.4.9.11"),
      GeoDatabaseReference(name: "<b>&\"geo\"", version: "2026-11"),
    ]
    let background = [
      try Row.made("US", "US", service: .tls, up: 18_200, down: 96_000, flows: 6, minutes: 9),
      try Row.made("DE", "NL", service: .ntp, up: 76, down: 76),
      try Row.made("CN", "CN", service: .ntp, up: 152, down: 152, flows: 2),
      try Row.made("lan", "lan", service: .dns, up: 640, down: 1_900, flows: 10, minutes: 8),
    ]
    let call = try Row.made(
      "CN", "CN", service: .tls, up: 41_337, down: 2_048, flows: 4, minutes: 7)
    let cloud = try Row.made(
      "CN", "CN", service: .tls, up: 2_500_000, down: 61_000, flows: 31, minutes: 22)
    func session(_ model: String, _ phases: [MadePhase]) throws -> SessionBundle {
      try bench.session(model: model, databases: databases, phases)
    }
    self.bench = bench
    sessions = try [
      session(
        "simulated-caller",
        [
          MadePhase(condition: .emptyAccessPoint, minutes: 60),
          MadePhase(condition: .outOfTheBox, minutes: 720, rows: background + [call]),
          MadePhase(condition: .appsRemovedCloudOff, minutes: 720, rows: background + [call]),
          MadePhase(condition: .cloudOn, minutes: 60, rows: background + [cloud]),
        ]),
      session(
        "simulated-caller",
        [
          MadePhase(condition: .outOfTheBox, minutes: 360, rows: background + [call]),
          MadePhase(condition: .outOfTheBox, minutes: 60, void: .interrupted, rows: [cloud]),
        ]),
      session(
        "simulated-reference",
        [
          MadePhase(condition: .emptyAccessPoint, minutes: 60),
          MadePhase(condition: .outOfTheBox, minutes: 720, rows: background),
          MadePhase(condition: .cloudOn, minutes: 60, rows: background),
        ]),
    ]
  }

  /// Submits all sessions.
  func submit(to server: TestServer) async throws {
    for session in sessions {
      let response = try await server.submit(session, by: bench)
      try #require(response.status == .created)
    }
  }
}
