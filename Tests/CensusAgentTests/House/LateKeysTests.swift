import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("A server that makes a key for one agent")
struct LateKeysTests {
  private static let issuer = try? IssuerSecretKey.random().publicKey
  private static let logKey = SigningKey.random()
  private static let epoch = Household.epoch

  private static func entry(
    _ epoch: Epoch, after last: SignedEntry?, at time: UTCTime
  ) throws -> SignedEntry {
    let key = try #require(issuer)
    return try SignedEntry(
      signing: LogEntry(
        number: last.map { $0.entry.number + 1 } ?? 0,
        previous: last?.digest ?? LogEntry.beginning, time: time, key: logKey.verifyingKey,
        content: .keys(IssuerKeys(epoch: epoch, new: key, established: key, organisation: key))),
      with: logKey)
  }

  /// A server that gives out what stands in `folder`/log, and writes down every order of tokens.
  private func server(in folder: URL) throws -> AnsweringServer {
    try AnsweringServer(
      answering: """
        folder = "\(folder.path)/"
        if request.path.startswith("/v1/log"):
            first = int(request.path.split("from=")[1].split("&")[0])
            lines = open(folder + "log", "rb").read().splitlines(keepends=True)
            request.reply(200, {}, b"".join(lines[first:]))
        elif request.path == "/v1/enrolments":
            request.reply(201, {}, json.dumps({"tier": "new", "enrolled": "2026-W47"}).encode())
        else:
            open(folder + "orders", "ab").write(body)
            request.reply(503, {}, b"")
        """)
  }

  private static func moment(_ hours: Int64) throws -> UTCTime {
    try #require(UTCTime(seconds: epoch.start.seconds + hours * 3600))
  }

  /// An agent that contributes to the server and has an order to make.
  private func courier(
    of server: AnsweringServer, in folder: URL, tell: @escaping (HouseEvent) -> Void
  ) throws -> HouseCourier {
    let spool = try HouseSpool(path: folder.appending(path: "house.sqlite").path)
    try spool.giveConsent(HouseSpoolTests.consent(server: server.url))
    try spool.setStage(.planned(Self.epoch.start), of: Self.epoch)
    return HouseCourier(
      spool: spool, key: try AgentKey(file: folder.appending(path: "key").path, exists: false),
      record: { epoch, _ throws(DatabaseError) in
        EpochRecord(epoch: epoch, tallies: [], watched: [], models: [:])
      }, tell: tell)
  }

  /// What the courier says on Tuesday, after it has looked on Monday; `late` is when the keys are dated.
  private func events(late: UTCTime, monday: [SignedEntry], in folder: URL) throws -> [HouseEvent] {
    let log = folder.appending(path: "log")
    try Data(monday.flatMap(\.line)).write(to: log)
    let server = try server(in: folder)
    var events: [HouseEvent] = []
    let courier = try courier(of: server, in: folder) { events.append($0) }
    var generator = SeededGenerator(seed: 5)
    try courier.step(at: try Self.moment(12), using: &generator)
    let fresh = try Self.entry(Self.epoch, after: monday.last, at: late)
    try Data((monday + [fresh]).flatMap(\.line)).write(to: log)
    try courier.step(at: try Self.moment(36), using: &generator)
    return events
  }

  @Test(
    "gets no order of tokens, whether it dates the key within the week or before it",
    arguments: [Int64(30), -1])
  func refused(hours: Int64) throws {
    try withTemporaryFolder { folder in
      let before = try #require(Self.epoch.previous)
      let monday = [try Self.entry(before, after: nil, at: try Self.moment(-100))]
      let events = try events(late: try Self.moment(hours), monday: monday, in: folder)
      #expect(events.count == 2, "\(events)")
      guard case .failed(let waiting) = events.first,
        case .lost(Self.epoch, let reason) = events.last
      else {
        Issue.record("\(events)")
        return
      }
      #expect(waiting.contains("has not published its keys"))
      #expect(reason.contains("for this agent alone"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "orders").path))
    }
  }

  @Test("is told from one that published ahead: that one gets the order")
  func ordered() throws {
    try withTemporaryFolder { folder in
      let ahead = [try Self.entry(Self.epoch, after: nil, at: try Self.moment(-1))]
      try Data(ahead.flatMap(\.line)).write(to: folder.appending(path: "log"))
      let server = try server(in: folder)
      let courier = try courier(of: server, in: folder) { _ in }
      var generator = SeededGenerator(seed: 5)
      try courier.step(at: try Self.moment(12), using: &generator)
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "orders").path))
    }
  }
}
