import CensusProtocol
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("interface")
struct InterfaceTests {
  @Test(
    "HEAD answers as GET does, without the body", arguments: ["/", "/healthz", "/v1/catalogue"])
  func head(path: String) async throws {
    try await TestServer.with { server in
      let get = try await server.get(path)
      let head = try await server.client.execute(uri: path, method: .head)
      #expect(head.status == get.status)
      #expect(head.headers[.contentLength] == get.headers[.contentLength])
      #expect(head.headers[.contentType] == get.headers[.contentType])
      #expect(head.body.readableBytes == 0)
    }
  }

  @Test("an unknown path is 404, a wrong method 405 with what is allowed")
  func routing() async throws {
    try await TestServer.with { server in
      let unknown = try await server.get("/v2/sessions")
      #expect(unknown.status == .notFound)
      #expect(try unknown.problem == "not-found")
      for (path, allowed) in [("/v1/sessions/abc", "GET, HEAD"), ("/v1/bundles", "POST")] {
        let wrong = try await server.client.execute(uri: path, method: .delete)
        #expect(wrong.status == .methodNotAllowed)
        #expect(wrong.headers[.allow] == allowed)
        #expect(try wrong.problem == "method")
      }
    }
  }

  @Test("every answer, errors too, forbids scripts and framing", arguments: ["/", "/nothing"])
  func strictHeaders(path: String) async throws {
    try await TestServer.with { server in
      let headers = try await server.get(path).headers
      let policy = try #require(headers[.contentSecurityPolicy])
      #expect(policy.contains("default-src 'none'"))
      #expect(policy.contains("frame-ancestors 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(headers[.xContentTypeOptions] == "nosniff")
    }
  }

  @Test("sessions come in pages, each once, the latest first")
  func paging() async throws {
    let bench = try Bench()
    let sessions = try (0..<5).map { _ in try bench.session([MadePhase(condition: .cloudOff)]) }
    try await TestServer.with(bench) { server in
      for session in sessions { _ = try await server.submit(session, by: bench) }
      var address: String? = "/v1/sessions?limit=2"
      var found: [String] = []
      while let next = address {
        let page = try await server.get(next).object
        let list = try #require(page["sessions"] as? [[String: Any]])
        found += list.compactMap { $0["id"] as? String }
        address = page["next"] as? String
      }
      #expect(found == sessions.reversed().map(\.session.description))
    }
  }

  @Test("a void phase is listed with its session and its reason")
  func voidPhases() async throws {
    let bench = try Bench()
    let session = try bench.session([MadePhase(condition: .outOfTheBox, void: .otherClient)])
    try await TestServer.with(bench) { server in
      _ = try await server.submit(session, by: bench)
      let document = try await server.get("/v1/sessions/\(session.session)").object
      let phases = try #require(document["phases"] as? [[String: Any]])
      #expect(phases.map { $0["void"] as? String } == ["other-client"])
      let statistics = try await server.get("/v1/statistics").object
      let listed = try #require(statistics["void_phases"] as? [[String: Any]])
      #expect(listed.map { $0["session"] as? String } == [session.session.description])
    }
  }

  @Test("what comes from outside is text on a page, never markup")
  func escaping() async throws {
    let demonstration = try Demonstration()
    try await TestServer.with(demonstration.bench) { server in
      _ = try await server.store.admit(
        demonstration.bench.organisation, name: "<script>alert('x')</script>",
        key: demonstration.bench.key.verifyingKey, at: .now)
      try await demonstration.submit(to: server)
      let session = demonstration.sessions[0].session
      let page = String(buffer: try await server.get("/sessions/\(session)").body)
      #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
      #expect(page.contains("&lt;b&gt;&amp;&quot;geo&quot;"))
      #expect(!page.contains("<script"))
    }
  }

  @Test("a session that is not there is 404, an id that is none is 400")
  func missingSession() async throws {
    try await TestServer.with { server in
      for path in ["/v1/sessions", "/sessions"] {
        let missing = try await server.get("\(path)/\(SessionIdentifier.random())")
        #expect(missing.status == .notFound)
        let malformed = try await server.get("\(path)/abc")
        #expect(malformed.status == .badRequest)
        #expect(try malformed.detail.contains("32 lower-case hexadecimal digits"))
      }
    }
  }
}
