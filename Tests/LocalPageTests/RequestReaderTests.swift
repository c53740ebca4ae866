import TestSupport
import Testing

@testable import LocalPage

@Suite("A browser's request")
struct RequestReaderTests {
  private let post = """
    POST /do?x=1 HTTP/1.1\r
    Host: 127.0.0.1:8090\r
    Cookie: a=b; browser=0011\r
    Content-Length: 37\r
    \r
    action=unit&address=02%3A00%3A5e+end&
    """

  @Test("is read whole, and is incomplete in every cut")
  func cuts() throws {
    let bytes = Array(post.utf8)
    for length in bytes.indices {
      #expect(RequestReader.read(Array(bytes[..<length])) == .incomplete, "\(length)")
    }
    guard case .complete(let request) = RequestReader.read(bytes) else {
      Issue.record("not read")
      return
    }
    #expect(request.method == .post)
    #expect(request.path == "/do")
    #expect(request.cookie("browser") == "0011")
    #expect(request.form == ["action": "unit", "address": "02:00:5e end"])
  }

  @Test(
    "that could mean two things, or is too large, is refused",
    arguments: [
      ("PUT / HTTP/1.1\r\n\r\n", 405), ("GET http://x/ HTTP/1.1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\nA : b\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n", 413), ("\r\n\r\n", 400),
    ])
  func refused(text: String, status: Int) {
    #expect(RequestReader.read(Array(text.utf8)) == .refused(status: status))
  }

  @Test("without an end is refused once it is too long")
  func endless() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: RequestReader.mostHeaderBytes + 1)
    #expect(RequestReader.read(bytes) == .refused(status: 431))
  }

  @Test("of any bytes is read or refused, and never more than that")
  func anyBytes() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      var bytes = Array(post.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = .random(
          in: .min ... .max, using: &generator)
      }
      _ = RequestReader.read(bytes)
    }
  }
}
