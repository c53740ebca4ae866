import CensusProtocol
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("intake")
struct IntakeTests {
  let bench: Bench
  let bundle: SessionBundle

  init() throws {
    bench = try Bench()
    bundle = try bench.session([
      MadePhase(
        condition: .outOfTheBox, rows: [try .made("CN", service: .tls, up: 4200, down: 900)])
    ])
  }

  @Test("a valid bundle is stored and acknowledged with 201")
  func stored() async throws {
    try await TestServer.with(bench) { [bench, bundle] server in
      let response = try await server.submit(bundle, by: bench)
      #expect(response.status == .created)
      let digest = Digest(of: bundle.encoded)
      #expect(response.headers[.location] == "/v1/bundles/\(digest)")
      let receipt = try response.object
      #expect(receipt["bundle"] as? String == digest.description)
      #expect(receipt["session"] as? String == bundle.session.description)
      #expect(receipt["status"] as? String == "stored")
    }
  }

  @Test("a bundle that is sent twice is counted once")
  func twice() async throws {
    try await TestServer.with(bench) { [bench, bundle] server in
      _ = try await server.submit(bundle, by: bench)
      let again = try await server.submit(bundle, by: bench)
      #expect(again.status == .ok)
      #expect(try again.object["status"] as? String == "known")
      #expect(try await server.store.sessions(before: .max, limit: 10).count == 1)
    }
  }

  @Test("of identical uploads at one moment, one is stored and the others are known")
  func concurrentTwins() async throws {
    try await TestServer.with(bench) { [bench, bundle] server in
      let statuses = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
        for _ in 0..<8 {
          group.addTask { try await server.submit(bundle, by: bench).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.count { $0 == .created } == 1)
      #expect(statuses.count { $0 == .ok } == 7)
    }
  }

  @Test("a known bundle stays known when the server takes simulated models no longer")
  func knownForEver() async throws {
    try await TemporaryFolder.with { [bench, bundle] folder in
      let database = "\(folder)/server.sqlite"
      try await TestServer.with(bench, database: database) { server in
        let first = try await server.submit(bundle, by: bench)
        #expect(first.status == .created)
      }
      try await TestServer.with(bench, simulatedModels: .refused, database: database) { server in
        let second = try await server.submit(bundle, by: bench)
        #expect(second.status == .ok)
      }
    }
  }

  @Test("the same session with other content is a conflict, and the first content stays")
  func conflict() async throws {
    try await TestServer.with(bench) { [bench, bundle] server in
      _ = try await server.submit(bundle, by: bench)
      var other = bundle
      other.unit.build = "other"
      let response = try await server.submit(other, by: bench)
      #expect(response.status == .conflict)
      #expect(try response.problem == "session-conflict")
      #expect(try response.detail.contains(Digest(of: bundle.encoded).description))
      #expect(try await server.store.holds(Digest(of: other.encoded)) == false)
    }
  }

  @Test("what is stored can be fetched and verified byte for byte")
  func verifiable() async throws {
    try await TestServer.with(bench) { [bench, bundle] server in
      _ = try await server.submit(bundle, by: bench)
      let response = try await server.get("/v1/bundles/\(Digest(of: bundle.encoded))")
      let bytes = Array(buffer: response.body)
      #expect(bytes == bundle.encoded)
      let signature = try #require(
        response.headers[.flowCensusSignature].flatMap { Signature($0) })
      let key = try #require(response.headers[.flowCensusKey].flatMap { VerifyingKey($0) })
      #expect(key == bench.key.verifyingKey)
      #expect(key.accepts(signature, for: bytes))
    }
  }
}
