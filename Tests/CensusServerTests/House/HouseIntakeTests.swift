import CensusProtocol
import Foundation
import GRDB
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("The intake of households' contributions")
struct HouseIntakeTests {
  @Test("counts one contribution of a pseudonym: a higher sequence replaces it, a replay is known")
  func replacement() async throws {
    try await TestCrowd.with { crowd in
      let right = try await TestAgent().rights(crowd)[0]
      try crowd.moveToUploads(of: crowd.epoch)
      let first = HouseUpload.contribution(try crowd.contribution(kilobytes: 1))
      let second = HouseUpload.contribution(try crowd.contribution(kilobytes: 900))
      let stored = try await crowd.send(first, by: right, sequence: 3)
      #expect(stored.status == .created)
      #expect(try stored.object["body"] as? String == Digest(of: first.encoded).description)
      let replay = try await crowd.send(first, by: right, sequence: 3)
      #expect(replay.status == .ok)
      #expect(try replay.object["status"] as? String == "known")
      #expect(try await crowd.send(second, by: right, sequence: 3).problem == "outdated")
      #expect(try await crowd.send(second, by: right, sequence: 2).problem == "outdated")
      let replaced = try await crowd.send(second, by: right, sequence: 4)
      #expect(try replaced.object["status"] as? String == "replaced")
      #expect(try await crowd.send(first, by: right, sequence: 3).problem == "outdated")
      #expect(try await crowd.stored() == [second.document])
    }
  }

  @Test("takes a contribution back when an empty one comes, until another replaces that")
  func withdrawal() async throws {
    try await TestCrowd.with { crowd in
      let right = try await TestAgent().rights(crowd)[0]
      try crowd.moveToUploads(of: crowd.epoch)
      let some = HouseUpload.contribution(try crowd.contribution())
      let nothing = HouseUpload.withdrawal(crowd.epoch)
      _ = try await crowd.send(some, by: right, sequence: 0)
      let withdrawn = try await crowd.send(nothing, by: right, sequence: 1)
      #expect(try withdrawn.object["status"] as? String == "withdrawn")
      #expect(try await crowd.stored() == [])
      #expect(try await crowd.send(some, by: right, sequence: 0).problem == "outdated")
      #expect(try await crowd.send(nothing, by: right, sequence: 1).status == .ok)
      _ = try await crowd.send(some, by: right, sequence: 2)
      #expect(try await crowd.stored() == [some.document])
    }
  }

  @Test("refuses forged tokens, other keys, other epochs, other tiers and altered uploads")
  func forgeries() async throws {
    try await TestCrowd.with { crowd in
      let next = try #require(crowd.epoch.next)
      let right = try await TestAgent().rights(crowd)[0]
      let other = try await TestAgent().rights(crowd)[0]
      let keys = try await crowd.keys(of: crowd.epoch)
      try crowd.moveToUploads(of: crowd.epoch)
      let upload = HouseUpload.contribution(try crowd.contribution())
      let good = try SignedHouseUpload(
        upload, token: right.token, sequence: 0, key: right.pseudonym)

      func sent(_ token: [UInt8]) async throws -> String? {
        let token = try #require(Token(encoded: token))
        return try await crowd.send(
          SignedHouseUpload(
            body: good.body, token: token, sequence: 0, signature: good.signature)
        ).problem
      }
      var forged = right.token.encoded
      forged[353] ^= 1
      #expect(try await sent(forged) == "token-wrong")
      // The same signature under the name of another tier's key, and of no key at all.
      var promoted = right.token.encoded
      promoted.replaceSubrange(66..<98, with: keys.established.identifier)
      #expect(try await sent(promoted) == "token-wrong")
      promoted.replaceSubrange(66..<98, with: [UInt8](repeating: 7, count: 32))
      #expect(try await sent(promoted) == "token-key-unknown")
      #expect(try await sent(other.token.encoded) == "signature-wrong")

      let later = HouseUpload.contribution(try crowd.contribution(epoch: next))
      #expect(try await crowd.send(later, by: right).problem == "token-epoch")
      let resequenced = SignedHouseUpload(
        body: good.body, token: good.token, sequence: 9, signature: good.signature)
      #expect(try await crowd.send(resequenced).problem == "signature-wrong")
      let stolen = SignedHouseUpload(
        body: HouseUpload.withdrawal(crowd.epoch).encoded, token: good.token, sequence: 0,
        signature: good.signature)
      #expect(try await crowd.send(stolen).problem == "signature-wrong")
      #expect(try await crowd.stored() == [])
      // Each had one fault: without it this is taken, so a server that does not look for it would take them.
      #expect(try await crowd.send(good).status == .created)
    }
  }

  @Test("refuses a token that was signed for another server")
  func otherServer() async throws {
    try await TestCrowd.with { crowd in
      let keys = try await crowd.keys(of: crowd.epoch)
      let agent = TestAgent()
      _ = try await agent.enrol(crowd)
      let pseudonym = SigningKey.random()
      let foreign = TokenChallenge(log: SigningKey.random().verifyingKey, epoch: crowd.epoch)
      let pending = try PendingToken(
        for: pseudonym.verifyingKey, challenge: foreign, key: keys.new)
      let order = try #require(
        TokenOrder(
          agent: agent.key.verifyingKey, epoch: crowd.epoch, tier: .new,
          requests: [pending.request]))
      let response = try await agent.post(order.encoded, to: "/v1/tokens", crowd)
      let answer = try #require(TokenAnswer(decoding: Array(buffer: response.body)))
      let token = try pending.finalize(answer.responses[0])
      try crowd.moveToUploads(of: crowd.epoch)
      let refused = try await crowd.send(
        .contribution(try crowd.contribution()), by: .init(token: token, pseudonym: pseudonym))
      #expect(try refused.problem == "token-wrong")
    }
  }

  @Test("refuses what is not exactly a body of the contract")
  func contract() async throws {
    try await TestCrowd.with { crowd in
      let right = try await TestAgent().rights(crowd)[0]
      try crowd.moveToUploads(of: crowd.epoch)
      let body = try crowd.contribution().encoded
      let altered = String(decoding: body, as: UTF8.self)
      let cases: [([UInt8], String)] = [
        (Array(body.dropLast()), "size"), (body + [0x20], "too-large"), ([], "size"),
        ([UInt8](repeating: 0x20, count: 4096), "not-canonical-json"),
        (Array(altered.replacing("\"CN\"", with: "\"XX\"").utf8), "contract-violation"),
        (
          Array(altered.replacing("xiaomi-redmi-1s", with: "my-own-phone-xx").utf8),
          "contract-violation"
        ),
        (Array(altered.replacing("\"up\":17", with: "\"up\":99").utf8), "contract-violation"),
      ]
      for (bytes, problem) in cases {
        let signature = try right.pseudonym.sign([0] + bytes)
        let refused = try await crowd.send(
          SignedHouseUpload(body: bytes, token: right.token, sequence: 0, signature: signature))
        #expect(try refused.problem == problem)
      }
      let plain = try SignedHouseUpload(
        .contribution(try crowd.contribution()), token: right.token, sequence: 0,
        key: right.pseudonym)
      #expect(try await crowd.send(plain, contentType: "text/plain").problem == "media-type")
      #expect(try await crowd.stored() == [])
    }
  }

  @Test("takes an epoch's contributions from its end until the days of grace are over")
  func window() async throws {
    try await TestCrowd.with { crowd in
      let rights = try await TestAgent().rights(crowd, 3)
      let upload = HouseUpload.contribution(try crowd.contribution())
      #expect(try await crowd.send(upload, by: rights[0]).problem == "epoch-running")
      crowd.clock.move(to: crowd.epoch.end)
      #expect(try await crowd.send(upload, by: rights[0]).status == .created)
      try crowd.clock.move(to: crowd.epoch.end, plus: 71)
      #expect(try await crowd.send(upload, by: rights[1]).status == .created)
      try crowd.clock.move(to: crowd.epoch.end, plus: 72)
      let late = try await crowd.send(upload, by: rights[2])
      #expect(late.status == .gone)
      #expect(try late.problem == "epoch-over")
      #expect(try await crowd.stored().count == 2)
      #expect(try await crowd.server.store.late(crowd.epoch) == 1)
    }
  }

  @Test("bounds what one part of the internet can ask in a minute")
  func rate() async throws {
    try await TestCrowd.with(options: { $0.requestsInMinute = 4 }) { crowd in
      let agent = TestAgent()
      for _ in 0..<4 { _ = try await agent.enrol(crowd) }
      let refused = try await agent.enrol(crowd)
      #expect(refused.status == .tooManyRequests)
      #expect(refused.headers[.retryAfter] == "60")
      crowd.clock.move(to: try #require(UTCTime("2026-11-18T12:01:00Z")))
      #expect(try await agent.enrol(crowd).status == .ok)
    }
  }

  @Test("is closed at a server that is for benches alone")
  func off() async throws {
    try await TestServer.with { server in
      for path in ["/v1/enrolments", "/v1/tokens", "/v1/house"] {
        let response = try await server.client.execute(uri: path, method: .post)
        #expect(response.status == .notFound)
        #expect(try response.problem == "households-off")
      }
      #expect(try await server.get("/v1/log").body.readableBytes == 0)
    }
  }
}

extension TestCrowd {
  /// The contributions in the database, without their padding.
  func stored() async throws -> [[UInt8]] {
    try await server.store.read { database in
      try DatabaseRow.fetchAll(
        database, sql: "SELECT body FROM house_uploads WHERE body IS NOT NULL ORDER BY pseudonym"
      )
      .map { Array($0["body"] as Data) }
    }
  }
}
