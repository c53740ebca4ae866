import CensusProtocol
import Foundation
import FoundationNetworking
import Testing

@testable import CensusServer

/// The real server, killed right after it has answered.
@Suite("A server of households that is killed")
struct HouseKillTests {
  private struct Answer {
    let status: Int
    let body: [UInt8]
  }

  private func ask(
    _ server: LoggingServer, _ path: String, _ body: [UInt8]? = nil,
    _ headers: [String: String] = [:]
  ) async throws -> Answer {
    let url = try #require(URL(string: "http://127.0.0.1:\(server.port)\(path)"))
    var request = URLRequest(url: url)
    request.httpMethod = body == nil ? "GET" : "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    request.httpBody = body.map { Data($0) }
    let (data, response) = try await URLSession.shared.data(for: request)
    return Answer(
      status: try #require(response as? HTTPURLResponse).statusCode, body: Array(data))
  }

  private func post(
    _ server: LoggingServer, _ path: String, _ body: [UInt8], by key: SigningKey
  ) async throws -> Answer {
    try await ask(server, path, body, ["FlowCensus-Signature": key.sign(body).description])
  }

  private func send(_ upload: SignedHouseUpload, _ server: LoggingServer) async throws -> Answer {
    try await ask(
      server, "/v1/house", upload.body,
      [
        "FlowCensus-Signature": upload.signature.description,
        "FlowCensus-Token": upload.token.description,
        "FlowCensus-Sequence": "\(upload.sequence)",
      ])
  }

  /// The keys of an epoch, once the server has made them.
  private func keys(
    _ server: LoggingServer, _ epoch: Epoch
  ) async throws -> (keys: IssuerKeys, logKey: VerifyingKey) {
    for _ in 0..<2000 {
      let log = try await ask(server, "/v1/log").body
      for line in log.split(separator: UInt8(ascii: "\n")) {
        let entry = try SignedEntry(line: line).entry
        if let keys = entry.keys, keys.epoch == epoch { return (keys, entry.key) }
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Program.Missing(description: "the server publishes no keys")
  }

  @Test("has lost nothing that it answered, gives the same tokens again, and releases all once")
  func kill() async throws {
    try await TemporaryFolder.with { folder in
      let clock = "\(folder)/clock"
      func move(_ time: String) throws {
        try "\(time)\n".write(toFile: clock, atomically: true, encoding: .utf8)
      }
      func start() async throws -> LoggingServer {
        try await LoggingServer(
          database: "\(folder)/server.sqlite", log: "\(folder)/log",
          ["--households", "open", "--clock", clock, "--fewest", "5"])
      }
      try move("2026-11-11T12:00:00Z")
      let listed = try await Program.run(
        Program.built("flowcensus-server"),
        ["models", "add", "xiaomi-redmi-1s", "--clock", clock]
          + ["--database", "\(folder)/server.sqlite"], package: "")
      try #require(listed.status == 0, "\(listed.errors)")
      try move("2026-11-18T12:00:00Z")
      let epoch = try #require(Epoch("2026-W47"))
      let agent = TestAgent()
      var server = try await start()
      let known = try await keys(server, epoch)
      let enrolment = Enrolment(agent: agent.key.verifyingKey, invitation: nil).encoded
      #expect(try await post(server, "/v1/enrolments", enrolment, by: agent.key).status == 201)
      let order = try agent.order(known.keys, logKey: known.logKey, count: 8)
      let first = try await post(server, "/v1/tokens", order.bytes, by: agent.key)
      #expect(await server.end(SIGKILL) == SIGKILL)

      server = try await start()
      let again = try await post(server, "/v1/tokens", order.bytes, by: agent.key)
      #expect(first.status == 200 && again.body == first.body)
      let answer = try #require(TokenAnswer(decoding: again.body))
      try move("2026-11-23T05:00:00Z")
      var uploads: [SignedHouseUpload] = []
      for (number, response) in answer.responses.enumerated() {
        let upload = try SignedHouseUpload(
          .contribution(try .simple(epoch: epoch)),
          token: try order.pending[number].finalize(response), sequence: 0,
          key: order.pseudonyms[number])
        #expect(try await send(upload, server).status == 201)
        #expect(await server.end(SIGKILL) == SIGKILL)
        uploads.append(upload)
        server = try await start()
      }
      for upload in uploads { #expect(try await send(upload, server).status == 200) }

      try move("2026-11-26T01:00:00Z")
      var release = try await ask(server, "/v1/releases/2026-W47")
      for _ in 0..<500 where release.status != 200 {
        try await Task.sleep(for: .milliseconds(20))
        release = try await ask(server, "/v1/releases/2026-W47")
      }
      #expect(await server.end(SIGKILL) == SIGKILL)
      server = try await start()
      #expect(try await ask(server, "/v1/releases/2026-W47").body == release.body)
      #expect(try await send(uploads[0], server).status == 410)
      #expect(await server.end(SIGTERM) == 0)
      let figures = try #require(try LogEntry(decoding: release.body).release)
      guard case .merged(let merged) = figures.figures else { return }
      #expect(merged.intake.tokens[.new]?.number == 10)
      // Eight contributions of agents of the first day are not published by k, but counted as dropped.
      #expect(merged.contributors.isEmpty)
      #expect(merged.droppedContributions.number == 10)
    }
  }

  @Test("is told by commands what is due, and whom it invites")
  func commands() async throws {
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      let clock = "\(folder)/clock"
      try "2026-11-18T12:00:00Z\n".write(toFile: clock, atomically: true, encoding: .utf8)
      func run(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(
          Program.built("flowcensus-server"), arguments + ["--database", database], package: "")
      }
      let release = ["release", "--clock", clock]
      let first = try await run(release)
      #expect(first.status == 0)
      #expect(first.output.contains("Published the token keys of 2026-W47\n"))
      #expect(try await run(release).output == "Nothing is due.\n")
      try "2026-11-26T01:00:00Z\n".write(toFile: clock, atomically: true, encoding: .utf8)
      #expect(try await run(release).output.contains("Released 2026-W47\n"))

      let created = try await run(["invitation", "create", "--label", "friends", "--uses", "3"])
      #expect(InvitationCode(created.output.trimmingCharacters(in: .newlines)) != nil)
      let list = try await run(["invitation", "list"])
      #expect(list.output.contains("0 of 3") && list.output.contains("friends"))
      #expect(!list.output.contains(created.output.trimmingCharacters(in: .newlines)))
      #expect(try await run(["invitation", "revoke", "0123456789ab"]).status == 1)
      for wrong in [
        ["release", "--fewest", "4"], ["release", "--grace", "400"],
        ["invitation", "create", "--label", "x", "--uses", "0"],
        ["serve", "--households", "everybody"],
      ] { #expect(try await run(wrong).status == 2) }
    }
  }
}

extension HouseContribution {
  /// One model that speaks with one country.
  static func simple(epoch: Epoch) throws -> HouseContribution {
    let row = HouseRow(
      destination: try #require(HouseDestination("CN")), service: .tls,
      up: ByteBucket(bytes: 100_000), down: ByteBucket(bytes: 5000), activeHours: .days)
    return try HouseContribution(
      epoch: epoch, model: try #require(ModelIdentifier("xiaomi-redmi-1s")), level: .model,
      catalogue: 1,
      geo: GeoEdition(source: .ipfire, month: try #require(CalendarMonth("2026-06"))),
      loss: .none, rows: [try #require(row)])
  }
}
