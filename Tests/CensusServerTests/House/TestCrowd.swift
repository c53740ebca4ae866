import CensusProtocol
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import CensusServer

/// A clock that a test moves.
final class TestClock: Sendable {
  private let time: Mutex<UTCTime>

  init(_ text: String) throws { time = Mutex(try #require(UTCTime(text))) }

  var clock: ServerClock { ServerClock { self.time.withLock { $0 } } }

  func move(to moment: UTCTime) { time.withLock { $0 = moment } }

  func move(to moment: UTCTime, plus hours: Int64) throws {
    move(to: try #require(UTCTime(seconds: moment.seconds + hours * 3600)))
  }
}

/// Issuer keys that all tests share: making one takes tenths of a second, and each server has a
/// database of its own.
enum SharedKeys {
  private static let pool: [IssuerSecretKey] = {
    do { return try (0..<15).map { _ in try IssuerSecretKey.random() } } catch {
      fatalError("\(error)")
    }
  }()

  /// A source that gives each of them once.
  static func source() -> @Sendable () throws(TokenError) -> IssuerSecretKey {
    let next = NextNumber()
    return { () throws(TokenError) in
      let number = next.take()
      return number < pool.count ? pool[number] : try .random()
    }
  }

  private final class NextNumber: Sendable {
    private let number = Mutex(0)

    func take() -> Int {
      number.withLock { number in
        defer { number += 1 }
        return number
      }
    }
  }
}

/// A server that takes contributions of households, with the keys of its first epochs published.
struct TestCrowd: Sendable {
  let server: TestServer
  let clock: TestClock
  let keeper: EpochKeeper
  let logKey: VerifyingKey
  /// The epoch in which the test begins.
  let epoch: Epoch

  /// The models that contributions may name, unless a test says others.
  static let named = ["apple-iphone-5s", "google-nexus-5", "xiaomi-redmi-1s"]

  /// Runs `test` from Wednesday of 2026-W47 on; `named` is the list of the week before, and none where empty.
  static func with(
    _ policy: EnrolmentPolicy = .open, database: String? = nil, named: [String] = Self.named,
    options change: (inout HouseOptions) -> Void = { _ in },
    test: @escaping @Sendable (TestCrowd) async throws -> Void
  ) async throws {
    let clock = try TestClock("2026-11-18T12:00:00Z")
    var options = HouseOptions(enrolment: policy)
    options.clock = clock.clock
    options.makeKey = SharedKeys.source()
    options.requestsInMinute = 0
    options.enrolmentsInDay = 1000
    change(&options)
    try await TestServer.with(database: database, households: options) { server in
      let keeper = try #require(server.keeper)
      let listed = Set(named.compactMap { ModelIdentifier($0) })
      let before = try #require(UTCTime("2026-11-11T12:00:00Z"))
      _ = try await server.store.changeListedModels(at: before) { $0.union(listed) }
      try await keeper.keep()
      try await test(
        TestCrowd(
          server: server, clock: clock, keeper: keeper, logKey: try #require(server.logKey),
          epoch: try #require(Epoch("2026-W47"))))
    }
  }

  /// The public keys of an epoch, as an agent reads them in the log.
  func keys(of epoch: Epoch) async throws -> IssuerKeys {
    let response = try await server.get("/v1/log")
    for line in Array(buffer: response.body).split(separator: UInt8(ascii: "\n")) {
      let entry = try SignedEntry(line: line)
      #expect(entry.isSigned && entry.entry.key == logKey)
      if let keys = entry.entry.keys, keys.epoch == epoch { return keys }
    }
    throw Program.Missing(description: "the log has no keys of \(epoch)")
  }

  /// The time at which contributions of `epoch` come.
  func moveToUploads(of epoch: Epoch) throws { try clock.move(to: epoch.end, plus: 5) }

  /// The time at which `epoch` is released.
  func moveToRelease(of epoch: Epoch) throws { try clock.move(to: epoch.end, plus: 73) }
}

/// What an agent does, by an implementation that only tests use.
struct TestAgent: Sendable {
  let key = SigningKey.random()

  /// A token with the private half of its pseudonym.
  struct Right: Sendable {
    let token: Token
    let pseudonym: SigningKey
  }

  func enrol(
    _ crowd: TestCrowd, invitation: InvitationCode? = nil
  ) async throws -> TestResponse {
    let bytes = Enrolment(agent: key.verifyingKey, invitation: invitation).encoded
    return try await post(bytes, to: "/v1/enrolments", crowd)
  }

  /// What to send for `count` tokens, and what becomes of the answer.
  func order(
    _ crowd: TestCrowd, _ epoch: Epoch, count: Int, tier: ContributorTier = .new
  ) async throws -> (bytes: [UInt8], pseudonyms: [SigningKey], pending: [PendingToken]) {
    try order(
      try await crowd.keys(of: epoch), logKey: crowd.logKey, count: count, tier: tier)
  }

  /// The same for keys that are known.
  func order(
    _ keys: IssuerKeys, logKey: VerifyingKey, count: Int, tier: ContributorTier = .new
  ) throws -> (bytes: [UInt8], pseudonyms: [SigningKey], pending: [PendingToken]) {
    let pseudonyms = (0..<count).map { _ in SigningKey.random() }
    let challenge = TokenChallenge(log: logKey, epoch: keys.epoch)
    let pending = try pseudonyms.map {
      try PendingToken(for: $0.verifyingKey, challenge: challenge, key: keys[tier])
    }
    let order = try #require(
      TokenOrder(
        agent: key.verifyingKey, epoch: keys.epoch, tier: tier,
        requests: pending.map(\.request)))
    return (order.encoded, pseudonyms, pending)
  }

  func post(
    _ bytes: [UInt8], to path: String, _ crowd: TestCrowd, signature: String? = nil
  ) async throws -> TestResponse {
    let signature = try signature ?? key.sign(bytes).description
    return try await crowd.server.client.execute(
      uri: path, method: .post,
      headers: [.contentType: "application/json", .flowCensusSignature: signature],
      body: ByteBuffer(bytes: bytes))
  }

  /// Enrols and orders `count` tokens of the crowd's epoch.
  func rights(
    _ crowd: TestCrowd, _ count: Int = 1, epoch: Epoch? = nil
  ) async throws -> [Right] {
    _ = try await enrol(crowd)
    let order = try await order(crowd, epoch ?? crowd.epoch, count: count)
    let response = try await post(order.bytes, to: "/v1/tokens", crowd)
    try #require(response.status == .ok, "\(String(buffer: response.body))")
    let answer = try #require(TokenAnswer(decoding: Array(buffer: response.body)))
    return try zip(zip(order.pending, order.pseudonyms), answer.responses).map { pair, response in
      Right(token: try pair.0.finalize(response), pseudonym: pair.1)
    }
  }
}

extension TestCrowd {
  func send(
    _ upload: SignedHouseUpload, contentType: String = "application/json"
  ) async throws -> TestResponse {
    try await server.client.execute(
      uri: "/v1/house", method: .post,
      headers: [
        .contentType: contentType, .flowCensusSignature: upload.signature.description,
        .flowCensusToken: upload.token.description,
        .flowCensusSequence: String(upload.sequence),
      ], body: ByteBuffer(bytes: upload.body))
  }

  func send(
    _ upload: HouseUpload, by right: TestAgent.Right, sequence: UInt8 = 0
  ) async throws -> TestResponse {
    try await send(
      try SignedHouseUpload(upload, token: right.token, sequence: sequence, key: right.pseudonym))
  }

  /// A contribution of the crowd's epoch about one model that speaks with one country.
  func contribution(
    _ model: String = "xiaomi-redmi-1s", _ country: String = "CN", kilobytes: UInt64 = 100,
    epoch: Epoch? = nil
  ) throws -> HouseContribution {
    let row = HouseRow(
      destination: try #require(HouseDestination(country)), service: .tls,
      up: ByteBucket(bytes: kilobytes * 1000), down: ByteBucket(bytes: 5000), activeHours: .days)
    let identifier = try #require(ModelIdentifier(model))
    return try HouseContribution(
      epoch: epoch ?? self.epoch, model: identifier,
      level: Catalogue.bundled.model(identifier)?.level ?? .model, catalogue: 1,
      geo: GeoEdition(source: .ipfire, month: try #require(CalendarMonth("2026-06"))),
      loss: .none, rows: [try #require(row)])
  }
}
