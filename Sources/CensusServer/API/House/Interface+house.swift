import CensusProtocol
import HTTPTypes
import Hummingbird
import Logging

extension HTTPField.Name {
  /// The blind-signed token, base64 of 354 bytes.
  static let flowCensusToken = HTTPField.Name(validated: "FlowCensus-Token")
  /// 0 to 255; a higher one replaces what the pseudonym sent before.
  static let flowCensusSequence = HTTPField.Name(validated: "FlowCensus-Sequence")
}

extension Interface {
  /// Makes an agent known to the issuer: 201 when it is new, 200 when it was known.
  func enrol(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    try await answering(context) { rooms throws(HouseRefusal) in
      let signature = try signature(of: request)
      return try await withBody(of: request, atMost: Enrolment.maximumBytes) {
        bytes throws(HouseRefusal) in
        try await rooms.issuer.enrol(bytes, signature: signature, from: context.network)
      }
    } response: { standing in
      try .json(EnrolmentDocument(standing), status: standing.status == .enrolled ? .created : .ok)
    }
  }

  /// Signs the blinded messages of an order.
  func issueTokens(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    try await answering(context) { rooms throws(HouseRefusal) in
      let signature = try signature(of: request)
      return try await withBody(of: request, atMost: TokenOrder.maximumBytes) {
        bytes throws(HouseRefusal) in try await rooms.issuer.issue(bytes, signature: signature)
      }
    } response: { answer in
      Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.encoded)))
    }
  }

  /// Takes in a household's contribution, or its withdrawal.
  func contribute(_ request: Request, _ context: InterfaceContext) async throws -> Response {
    try await answering(context) { rooms throws(HouseRefusal) in
      let signature = try signature(of: request)
      let token = try header(.flowCensusToken, of: request, expected: "a token in base64") {
        Token($0)
      }
      let sequence = try header(
        .flowCensusSequence, of: request, expected: "a number from 0 to 255"
      ) { text in UInt8(text).flatMap { String($0) == text ? $0 : nil } }
      return try await withBody(of: request, atMost: HouseUpload.bytes) {
        bytes throws(HouseRefusal) in
        let upload = SignedHouseUpload(
          body: bytes, token: token, sequence: sequence, signature: signature)
        return HouseReceipt(
          body: Digest(of: bytes), outcome: try await rooms.intake.receive(upload))
      }
    } response: { receipt in
      try .json(HouseReceiptDocument(receipt), status: receipt.outcome == .stored ? .created : .ok)
    }
  }

  /// Whatever a household's request is answered: within the limits of its network, and with what is
  /// wrong as a problem document.
  private func answering<Answer: Sendable>(
    _ context: InterfaceContext,
    _ answer: (HouseRooms) async throws(HouseRefusal) -> Answer,
    response: (Answer) throws -> Response
  ) async throws -> Response {
    do throws(HouseRefusal) {
      guard let rooms = households else { throw HouseRefusal.off }
      guard await rooms.limiter.takes(context.network, at: rooms.clock.now()) else {
        throw HouseRefusal.tooMany
      }
      let given = try await answer(rooms)
      do { return try response(given) } catch { throw .store(.failed(reason: "\(error)")) }
    } catch {
      if case .store(let reason) = error { context.logger.error("households: \(reason)") }
      throw Problem(error)
    }
  }

  private func withBody<Answer: Sendable>(
    of request: Request, atMost bytes: Int,
    _ process: @Sendable ([UInt8]) async throws(HouseRefusal) -> Answer
  ) async throws(HouseRefusal) -> Answer {
    guard Intake.isJSON(request.headers[.contentType]) else {
      throw .upload(.mediaType(request.headers[.contentType]))
    }
    let outcome: Result<Answer, HouseRefusal>
    do throws(Refusal) {
      outcome = try await intake.uploads.withBody(
        request.body, declaredBytes: request.headers[.contentLength].flatMap(Int.init),
        atMost: bytes
      ) { body in
        do throws(HouseRefusal) { return .success(try await process(body)) } catch {
          return .failure(error)
        }
      }
    } catch { throw .upload(error) }
    return try outcome.get()
  }

  private func signature(of request: Request) throws(HouseRefusal) -> Signature {
    try header(.flowCensusSignature, of: request, expected: "the base64 of 64 bytes") {
      Signature($0)
    }
  }

  private func header<Value>(
    _ name: HTTPField.Name, of request: Request, expected: String, _ parse: (String) -> Value?
  ) throws(HouseRefusal) -> Value {
    guard let text = request.headers[name] else { throw .headerMissing(name.rawName) }
    guard let value = parse(text) else {
      throw .headerMalformed(name.rawName, expected: expected)
    }
    return value
  }
}

/// What a household is acknowledged.
struct HouseReceipt: Sendable {
  let body: Digest
  let outcome: HouseDeposit
}
