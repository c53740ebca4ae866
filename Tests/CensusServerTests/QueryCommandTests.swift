import CensusProtocol
import Foundation
import FoundationNetworking
import Testing

@testable import CensusServer

@Suite("flowcensus query")
struct QueryCommandTests {
  private func query(_ arguments: String...) async throws -> Program.Outcome {
    try await Program.run(Program.built("flowcensus"), ["query"] + arguments, package: "")
  }

  /// A server in a process of its own with the demonstration's sessions.
  private func withServer(
    _ options: [String] = [], _ test: @Sendable (ServerProcess) async throws -> Void
  ) async throws {
    let demonstration = try Demonstration()
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      try await TestServer.with(demonstration.bench, database: database) {
        try await demonstration.submit(to: $0)
      }
      let process = try await ServerProcess(database: database, options)
      try await test(process)
      #expect(await process.end(SIGTERM) == 0)
    }
  }

  @Test("shows the figures as an aligned table with what must be known to read it")
  func table() async throws {
    try await withServer { server in
      let outcome = try await query("--server", server.url, "--country", "CN")
      #expect(outcome.status == 0)
      let lines = outcome.output.split(separator: "\n")
      let call = lines.first {
        $0.hasPrefix("simulated-caller ") && $0.contains("  A ") && $0.contains("  content")
      }
      #expect(call?.contains("41.3\u{a0}kB") == true)
      #expect(call?.contains("2 of 2 (16–100\u{a0}%)") == true)
      let table = lines.prefix { !$0.hasPrefix("Simulated") }
      #expect(Set(table.map(\.count)).count == 1)
      for note in ["made up", "not zero", "1 void phase", "Countries by"] {
        #expect(outcome.output.contains(note))
      }
    }
  }

  @Test("passes JSON and CSV on as the server gives them")
  func formats() async throws {
    try await withServer { server in
      for format in ["json", "csv"] {
        let url = try #require(
          URL(string: "\(server.url)/v1/statistics?model=simulated-caller&format=\(format)"))
        let (data, _) = try await URLSession.shared.data(from: url)
        let outcome = try await query(
          "--server", server.url, "--model", "simulated-caller", "--format", format)
        let served = String(decoding: data, as: UTF8.self)
        #expect(outcome.output == (format == "json" ? served + "\n" : served))
      }
    }
  }

  @Test("says that the server does not answer, and how to start it")
  func serverDown() async throws {
    try await withServer { server in
      #expect(await server.end(SIGTERM) == 0)
      let outcome = try await query("--server", server.url)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains(server.url))
      #expect(outcome.errors.contains("flowcensus-server serve"))
    }
  }

  @Test("passes the server's problem on")
  func problem() async throws {
    try await withServer { server in
      let outcome = try await query("--server", server.url, "--model", "no-such-model")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("/v1/catalogue"))
    }
  }

  @Test("rejects what no server would know, status 2")
  func usage() async throws {
    for (option, value, hint) in [
      ("--condition", "Y", "Z, A, B"), ("--country", "China", "CN"), ("--service", "web", "ntp"),
      ("--format", "xml", "csv"),
    ] {
      let outcome = try await query(option, value)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains(hint))
    }
  }

  @Test("speaks TLS, and only with a certificate that it trusts")
  func tls() async throws {
    try await TemporaryFolder.with { folder in
      let files = CertificateFiles(certificate: "\(folder)/cert.pem", key: "\(folder)/key.pem")
      let made = try await Program.run(
        "/usr/bin/openssl",
        [
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
          "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
          "-keyout", files.key, "-out", files.certificate,
        ], package: "openssl")
      try #require(made.status == 0)
      let options = ["--tls-certificate", files.certificate, "--tls-key", files.key]
      try await withServer(options) { server in
        #expect(server.url.hasPrefix("https://"))
        let trusting = try await query(
          "--server", server.url, "--certificate-authorities", files.certificate, "--format", "csv")
        #expect(trusting.status == 0)
        #expect(trusting.output.contains("simulated-caller"))
        let distrusting = try await query("--server", server.url)
        #expect(distrusting.status == 1)
        #expect(distrusting.errors.contains("certificate"))
      }
      let wrong = try await Program.run(
        Program.built("flowcensus-server"),
        [
          "serve", "--database", "\(folder)/x.sqlite", "--tls-certificate", files.key, "--tls-key",
          files.certificate, "--listen", "127.0.0.1:0",
        ], package: "")
      #expect(wrong.status == 1)
      #expect(wrong.errors.contains("PEM files that belong together"))
    }
  }
}
