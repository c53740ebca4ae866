import CensusProtocol
import Foundation
import HTTPTransfer
import TestSupport
import Testing

/// A server that runs as its operators run it, on a free port of a loopback address.
///
/// Each has an address of 127.0.0.0/8 that is very likely its own, so that a server can be started again
/// where it was: meanwhile no other test's server can get the same address and port.
final class RunningServer {
  /// Such as `http://127.17.4.201:40123`.
  let address: String
  /// Where it listens, such as `127.17.4.201:40123`.
  var listen: String { String(address.dropFirst("http://".count)) }
  private let command: RunningCommand

  /// Starts it and waits until it is ready. `listen` is where another server listened before, if any;
  /// `wrapper` is a command that starts another one.
  init(
    database: URL, listen: String? = nil, wrapper: [String] = [],
    options: [String] = ["--accept-simulated"]
  ) throws {
    let numbers = (0..<3).map { _ in String(Int.random(in: 2...250)) }
    let free = "127." + numbers.joined(separator: ".") + ":0"
    let whole =
      wrapper + [Programs.server.path]
      + ["serve", "--listen", listen ?? free, "--database", database.path] + options
    command = try RunningCommand(
      URL(filePath: whole[0]), Array(whole.dropFirst()),
      folder: database.deletingLastPathComponent())
    let deadline = Date.now.addingTimeInterval(60)
    var ready: String?
    while ready == nil, command.isRunning, Date.now < deadline {
      usleep(5000)
      let lines = command.outputText.split(separator: "\n", omittingEmptySubsequences: false)
      // The last piece has no line end yet.
      ready = lines.dropLast().compactMap { $0.split(separator: "Listening on ").last }.first
        .map(String.init)
    }
    address = try #require(ready, "the server did not start: \(command.errorText)")
  }

  var log: String { command.errorText }

  /// Ends it as systemd does.
  func stop() { command.end(SIGTERM) }

  /// Ends it as a power failure does.
  func killAtOnce() { command.end(SIGKILL) }

  func get(_ path: String) throws -> HTTPResponse {
    try HTTPRequest(url: address + path).perform()
  }

  /// What a path answers, decoded.
  func get<Answer: Decodable>(_ path: String, as type: Answer.Type) throws -> Answer {
    let response = try get(path)
    try #require(response.status == 200, "\(path): \(response.status) \(response.text)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(response.body))
  }

  func post(_ body: [UInt8], signature: String) throws -> HTTPResponse {
    try HTTPRequest(
      method: .post, url: address + "/v1/bundles",
      headers: [("Content-Type", "application/json"), ("FlowCensus-Signature", signature)],
      body: body
    ).perform()
  }

  /// The digests of all stored bundles, in no order.
  func bundles() throws -> [String] {
    struct Sessions: Decodable {
      struct Session: Decodable { let bundle: String }
      let sessions: [Session]
      let next: String?
    }
    var digests: [String] = []
    var path: String? = "/v1/sessions"
    while let page = path {
      let sessions = try get(page, as: Sessions.self)
      digests += sessions.sessions.map(\.bundle)
      path = sessions.next
    }
    return digests
  }
}
