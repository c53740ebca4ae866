import CensusProtocol
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import CensusServer

/// A whole server on a free port of the loopback, with a database in a folder of its own.
struct TestServer: Sendable {
  let client: any TestClientProtocol
  let store: Store
  /// Nil for a server that takes no contributions of households.
  var keeper: EpochKeeper?
  var logKey: VerifyingKey?

  /// Runs `test` against a server at which `benches` are admitted.
  static func with(
    _ benches: Bench..., simulatedModels: SimulatedModels = .accepted,
    certificate: CertificateFiles? = nil, database: String? = nil,
    households: HouseOptions? = nil,
    test: @escaping @Sendable (TestServer) async throws -> Void
  ) async throws {
    try await TemporaryFolder.with { folder in
      let server = try CensusServer(
        ServerOptions(
          listen: ListenAddress(host: "127.0.0.1", port: 0),
          database: database ?? "\(folder)/server.sqlite", simulatedModels: simulatedModels,
          certificate: certificate, households: households),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      for bench in benches { try await server.store.admit(bench) }
      try await server.application().test(.ahc(certificate == nil ? .http : .https)) { client in
        try await test(
          TestServer(
            client: client, store: server.store, keeper: server.keeper, logKey: server.logKey))
      }
      try server.store.close()
    }
  }

  func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
    try await client.execute(uri: path, method: .get, headers: headers)
  }

  /// Sends `bytes` with the bench's signature over them, or whatever stands in its place.
  func submit(
    _ bytes: [UInt8], signature: String?, contentType: String = "application/json"
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: contentType]
    headers[.flowCensusSignature] = signature
    return try await client.execute(
      uri: "/v1/bundles", method: .post, headers: headers, body: ByteBuffer(bytes: bytes))
  }

  func submit(_ bundle: SessionBundle, by bench: Bench) async throws -> TestResponse {
    let bytes = bundle.encoded
    return try await submit(bytes, signature: bench.key.sign(bytes).description)
  }
}

extension Store {
  func admit(_ bench: Bench) async throws {
    _ = try await admit(
      bench.organisation, name: "Bench of \(bench.organisation)", key: bench.key.verifyingKey,
      at: .now)
  }
}

extension TestResponse {
  /// The body's JSON object.
  var object: [String: Any] {
    get throws {
      try #require(
        try JSONSerialization.jsonObject(with: Data(Array(buffer: body))) as? [String: Any])
    }
  }

  /// The NAME of a problem document of type `urn:flowcensus:problem:NAME`; nil for anything else.
  var problem: String? {
    get throws {
      guard headers[.contentType] == "application/problem+json" else { return nil }
      let document = try object
      #expect(document["status"] as? Int == status.code)
      return (document["type"] as? String)?.split(separator: ":").last.map(String.init)
    }
  }

  var detail: String { get throws { try #require(try object["detail"] as? String) } }
}

/// A folder that exists for one test.
enum TemporaryFolder {
  static func with<Value: Sendable>(
    _ body: @Sendable (String) async throws -> Value
  ) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "flowcensus-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }
}
