import CensusProtocol
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import CensusServer

/// `protocol/openapi.yaml` against a running server. Needs Debian's python3-yaml and
/// python3-jsonschema: a validator that shares no code with the server.
@Suite("OpenAPI document")
struct OpenAPITests {
  private static let document = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../protocol/openapi.yaml").standardized.path

  /// An answer as the checking script reads it.
  private struct Exchange: Encodable {
    let method: String
    let path: String
    let status: Int
    let contentType: String
    let body: String

    init(_ method: String, _ path: String, _ response: TestResponse) {
      self.method = method
      self.path = path
      status = response.status.code
      contentType = response.headers[.contentType] ?? ""
      body = String(buffer: response.body)
    }
  }

  private func python(_ script: String, input: String = "") async throws -> String {
    let outcome = try await Program.run(
      "/usr/bin/python3", ["-c", script, Self.document], input: input, package: "python3")
    guard outcome.status == 0 else {
      throw Program.Missing(
        description: outcome.errors.contains("ModuleNotFoundError")
          ? "install the Debian packages python3-yaml and python3-jsonschema" : outcome.errors)
    }
    return outcome.output
  }

  @Test("has exactly the operations that the router has")
  func operations() async throws {
    let documented = try await python(
      """
      import sys, yaml
      for path, item in yaml.safe_load(open(sys.argv[1]))["paths"].items():
          for method in item: print(method.upper(), path)
      """
    )
    .split(separator: "\n").map(String.init)
    try await TemporaryFolder.with { folder in
      let store = try Store(path: "\(folder)/server.sqlite")
      let endpoints = Interface.over(store).endpoints.map { "\($0.method.rawValue) \($0.path)" }
      #expect(Set(documented) == Set(endpoints))
      #expect(documented.count == endpoints.count)
      try store.close()
    }
  }

  @Test("describes what a running server answers, in success and in trouble")
  func answers() async throws {
    let demonstration = try Demonstration()
    let bench = demonstration.bench
    let others = try await exchangesOfHouseholds() + exchangesOfFindings()
    try await TestServer.with(bench) { server in
      var exchanges = others
      func record(_ method: String, _ path: String, _ response: TestResponse) {
        exchanges.append(Exchange(method, path, response))
      }
      for get in ["/v1/sessions", "/v1/statistics", "/v1/organisations"] {
        record("GET", get, try await server.get(get))
      }
      for session in demonstration.sessions + demonstration.sessions.prefix(1) {
        record("POST", "/v1/bundles", try await server.submit(session, by: bench))
      }
      for (bytes, signature, contentType) in try troubles(demonstration) {
        record(
          "POST", "/v1/bundles",
          try await server.submit(bytes, signature: signature, contentType: contentType))
      }
      try await FindingStudy.register(in: server.store)
      let session = demonstration.sessions[0]
      for get in [
        "/", "/?country=CN", "/?country=China", "/style.css", "/healthz", "/v1/catalogue",
        "/v1/organisations", "/v1/sessions", "/v1/sessions?limit=1", "/v1/sessions?limit=0",
        "/v1/sessions/\(session.session)", "/v1/sessions/x", "/v1/sessions/\(bench.session)",
        "/sessions/\(session.session)", "/sessions/x", "/sessions/\(bench.session)",
        "/v1/bundles/\(Digest(of: session.encoded))", "/v1/bundles/x",
        "/v1/bundles/\(Digest(of: []))", "/v1/statistics", "/v1/statistics?country=lan&service=dns",
        "/v1/statistics?model=simulated-caller&condition=A", "/v1/statistics?format=csv",
        "/v1/statistics?format=xml", "/v1/statistics?step=settle", "/v1/statistics?step=late",
        "/findings", "/findings/caller-h1", "/findings/caller-h9",
        "/findings/X", "/findings/caller-h4/units.svg", "/findings/caller-h9/units.svg",
        "/findings/X/units.svg", "/v1/findings", "/v1/findings?format=csv",
        "/v1/findings?format=xml", "/v1/findings?model=simulated-caller",
        "/v1/findings/caller-h1", "/v1/findings/caller-h2", "/v1/findings/caller-h3",
        "/v1/findings/caller-h4?format=csv", "/v1/findings/caller-h5", "/v1/findings/caller-h9",
        "/v1/findings/X", "/v1/findings/caller-h4/units", "/v1/findings/caller-h9/units",
        "/v1/findings/X/units",
      ] {
        record("GET", get, try await server.get(get))
      }
      let lines = try exchanges.map {
        String(decoding: try JSONEncoder().encode($0), as: UTF8.self)
      }
      let report = try await python(Self.check, input: lines.joined(separator: "\n"))
      #expect(report == "")
    }
  }

  /// What servers of households, and one that is none, answer.
  private func exchangesOfHouseholds() async throws -> [Exchange] {
    let recorded = Recorded()
    try await TestCrowd.with { crowd in
      try await HouseExchanges.record(crowd) { recorded.add(Exchange($0, $1, $2)) }
    }
    try await TestCrowd.with(options: { $0.requestsInMinute = 1 }) { crowd in
      for _ in 0..<2 {
        try await HouseExchanges.recordLimits(crowd.server) { recorded.add(Exchange($0, $1, $2)) }
      }
    }
    try await TestServer.with { server in
      try await HouseExchanges.recordLimits(server) { recorded.add(Exchange($0, $1, $2)) }
    }
    return recorded.all
  }

  /// What a server with decided findings answers, the first minutes of their units included.
  private func exchangesOfFindings() async throws -> [Exchange] {
    let recorded = Recorded()
    let study = try FindingStudy()
    try await TestServer.with { server in
      try await study.submit(to: server)
      try await FindingStudy.register(in: server.store)
      for path in [
        "/v1/findings", "/v1/findings/caller-h1", "/v1/findings/caller-h4",
        "/v1/statistics?step=start-up", "/findings/caller-h4", "/?step=start-up",
      ] {
        recorded.add(Exchange("GET", path, try await server.get(path)))
      }
    }
    return recorded.all
  }

  /// Exchanges that closures gather.
  private final class Recorded: Sendable {
    private let exchanges = Mutex<[Exchange]>([])

    var all: [Exchange] { exchanges.withLock { $0 } }
    func add(_ exchange: Exchange) { exchanges.withLock { $0.append(exchange) } }
  }

  /// One upload for each status that a refusal has.
  private func troubles(
    _ demonstration: Demonstration
  ) throws -> [(bytes: [UInt8], signature: String?, contentType: String)] {
    let bench = demonstration.bench
    let bytes = demonstration.sessions[0].encoded
    let signature = try bench.key.sign(bytes).description
    var conflict = demonstration.sessions[0]
    conflict.unit.build = "other"
    let unknown = try bench.session(model: "no-such-model", [MadePhase(condition: .outOfTheBox)])
    let json = "application/json"
    return [
      (bytes, nil, json), (bytes, signature, "text/plain"), (bytes.dropLast(), signature, json),
      (bytes, try SigningKey.random().sign(bytes).description, json),
      (conflict.encoded, try bench.key.sign(conflict.encoded).description, json),
      (unknown.encoded, try bench.key.sign(unknown.encoded).description, json),
      (Array(repeating: 0x20, count: SessionBundle.maximumBytes + 1), signature, json),
    ]
    .map { (Array($0.0), $0.1, $0.2) }
  }

  /// Prints a line for everything that is not as documented, and for every documented answer that was
  /// not tried; a full disk, a broken store and a slow sender have tests of their own.
  private static let check = """
    import json, re, sys, yaml
    from jsonschema import Draft202012Validator, RefResolver
    document = yaml.safe_load(open(sys.argv[1]))
    def resolve(node):
        while "$ref" in node:
            target = document
            for part in node["$ref"].removeprefix("#/").split("/"): target = target[part]
            node = target
        return node
    operations = {(method.upper(), path): operation
                  for path, item in document["paths"].items() for method, operation in item.items()}
    untried = {(*key, status) for key, operation in operations.items()
               for status in operation["responses"] if status not in ("408", "503", "507")}
    def operation(method, address):
        path = address.split("?")[0]
        for key in operations:
            template = "^" + re.sub(r"[{][a-z]+[}]", "[^/]+", key[1].replace(".", "[.]")) + "$"
            if key[0] == method and re.match(template, path): return key
    for line in sys.stdin:
        exchange = json.loads(line)
        where = f'{exchange["method"]} {exchange["path"]} {exchange["status"]}'
        key = operation(exchange["method"], exchange["path"])
        if key is None: print(where, "is not documented"); continue
        response = operations[key]["responses"].get(str(exchange["status"]))
        if response is None: print(where, "is not a documented status"); continue
        untried.discard((*key, str(exchange["status"])))
        media = resolve(response)["content"].get(exchange["contentType"].split(";")[0])
        if media is None: print(where, exchange["contentType"], "is not documented"); continue
        if "json" not in exchange["contentType"] or "schema" not in media: continue
        validator = Draft202012Validator(media["schema"], resolver=RefResolver("", document))
        for error in validator.iter_errors(json.loads(exchange["body"])):
            print(where, list(error.absolute_path), error.message[:200])
    for key in sorted(untried): print(*key, "was not tried")
    """
}

extension Bench {
  /// A session id that no session has.
  fileprivate var session: SessionIdentifier { .random() }
}

extension Interface {
  /// The interface over a store, without a server.
  fileprivate static func over(_ store: Store) -> Interface {
    let reader = UploadReader(budget: UploadBudget(bytes: 0), patience: .zero)
    let intake = Intake(
      store: store, catalogue: .bundled, simulatedModels: .refused, uploads: reader)
    return Interface(
      store: store, intake: intake, query: Query(store: store), catalogue: .bundled,
      transport: .plain)
  }
}
