import Foundation
import TestSupport
import Testing

/// What may happen on a bench, each on one of its own, all side by side: a phase lasts a minute, and begins at a
/// whole one.
enum GuidedScenario: String, CaseIterable, Sendable {
  case otherClient = "other-client"
  case clockJump = "clock-jump"
  case noUplink = "no-uplink"
  case lostInterface = "lost-interface"
  case loss
  case unitAbsent = "unit-absent"
  case person
  case powerCut = "power-cut"
  case byHand = "by-hand"
  case stoppedByHand = "stopped-by-hand"
  case browser
  case doctor

  /// Why no bench can be made here, or not all of what happens on one; nil where it can. All are played side by
  /// side, so all that any of them starts is asked for.
  static let obstacle =
    Tool.obstacleInNamespaces(
      "bash", "chromium", "curl", "dnsmasq", "gcc", "mount", "nft", "python3", "setpriv", "tshark",
      "udhcpc")
    ?? (FileManager.default.fileExists(atPath: "/usr/share/tor/geoip")
      ? nil : "tor-geoipdb is not installed: make setup")
}

/// The scenarios as they were played, once for all tests.
final class PlayedScenarios: Sendable {
  static let shared = PlayedScenarios()

  /// One scenario's end.
  struct Played: Sendable {
    let folder: URL
    let key: String
    let publicKey: String
    let status: Int32
    let output: Data
    let errors: String

    /// What the scenario saw; its own words where it failed.
    func seen<Seen: Decodable>(_ type: Seen.Type) throws -> Seen {
      try #require(status == 0, "\(errors)")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(type, from: output)
    }

    var sessions: [String] { ["--sessions", folder.appending(path: "sessions").path] }
  }

  /// Holds what all of them leave, until this program ends.
  private static let base: URL = {
    atexit { try? FileManager.default.removeItem(at: PlayedScenarios.base) }
    return FileManager.default.temporaryDirectory.appending(path: "flowcensus-bench-\(getpid())")
  }()

  private let playing: [GuidedScenario: Task<Played, any Error>]

  private init() {
    playing = Dictionary(
      uniqueKeysWithValues: GuidedScenario.allCases.map { scenario in
        (scenario, Task { try await Self.play(scenario) })
      })
  }

  /// Waits without holding one of the threads that all tests share.
  func outcome(_ scenario: GuidedScenario) async throws -> Played {
    guard let task = playing[scenario] else { throw CancellationError() }
    return try await task.value
  }

  private static func play(_ scenario: GuidedScenario) async throws -> Played {
    let folder = Self.base.appending(path: scenario.rawValue)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let key = folder.appending(path: "key").path
    let made = try run(
      Programs.agent, ["key", "create", "--organisation", "a-shop", "--key", key])
    try #require(made.status == 0, "\(made.errors)")
    let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "log"))
    for file in [output, errors] {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      Repository.root.appending(path: "Tests/EndToEndTests/GuidedBench/scenarios.py").path,
      scenario.rawValue, Programs.agent.path, key, folder.path,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    let status = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    return Played(
      folder: folder, key: key, publicKey: made.text.trimmingCharacters(in: .newlines),
      status: status, output: try Data(contentsOf: output),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
}

/// A program's exit status, and what it said.
struct Answer: Decodable {
  let status: Int
  let text: String

  init(from decoder: any Decoder) throws {
    var fields = try decoder.unkeyedContainer()
    status = try fields.decode(Int.self)
    text = try fields.decode(String.self)
  }
}
