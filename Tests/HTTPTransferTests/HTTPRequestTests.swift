import Foundation
import HTTPTransfer
import TestSupport
import Testing

@Suite("An HTTP request")
struct HTTPRequestTests {
  @Test("brings its method, headers and exact body to the server, and the answer back")
  func exchange() throws {
    let server = try AnsweringServer(
      answering: """
        words = [request.command, request.path, request.headers["X-Test"], str(sum(body)), str(len(body))]
        request.reply(418, {"X-Answer": " spaced value "}, "|".join(words).encode())
        """)
    var body: [UInt8] = []
    for number in 0..<100_000 { body.append(UInt8(truncatingIfNeeded: number &* 31)) }
    let response = try HTTPRequest(
      method: .post, url: server.url + "/there?x=1", headers: [("X-Test", "value")], body: body
    ).perform()
    let sum = body.reduce(0) { $0 + Int($1) }
    #expect(response.status == 418)
    #expect(response.text == "POST|/there?x=1|value|\(sum)|100000")
    #expect(response.headers["x-answer"] == "spaced value")
  }

  @Test("with an empty body sends an empty body")
  func emptyBody() throws {
    let server = try AnsweringServer(
      answering: "request.reply(200, {}, (request.command + str(len(body))).encode())")
    #expect(try HTTPRequest(method: .post, url: server.url).perform().text == "POST0")
    #expect(try HTTPRequest(url: server.url).perform().text == "GET0")
  }

  @Test("to a port where nobody listens fails as a connection that is worth another try")
  func refused() throws {
    let port = try freePort()
    let error = #expect(throws: HTTPTransferError.self) {
      try HTTPRequest(url: "http://127.0.0.1:\(port)/").perform()
    }
    #expect(error?.kind == .connection)
    #expect(error?.description.contains("http://127.0.0.1:\(port)/") == true)
  }

  @Test(
    "to what is no web address fails for good", arguments: ["ftp://127.0.0.1/", "nonsense://", ""])
  func address(url: String) {
    let error = #expect(throws: HTTPTransferError.self) { try HTTPRequest(url: url).perform() }
    #expect(error?.kind == .address)
  }

  @Test("gives up an answer that is longer than it may be")
  func longAnswer() throws {
    let server = try AnsweringServer(answering: "request.reply(200, {}, b'x' * 2000000)")
    var request = HTTPRequest(url: server.url)
    request.maximumResponseBytes = 1_000_000
    let error = #expect(throws: HTTPTransferError.self) { try request.perform() }
    #expect(error?.kind == .responseTooLarge)
    request.maximumResponseBytes = 2_000_000
    #expect(try request.perform().body.count == 2_000_000)
  }

  @Test("to a server with a certificate of its own trusts it only when told to")
  func certificate() throws {
    try withTemporaryFolder { folder in
      let made = try run(
        URL(filePath: "/usr/bin/openssl"),
        [
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
          "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
          "-keyout", "key.pem", "-out", "certificate.pem",
        ], folder: folder)
      try #require(made.status == 0, "\(made.errors)")
      let server = try SecureServer(folder: folder)
      let trusting = HTTPRequest(
        url: server.url, certificateAuthorities: folder.appending(path: "certificate.pem").path)
      #expect(try trusting.perform().text == "secure")
      let error = #expect(throws: HTTPTransferError.self) {
        try HTTPRequest(url: server.url).perform()
      }
      #expect(error?.kind == .certificate)
    }
  }
}

/// An HTTPS server of Python's with the certificate in a folder.
private final class SecureServer {
  private let process = Process()
  let url: String

  init(folder: URL) throws {
    let script = """
      import http.server, ssl
      class Handler(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              self.send_response(200); self.end_headers(); self.wfile.write(b"secure")
          def log_message(self, *arguments): pass
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.load_cert_chain("certificate.pem", "key.pem")
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
      server.socket = context.wrap_socket(server.socket, server_side=True)
      print(server.server_address[1], flush=True)
      server.serve_forever()
      """
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    // A handshake that the client gives up is a stack trace to Python.
    process.standardError = FileHandle.nullDevice
    try process.run()
    let line = output.fileHandleForReading.availableData
    let port = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    url = "https://127.0.0.1:\(port)/"
  }

  deinit { process.terminate() }
}
