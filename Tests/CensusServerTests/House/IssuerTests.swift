import CensusProtocol
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("The issuer of tokens")
struct IssuerTests {
  @Test("enrols by invitation, as often as it says, and the same agent again for nothing")
  func invitations() async throws {
    try await TestCrowd.with(.invited) { crowd in
      let store = crowd.server.store
      let code = try await store.invite(label: "two", tier: .new, uses: 2, at: .now)
      let agents = [TestAgent(), TestAgent(), TestAgent()]
      #expect(try await agents[0].enrol(crowd).problem == "invitation-needed")
      #expect(
        try await agents[0].enrol(crowd, invitation: .random()).problem == "invitation-refused")
      #expect(try await agents[0].enrol(crowd, invitation: code).status == .created)
      #expect(try await agents[0].enrol(crowd, invitation: code).status == .ok)
      #expect(try await agents[0].enrol(crowd).status == .ok)
      #expect(try await agents[1].enrol(crowd, invitation: code).status == .created)
      #expect(try await agents[2].enrol(crowd, invitation: code).problem == "invitation-refused")
      #expect(try await store.invitations().map(\.used) == [2])
    }
  }

  @Test("revokes an invitation by its name, and keeps those who came by it")
  func revocation() async throws {
    try await TestCrowd.with(.invited) { crowd in
      let store = crowd.server.store
      let code = try await store.invite(label: "many", tier: .organisation, uses: 9, at: .now)
      let known = TestAgent()
      let first = try await known.enrol(crowd, invitation: code)
      #expect(try first.object["tier"] as? String == "organisation")
      let name = try #require(try await store.invitations().first).name
      #expect(try await store.revoke(name, at: .now))
      #expect(try await !store.revoke("0123456789ab", at: .now))
      #expect(try await !store.revoke("", at: .now))
      let late = try await TestAgent().enrol(crowd, invitation: code)
      #expect(try late.problem == "invitation-refused")
      #expect(try await known.enrol(crowd).status == .ok)
    }
  }

  @Test("that is open takes a few agents a day from one part of the internet")
  func openWithLimit() async throws {
    try await TestCrowd.with(options: { $0.enrolmentsInDay = 3 }) { crowd in
      for _ in 0..<3 {
        let taken = try await TestAgent().enrol(crowd)
        #expect(taken.status == .created)
      }
      let refused = try await TestAgent().enrol(crowd)
      #expect(refused.status == .tooManyRequests)
      #expect(try refused.problem == "too-many")
      crowd.clock.move(to: try #require(UTCTime("2026-11-19T00:00:00Z")))
      #expect(try await TestAgent().enrol(crowd).status == .created)
    }
  }

  @Test("gives the same order the same answer, also after a restart, and no other order any")
  func idempotence() async throws {
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      let agent = TestAgent()
      let answers = Collected()
      try await TestCrowd.with(database: database) { crowd in
        _ = try await agent.enrol(crowd)
        let order = try await agent.order(crowd, crowd.epoch, count: 8)
        await answers.add(order.bytes)
        for _ in 0..<2 {
          let response = try await agent.post(order.bytes, to: "/v1/tokens", crowd)
          #expect(response.status == .ok)
          await answers.add(Array(buffer: response.body))
        }
      }
      // The first process has ended after its commit; whether its answer arrived does not matter.
      try await TestCrowd.with(database: database) { crowd in
        let order = await answers.all[0]
        let response = try await agent.post(order, to: "/v1/tokens", crowd)
        #expect(Array(buffer: response.body) == (await answers.all[1]))
        let other = try await agent.order(crowd, crowd.epoch, count: 1)
        let refused = try await agent.post(other.bytes, to: "/v1/tokens", crowd)
        #expect(refused.status == .conflict)
        #expect(try refused.problem == "over-quota")
      }
      let all = await answers.all
      #expect(all[1] == all[2])
    }
  }

  @Test("uses nothing of the quota for what it cannot sign")
  func brokenRequest() async throws {
    try await TestCrowd.with { crowd in
      let agent = TestAgent()
      _ = try await agent.enrol(crowd)
      let order = try await agent.order(crowd, crowd.epoch, count: 1)
      let tooLarge = try #require(
        TokenRequest(
          encoded: order.pending[0].request.encoded.prefix(3)
            + [UInt8](repeating: 0xff, count: 256)))
      let broken = try #require(
        TokenOrder(
          agent: agent.key.verifyingKey, epoch: crowd.epoch, tier: .new, requests: [tooLarge]))
      let refused = try await agent.post(broken.encoded, to: "/v1/tokens", crowd)
      #expect(try refused.problem == "token-request")
      #expect(try await agent.post(order.bytes, to: "/v1/tokens", crowd).status == .ok)
    }
  }

  @Test("refuses strangers, wrong signatures, wrong tiers, and epochs that it does not serve")
  func refusals() async throws {
    try await TestCrowd.with { crowd in
      let agent = TestAgent()
      let next = try #require(crowd.epoch.next)
      let order = try await agent.order(crowd, crowd.epoch, count: 1)
      #expect(
        try await agent.post(order.bytes, to: "/v1/tokens", crowd).problem == "agent-unknown")
      _ = try await agent.enrol(crowd)
      let forged = try SigningKey.random().sign(order.bytes).description
      #expect(
        try await agent.post(order.bytes, to: "/v1/tokens", crowd, signature: forged).problem
          == "signature-wrong")
      let established = try await agent.order(crowd, crowd.epoch, count: 1, tier: .established)
      let refused = try await agent.post(established.bytes, to: "/v1/tokens", crowd)
      #expect(try refused.problem == "tier-wrong")
      #expect(try refused.detail.contains("tier is new"))
      let early = try await agent.order(crowd, next, count: 1)
      #expect(
        try await agent.post(early.bytes, to: "/v1/tokens", crowd).problem == "epoch-not-issued")
      // None of these has used the quota, and what has no fault is signed.
      #expect(try await agent.post(order.bytes, to: "/v1/tokens", crowd).status == .ok)
      try crowd.clock.move(to: crowd.epoch.end, plus: 48)
      #expect(
        try await agent.post(order.bytes, to: "/v1/tokens", crowd).problem == "epoch-not-issued")
      let garbage = try await agent.post(Array("{}".utf8), to: "/v1/tokens", crowd)
      #expect(try garbage.problem == "contract-violation")
      let huge = [UInt8](repeating: 0x20, count: TokenOrder.maximumBytes + 1)
      #expect(try await agent.post(huge, to: "/v1/tokens", crowd).problem == "too-large")
    }
  }

  @Test("has published the keys of an epoch a whole epoch before it begins, and never changes them")
  func keysAhead() async throws {
    try await TestCrowd.with { crowd in
      var published: [Epoch: IssuerKeys] = [:]
      var epoch = crowd.epoch
      for _ in 0..<3 {
        let ahead = try #require(epoch.next?.next)
        for known in [epoch, try #require(epoch.next), ahead] {
          let keys = try await crowd.keys(of: known)
          if let before = published[known] { #expect(keys == before) }
          published[known] = keys
        }
        epoch = try #require(epoch.next)
        crowd.clock.move(to: epoch.start)
        try await crowd.keeper.keep()
      }
      #expect(published.count == 5)
    }
  }

  @Test("counts an agent as established after four epochs")
  func tiers() async throws {
    try await TestCrowd.with { crowd in
      let agent = TestAgent()
      let first = try await agent.enrol(crowd).object
      #expect(first["enrolled"] as? String == "2026-W47")
      #expect(first["established"] as? String == "2026-W51")
      let fourth = try #require(Epoch("2026-W51"))
      crowd.clock.move(to: fourth.start)
      let later = try await agent.enrol(crowd).object
      #expect(later["tier"] as? String == "established")
    }
  }
}

/// What a test gathers from closures that run elsewhere.
private actor Collected {
  private(set) var all: [[UInt8]] = []

  func add(_ bytes: [UInt8]) { all.append(bytes) }
}
