import CensusProtocol
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import CensusServer

@Suite("refusals of the intake")
struct RefusalTests {
  let bench: Bench
  let bundle: SessionBundle
  var bytes: [UInt8] { bundle.encoded }
  var signature: String { get throws { try bench.key.sign(bytes).description } }

  init() throws {
    bench = try Bench()
    bundle = try bench.session([MadePhase(condition: .outOfTheBox)])
  }

  /// Sends something to a server at which the bench is admitted, and expects a problem and no trace.
  private func expect(
    _ problem: String, _ status: Int, simulatedModels: SimulatedModels = .accepted,
    detail: String = "", send: @escaping @Sendable (TestServer) async throws -> TestResponse
  ) async throws {
    try await TestServer.with(bench, simulatedModels: simulatedModels) { server in
      let response = try await send(server)
      #expect(response.status.code == status)
      #expect(try response.problem == problem)
      #expect(try response.detail.contains(detail))
      #expect(try await server.store.sessions(before: .max, limit: 10).isEmpty)
      #expect(try await server.get("/healthz").status == .ok)
    }
  }

  @Test("a body that is not declared as JSON")
  func mediaType() async throws {
    try await expect("media-type", 415, detail: "text/plain") {
      [bytes, signature = try signature] in
      try await $0.submit(bytes, signature: signature, contentType: "text/plain")
    }
  }

  @Test("a body over the limit")
  func tooLarge() async throws {
    let bytes = Array(repeating: UInt8(ascii: " "), count: SessionBundle.maximumBytes + 1)
    try await expect("too-large", 413, detail: "8388608") { [signature = try signature] in
      try await $0.submit(bytes, signature: signature)
    }
  }

  @Test("a missing signature")
  func signatureMissing() async throws {
    try await expect("signature-missing", 400) { [bytes] in
      try await $0.submit(bytes, signature: nil)
    }
  }

  @Test("a malformed signature", arguments: ["x", "AAAA", String(repeating: "A", count: 88)])
  func signatureMalformed(text: String) async throws {
    try await expect("signature-malformed", 400) { [bytes] in
      try await $0.submit(bytes, signature: text)
    }
  }

  @Test(
    "bytes that are not canonical JSON", arguments: ["", "{", "{ }", "\u{0}", "{\"b\":1,\"a\":1}"])
  func notCanonical(text: String) async throws {
    try await expect("not-canonical-json", 400, detail: "byte") { [bench] in
      let bytes = Array(text.utf8)
      return try await $0.submit(bytes, signature: bench.key.sign(bytes).description)
    }
  }

  @Test("a bundle that breaks the contract, with the path of what does")
  func violation() async throws {
    var wrong = bundle
    wrong.phases[0].blocks[0].exposureMinutes = 59
    try await expect("contract-violation", 422, detail: "phases[0].blocks[0].exposure_minutes") {
      [bench, wrong] in try await $0.submit(wrong, by: bench)
    }
  }

  @Test("bytes that sum to more than integers hold exactly")
  func hugeTotals() async throws {
    let row = try Row.made("CN", service: .tls, up: 9_007_199_254_740_991, down: 900)
    let wrong = try bench.session([MadePhase(condition: .outOfTheBox, rows: [row])])
    try await expect("contract-violation", 422, detail: "9007199254740991") { [bench] in
      try await $0.submit(wrong, by: bench)
    }
  }

  @Test("an unknown organisation")
  func organisationUnknown() async throws {
    let stranger = try Bench("stranger")
    let wrong = try stranger.session([MadePhase(condition: .outOfTheBox)])
    try await expect("organisation-unknown", 403, detail: "organisation add stranger") {
      try await $0.submit(wrong, by: stranger)
    }
  }

  @Test("a key that the organisation does not have")
  func keyUnknown() async throws {
    let impostor = try Bench()
    let wrong = try impostor.session([MadePhase(condition: .outOfTheBox)])
    try await expect("key-unknown", 403, detail: impostor.key.verifyingKey.fingerprint.description)
    {
      try await $0.submit(wrong, by: impostor)
    }
  }

  @Test("an altered byte")
  func altered() async throws {
    var altered = bundle
    altered.unit.build = "JHDMIBE42.1"
    try await expect("signature-wrong", 403) {
      [bytes = altered.encoded, signature = try signature] in
      try await $0.submit(bytes, signature: signature)
    }
  }

  @Test("a model that the catalogue does not have")
  func modelUnknown() async throws {
    let wrong = try bench.session(model: "no-such-model", [MadePhase(condition: .outOfTheBox)])
    try await expect("model-unknown", 422, detail: "no-such-model") { [bench] in
      try await $0.submit(wrong, by: bench)
    }
  }

  @Test(
    "a unit that is named by its brand or its class alone",
    arguments: [("any-acer-computer", "brand"), ("any-smartphone", "class")])
  func modelNotNamed(model: String, level: String) async throws {
    let wrong = try bench.session(model: model, [MadePhase(condition: .outOfTheBox)])
    try await expect(
      "model-not-named", 422, detail: "unit.model: \(model) stands for a \(level)"
    ) { [bench] in try await $0.submit(wrong, by: bench) }
  }

  @Test("a simulated model where only real ones are taken")
  func modelSimulated() async throws {
    try await expect(
      "model-simulated", 422, simulatedModels: .refused, detail: "--accept-simulated"
    ) { [bench, bundle] in try await $0.submit(bundle, by: bench) }
  }
}
