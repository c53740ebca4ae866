import CensusProtocol
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

/// One exchange for each answer that the interface of households is documented to give.
enum HouseExchanges {
  typealias Recorder = (_ method: String, _ path: String, _ response: TestResponse) -> Void

  /// Asks a server of households everything.
  static func record(_ crowd: TestCrowd, _ record: Recorder) async throws {
    let agent = TestAgent()
    record("POST", "/v1/enrolments", try await agent.enrol(crowd))
    record("POST", "/v1/enrolments", try await agent.enrol(crowd))
    record("POST", "/v1/enrolments", try await agent.enrol(crowd, invitation: .random()))
    let stranger = TestAgent()
    record("POST", "/v1/enrolments", try await stranger.enrol(crowd, invitation: .random()))
    try await recordTroubles(["/v1/enrolments", "/v1/tokens"], crowd, record)

    let order = try await agent.order(crowd, crowd.epoch, count: 2)
    record("POST", "/v1/tokens", try await stranger.post(order.bytes, to: "/v1/tokens", crowd))
    let answer = try await agent.post(order.bytes, to: "/v1/tokens", crowd)
    record("POST", "/v1/tokens", answer)
    let other = try await agent.order(crowd, crowd.epoch, count: 1)
    record("POST", "/v1/tokens", try await agent.post(other.bytes, to: "/v1/tokens", crowd))

    let signed = try #require(TokenAnswer(decoding: Array(buffer: answer.body)))
    let right = TestAgent.Right(
      token: try order.pending[0].finalize(signed.responses[0]), pseudonym: order.pseudonyms[0])
    try await recordContributions(right, crowd, record)
    try crowd.moveToRelease(of: crowd.epoch)
    try await crowd.keeper.keep()
    let late = HouseUpload.contribution(try crowd.contribution())
    record("POST", "/v1/house", try await crowd.send(late, by: right, sequence: 9))
    for get in [
      "/v1/log", "/v1/log?from=x", "/v1/releases", "/v1/releases/\(crowd.epoch)",
      "/v1/releases/2025-W01", "/v1/releases/x", "/v1/models", "/v1/house", "/v1/house?format=csv",
      "/v1/house?epoch=2025-W01", "/v1/house?epoch=x", "/releases", "/releases/\(crowd.epoch)",
      "/releases/2025-W01", "/releases/x",
    ] { record("GET", get, try await crowd.server.get(get)) }
  }

  private static func recordContributions(
    _ right: TestAgent.Right, _ crowd: TestCrowd, _ record: Recorder
  ) async throws {
    let upload = HouseUpload.contribution(try crowd.contribution())
    record("POST", "/v1/house", try await crowd.send(upload, by: right))
    try crowd.moveToUploads(of: crowd.epoch)
    for (sequence, upload) in [
      (1, upload), (1, upload), (2, .withdrawal(crowd.epoch)), (0, upload), (3, upload),
    ] as [(UInt8, HouseUpload)] {
      record("POST", "/v1/house", try await crowd.send(upload, by: right, sequence: sequence))
    }
    let stolen = TestAgent.Right(token: right.token, pseudonym: .random())
    record("POST", "/v1/house", try await crowd.send(upload, by: stolen))
    let good = try SignedHouseUpload(
      upload, token: right.token, sequence: 7, key: right.pseudonym)
    record("POST", "/v1/house", try await crowd.send(good, contentType: "text/plain"))
    let body = String(decoding: upload.encoded, as: UTF8.self)
    for changed in [body + " ", String(body.dropLast()), body.replacing("\"CN\"", with: "\"XX\"")] {
      let bytes = Array(changed.utf8)
      let signature = try right.pseudonym.sign([8] + bytes)
      record(
        "POST", "/v1/house",
        try await crowd.send(
          SignedHouseUpload(body: bytes, token: right.token, sequence: 8, signature: signature)))
    }
  }

  /// What is wrong with a short document: its media type, its size, its encoding, its content.
  private static func recordTroubles(
    _ paths: [String], _ crowd: TestCrowd, _ record: Recorder
  ) async throws {
    let agent = TestAgent()
    for path in paths {
      for text in ["{}", "{", String(repeating: " ", count: 9000)] {
        record("POST", path, try await agent.post(Array(text.utf8), to: path, crowd))
      }
      record("POST", path, try await crowd.server.client.execute(uri: path, method: .post))
      record(
        "POST", path,
        try await crowd.server.client.execute(
          uri: path, method: .post,
          headers: [.flowCensusSignature: try agent.key.sign([1]).description]))
    }
  }

  /// What a server says that is asked too often, or that is for benches alone.
  static func recordLimits(_ server: TestServer, _ record: Recorder) async throws {
    for path in ["/v1/enrolments", "/v1/tokens", "/v1/house"] {
      record("POST", path, try await server.client.execute(uri: path, method: .post))
    }
  }
}
