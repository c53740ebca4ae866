import Foundation
import TestSupport
import Testing

/// A laboratory in a folder: simulated sessions, the organisation's key, and its agent's spool.
struct Bench {
  static let organisation = "simulated-laboratory"

  let folder: URL
  /// The text of the organisation's public key.
  let publicKey: String

  /// Simulates `units` of each model, with phases of an hour, and makes a key.
  init(in folder: URL, units: Int = 1) throws {
    self.folder = folder
    let simulated = try run(
      Programs.simulator,
      [
        "bench", "--out", folder.appending(path: "bench").path, "--hours", "1",
        "--units", "\(units)", "--organisation", Self.organisation,
      ])
    try #require(simulated.status == 0, "\(simulated.errors)")
    let created = try run(
      Programs.agent,
      [
        "key", "create", "--organisation", Self.organisation,
        "--key", folder.appending(path: "organisation.key").path,
      ])
    try #require(created.status == 0, "\(created.errors)")
    publicKey = created.text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  var key: URL { folder.appending(path: "organisation.key") }
  var spool: URL { folder.appending(path: "spool.sqlite") }
  var database: URL { folder.appending(path: "server.sqlite") }

  /// The session descriptions, by the names of their folders.
  func sessions() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "bench").path)
      .sorted()
      .map { folder.appending(path: "bench/\($0)/session.json") }
  }

  /// Admits the organisation at the server that uses `database`.
  func admitOrganisation() throws {
    let added = try run(
      Programs.server,
      [
        "organisation", "add", Self.organisation, "--name", "Simulated laboratory",
        "--key", publicKey, "--database", database.path,
      ])
    try #require(added.status == 0, "\(added.errors)")
  }

  /// `flowcensus-agent session submit`.
  func submit(
    _ sessions: [URL], to address: String, wait seconds: Int = 20
  ) throws -> FinishedCommand {
    try run(Programs.agent, submitArguments(sessions, to: address, wait: seconds))
  }

  func submitArguments(_ sessions: [URL], to address: String, wait seconds: Int) -> [String] {
    ["session", "submit"] + sessions.map(\.path) + [
      "--key", key.path, "--server", address, "--spool", spool.path, "--wait", "\(seconds)",
    ]
  }

  /// `flowcensus-agent spool upload`.
  func upload(_ options: [String] = [], wait seconds: Int = 20) throws -> FinishedCommand {
    try run(Programs.agent, uploadArguments(wait: seconds) + options)
  }

  func uploadArguments(wait seconds: Int) -> [String] {
    ["spool", "upload", "--spool", spool.path, "--wait", "\(seconds)"]
  }

  /// The spool's table without its header, a line for each session.
  func spooled() throws -> [String] {
    let listed = try run(Programs.agent, ["spool", "list", "--spool", spool.path])
    try #require(listed.status == 0, "\(listed.errors)")
    return listed.text.split(separator: "\n").dropFirst().map(String.init)
  }
}
