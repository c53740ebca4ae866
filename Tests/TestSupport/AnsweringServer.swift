import Foundation

/// A small HTTP server in another process, on a free port of loopback, that answers as a test tells it:
/// for the behaviour of clients towards servers that are not ours, or not well.
public final class AnsweringServer: Sendable {
  private let process: Process
  private let lifeline = Pipe()
  /// Its address, such as `http://127.0.0.1:40123`.
  public let url: String

  /// `python` is the body of `def answer(request, body):`, which calls `request.reply(status, headers,
  /// bytes)`; `request.path` and `request.headers` are those of http.server.
  public init(answering python: String) throws {
    let indented = python.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    let script = """
      import http.server, json, os, sys, threading
      def end_with_parent():
          sys.stdin.read()
          os._exit(0)
      threading.Thread(target=end_with_parent, daemon=True).start()
      def answer(request, body):
      \(indented)
      class Handler(http.server.BaseHTTPRequestHandler):
          protocol_version = "HTTP/1.1"
          def reply(self, status, headers, body):
              self.send_response(status)
              for name, value in headers.items(): self.send_header(name, value)
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)
          def run(self):
              answer(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))
          do_GET = do_POST = run
          def log_message(self, *arguments): pass
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
      print(server.server_address[1], flush=True)
      server.serve_forever()
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", script]
    let output = Pipe()
    process.standardOutput = output
    // The server ends when this end of the pipe is closed, however the tests end.
    process.standardInput = lifeline
    // A client that breaks off is a stack trace to Python.
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    var line = Data()
    while line.last != UInt8(ascii: "\n"),
      let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty
    {
      line += byte
    }
    let port = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    url = "http://127.0.0.1:\(port)"
  }

  deinit { process.terminate() }
}

/// A port of loopback on which nobody listens: bound once and let go.
public func freePort() throws -> Int {
  let command = try runPython(
    "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
  return Int(command.text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 1
}
