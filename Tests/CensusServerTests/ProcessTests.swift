import CensusProtocol
import Foundation
import FoundationNetworking
import Testing

@testable import CensusServer

/// The real commands, in processes of their own.
@Suite("processes")
struct ProcessTests {
  private let server = Program.built("flowcensus-server")

  /// Submits with another HTTP client than the agent's, and gives the status.
  private func submit(_ bundle: SessionBundle, by bench: Bench, to url: String) async throws -> Int
  {
    var request = URLRequest(url: try #require(URL(string: "\(url)/v1/bundles")))
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.setValue(
      try bench.key.sign(bundle.encoded).description, forHTTPHeaderField: "FlowCensus-Signature")
    request.httpBody = Data(bundle.encoded)
    let (_, response) = try await URLSession.shared.data(for: request)
    return try #require(response as? HTTPURLResponse).statusCode
  }

  private func admit(_ bench: Bench, database: String) async throws {
    let outcome = try await Program.run(
      server,
      [
        "organisation", "add", bench.organisation.description, "--name", "Saigon Phones", "--key",
        bench.key.verifyingKey.description, "--database", database,
      ], package: "")
    #expect(outcome.status == 0)
  }

  @Test("SIGKILL right after an acknowledgement loses nothing and leaves nothing in doubt")
  func kill() async throws {
    let bench = try Bench()
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      try await admit(bench, database: database)
      var acknowledged: [SessionBundle] = []
      for _ in 0..<5 {
        let process = try await ServerProcess(database: database)
        for _ in 0..<3 {
          let session = try bench.session([MadePhase(condition: .outOfTheBox)])
          let status = try await submit(session, by: bench, to: process.url)
          #expect(status == 201)
          acknowledged.append(session)
        }
        #expect(await process.end(SIGKILL) == SIGKILL)
      }
      let process = try await ServerProcess(database: database)
      for session in acknowledged {
        let status = try await submit(session, by: bench, to: process.url)
        #expect(status == 200)
      }
      #expect(await process.end(SIGTERM) == 0)
      let store = try Store(path: database)
      #expect(try await store.sessions(before: .max, limit: 100).count == acknowledged.count)
    }
  }

  @Test("a graceful end leaves one database file, without a log beside it")
  func gracefulEnd() async throws {
    try await TemporaryFolder.with { folder in
      let process = try await ServerProcess(database: "\(folder)/server.sqlite")
      #expect(await process.end(SIGTERM) == 0)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files.filter { $0.hasPrefix("server.sqlite-") }.isEmpty)
    }
  }

  @Test("a port in use is said, with what to do, and is status 1")
  func portInUse() async throws {
    try await TemporaryFolder.with { folder in
      let first = try await ServerProcess(database: "\(folder)/first.sqlite")
      let address = try "127.0.0.1:\(first.port)"
      let second = try await Program.run(
        server, ["serve", "--listen", address, "--database", "\(folder)/second.sqlite"],
        package: "")
      #expect(second.status == 1)
      #expect(second.errors.contains("cannot listen on \(address): another program uses the port"))
      #expect(second.output.isEmpty)
      #expect(await first.end(SIGTERM) == 0)
    }
  }

  @Test(
    "a wrong argument is status 2 and names what would fit",
    arguments: [
      (["serve", "--listen", "nonsense"], "127.0.0.1:8080"),
      (["serve", "--tls-key", "key.pem"], "give both"),
      (["organisation", "add", "Bad Id", "--name", "x", "--key", "x"], "lower-case letters"),
      (
        ["organisation", "add", "good-id", "--name", "x", "--key", "x"], "flowcensus-agent key show"
      ),
      (["nonsense"], "nonsense"),
    ])
  func usage(arguments: [String], hint: String) async throws {
    let outcome = try await Program.run(server, arguments, package: "")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(hint))
  }

  @Test("a database that cannot be made is named, status 1")
  func unusableDatabase() async throws {
    let outcome = try await Program.run(
      server, ["organisation", "list", "--database", "/proc/nowhere/server.sqlite"], package: "")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("/proc/nowhere/server.sqlite"))
  }

  @Test("organisations are listed with their keys, and a key of another is refused")
  func organisations() async throws {
    let bench = try Bench()
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      try await admit(bench, database: database)
      try await admit(bench, database: database)
      let list = try await Program.run(
        server, ["organisation", "list", "--database", database], package: "")
      #expect(list.output.contains(bench.key.verifyingKey.description))
      #expect(list.output.split(separator: "\n").count == 2)
      let stolen = try await Program.run(
        server,
        [
          "organisation", "add", "other", "--name", "Other", "--key",
          bench.key.verifyingKey.description, "--database", database,
        ], package: "")
      #expect(stolen.status == 1)
      #expect(stolen.errors.contains("saigon-phones"))
    }
  }
}
