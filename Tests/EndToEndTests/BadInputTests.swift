import CensusProtocol
import Foundation
import HTTPTransfer
import TestSupport
import Testing

/// What goes wrong on the way gets its message and its status, and loses nothing.
@Suite("What goes wrong between agent and server", .timeLimit(.minutes(10)))
struct BadInputTests {
  @Test("an unknown organisation is refused, and its session goes in once it is admitted")
  func unknownOrganisation() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      let server = try RunningServer(database: bench.database)
      let session = try #require(try bench.sessions().first)
      let refused = try bench.submit([session], to: server.address)
      #expect(refused.status == 1)
      #expect(refused.errors.contains(Bench.organisation), "\(refused.errors)")
      #expect(try bench.spooled().count { $0.contains("refused") } == 1)
      #expect(try server.bundles().isEmpty)

      try bench.admitOrganisation()
      let sent = try bench.upload(["--refused"])
      #expect(sent.status == 0, "\(sent.errors)")
      #expect(try server.bundles().count == 1)
      #expect(try bench.spooled().count { $0.contains("acknowledged") } == 1)
    }
  }

  @Test("one altered byte breaks the signature, and the original still stands")
  func alteredByte() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      try bench.admitOrganisation()
      let server = try RunningServer(database: bench.database)
      let session = try #require(try bench.sessions().first)
      _ = try bench.submit([session], to: server.address)
      let digest = try #require(try server.bundles().first)
      let original = try server.get("/v1/bundles/\(digest)")
      let signature = try #require(original.headers["flowcensus-signature"])

      // One digit of a figure: still a valid bundle, only not the one that was signed.
      let figure = try #require(original.text.firstRange(of: "\"bytes\":1"))
      let altered = original.text.replacingCharacters(in: figure, with: "\"bytes\":2")
      let refused = try server.post(Array(altered.utf8), signature: signature)
      #expect(refused.status == 403)
      #expect(refused.text.contains("urn:flowcensus:problem:signature-wrong"), "\(refused.text)")
      #expect(try server.bundles() == [digest])

      let again = try server.post(original.body, signature: signature)
      #expect(again.status == 200, "\(again.text)")
      #expect(try server.bundles() == [digest])
    }
  }

  @Test("a model that the catalogue lacks is named, with the file and the key that holds it")
  func unknownModel() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      let session = try #require(try bench.sessions().first)
      let text = try String(contentsOf: session, encoding: .utf8)
      try Data(text.replacing("\"simulated-caller\"", with: "\"nokia-3310\"").utf8)
        .write(to: session)
      let refused = try bench.submit([session], to: "http://127.0.0.1:9", wait: 0)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("nokia-3310"), "\(refused.errors)")
      #expect(refused.errors.contains("session.json"), "\(refused.errors)")
    }
  }

  @Test("a server for real sessions refuses simulated ones")
  func simulatedModel() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      try bench.admitOrganisation()
      let server = try RunningServer(database: bench.database, options: [])
      let session = try #require(try bench.sessions().first)
      let refused = try bench.submit([session], to: server.address)
      #expect(refused.status == 1)
      #expect(refused.errors.contains("simulated"), "\(refused.errors)")
      #expect(try server.bundles().isEmpty)
    }
  }

  @Test("while the server is down the spool keeps the session, and sends it when it is up")
  func serverDown() throws {
    try withTemporaryFolder { folder in
      let bench = try Bench(in: folder)
      try bench.admitOrganisation()
      let first = try RunningServer(database: bench.database)
      first.stop()

      let session = try #require(try bench.sessions().first)
      let kept = try bench.submit([session], to: first.address, wait: 0)
      #expect(kept.status == 1)
      #expect(kept.errors.contains(first.address), "\(kept.errors)")
      #expect(try bench.spooled().count { $0.contains("waiting") } == 1)

      let second = try RunningServer(database: bench.database, listen: first.listen)
      let sent = try bench.upload()
      #expect(sent.status == 0, "\(sent.errors)")
      #expect(try second.bundles().count == 1)
      #expect(try bench.spooled().count { $0.contains("acknowledged") } == 1)
    }
  }

  @Test("a port in use is named, with what to do")
  func portInUse() throws {
    try withTemporaryFolder { folder in
      let server = try RunningServer(database: folder.appending(path: "one.sqlite"))
      let second = try run(
        Programs.server,
        [
          "serve", "--listen", server.listen, "--database",
          folder.appending(path: "two.sqlite").path,
        ])
      #expect(second.status == 1)
      #expect(second.errors.contains(server.listen), "\(second.errors)")
    }
  }

  @Test(
    "a command line that cannot be understood is status 2",
    arguments: [
      ["bench"], ["bench", "--out", "x", "--hours", "0"], ["bench", "--out", "x", "--units", "51"],
      ["bench", "--out", "x", "--organisation", "Not An Id"],
      ["bench", "--out", "x", "--seed", "-1"],
      ["nonsense"],
    ])
  func usage(arguments: [String]) throws {
    let refused = try run(Programs.simulator, arguments)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("Usage: flowcensus-sim"), "\(refused.errors)")
  }
}
