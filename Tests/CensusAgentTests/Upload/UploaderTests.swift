import CensusAgent
import CensusProtocol
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("An upload")
struct UploaderTests {
  /// Uploads one bundle to a server that answers as `python` says, with a clock of its own that
  /// sleeping moves, and tells what became of it.
  private func upload(
    answering python: String, patience: Int64 = 0
  ) throws -> (entry: SpoolEntry, slept: [Int64]) {
    let server = try AnsweringServer(answering: python)
    return try upload(to: server.url, patience: patience)
  }

  private func upload(
    to url: String, patience: Int64
  ) throws -> (entry: SpoolEntry, slept: [Int64]) {
    try withTemporaryFolder { folder in
      let clock = Mutex(Int64(1_800_000_000))
      let now: @Sendable () -> UTCTime = {
        clock.withLock { UTCTime(seconds: $0) } ?? .distant
      }
      let spool = try Spool(path: folder.appending(path: "spool").path)
      try spool.put(signedBundle(), server: url, now: now())
      var slept: [Int64] = []
      _ = try Uploader(spool: spool, now: now).settle(
        patience: patience,
        sleep: { seconds in
          slept.append(seconds)
          clock.withLock { $0 += seconds }
        }, tell: { _, _ in })
      return (try #require(try spool.entries().first), slept)
    }
  }

  private static let receipt = """
    import hashlib
    digest = hashlib.sha256(body).hexdigest()
    request.reply(201, {}, json.dumps({"bundle": digest, "session": "x", "status": "stored"}).encode())
    """

  @Test("is over when the server has named the digest of what it stored")
  func acknowledged() throws {
    let entry = try upload(answering: Self.receipt).entry
    #expect(entry.state == .acknowledged)
    #expect(entry.attempts == 1)
  }

  @Test(
    "is not acknowledged by a 200 that does not name the bundle: a captive portal, another bundle",
    arguments: [
      "request.reply(200, {}, b'<html>Welcome to our Wi-Fi</html>')",
      "request.reply(201, {}, json.dumps({'bundle': '0' * 64}).encode())",
      "request.reply(204, {}, b'')",
      "request.reply(302, {'Location': 'http://127.0.0.1:1/'}, b'')",
    ])
  func notAcknowledged(python: String) throws {
    let entry = try upload(answering: python).entry
    #expect(entry.state == .waiting)
    #expect(entry.attempts == 1)
  }

  @Test("stops when the server refuses the bundle, and keeps the server's reason")
  func refused() throws {
    let entry = try upload(
      answering: """
        problem = {"type": "urn:flowcensus:problem:organisation-unknown", "title": "Unknown organisation", "detail": "saigon-phones is not admitted here"}
        request.reply(403, {}, json.dumps(problem).encode())
        """
    ).entry
    #expect(entry.state == .refused)
    #expect(entry.lastAnswer == "403 saigon-phones is not admitted here")
  }

  @Test(
    "goes on after what may pass: an overload, a full disk, a page that is not ours",
    arguments: [
      "request.reply(503, {}, b'{}')", "request.reply(404, {}, b'not here')",
      "request.reply(403, {}, b'a proxy says no')",
      """
      request.reply(507, {}, json.dumps({"type": "urn:flowcensus:problem:storage-full", "title": "full"}).encode())
      """,
    ])
  func tryAgain(python: String) throws {
    #expect(try upload(answering: python).entry.state == .waiting)
  }

  @Test("to a server that is down waits, and arrives once the server is up")
  func serverComesBack() throws {
    let (entry, slept) = try upload(
      answering: """
        answer.count = getattr(answer, "count", 0) + 1
        if answer.count < 4:
            request.close_connection = True
            request.connection.shutdown(2)
        else:
            import hashlib
            request.reply(200, {}, json.dumps({"bundle": hashlib.sha256(body).hexdigest()}).encode())
        """, patience: 3600)
    #expect(entry.state == .acknowledged)
    #expect(entry.attempts == 4)
    #expect(slept.count == 3)
  }

  @Test("gives up when the time is over, with everything still in the spool")
  func patience() throws {
    let port = try freePort()
    let (entry, slept) = try upload(to: "http://127.0.0.1:\(port)", patience: 100)
    #expect(entry.state == .waiting)
    #expect(slept.reduce(0, +) <= 100)
    #expect(entry.attempts == slept.count + 1)
    #expect(entry.lastAnswer.contains("did not answer"))
  }

  @Test("waits as long as the server asks")
  func retryAfter() throws {
    let (_, slept) = try upload(
      answering: "request.reply(503, {'Retry-After': '77'}, b'')", patience: 80)
    #expect(slept == [77])
  }
}

extension UTCTime {
  /// The last moment that can be written.
  fileprivate static let distant: UTCTime = {
    guard let time = UTCTime("9999-12-31T23:59:59Z") else { preconditionFailure("a valid time") }
    return time
  }()
}

@Suite("The back-off")
struct BackOffTests {
  @Test("doubles its bound up to the longest, for any number of attempts")
  func bounds() {
    let backOff = BackOff(firstSeconds: 1, longestSeconds: 300)
    #expect((1...6).map { backOff.bound(afterAttempts: $0) } == [1, 2, 4, 8, 16, 32])
    #expect(backOff.bound(afterAttempts: 10) == 300)
    #expect(backOff.bound(afterAttempts: .max) == 300)
  }

  @Test("spreads delays evenly between one second and the bound")
  func jitter() {
    var generator = SeededGenerator(seed: 4)
    let delays = (0..<10_000).map { _ in
      BackOff.standard.delay(afterAttempts: 6, serverAsked: nil, using: &generator)
    }
    #expect(delays.allSatisfy { (1...32).contains($0) })
    #expect(Set(delays).count == 32)
    let mean = Double(delays.reduce(0, +)) / Double(delays.count)
    #expect(abs(mean - 16.5) < 0.5)
  }

  @Test("is not held longer than a day by a server's wish")
  func boundedWish() {
    var generator = SeededGenerator(seed: 5)
    let delay = BackOff.standard.delay(
      afterAttempts: 1, serverAsked: .max, using: &generator)
    #expect(delay == 86_400)
  }
}
