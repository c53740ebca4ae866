import Foundation
import HTTPTransfer
import TestSupport
import Testing

@Suite("Secrets of a household", .timeLimit(.minutes(10)))
struct HouseCanaryTests {
  @Test("are in no spool, upload, server database, log or export, in whatever form")
  func canaries() throws {
    try withTemporaryFolder { folder in
      let house = try House(in: folder)
      let server = try house.startServer()
      let relay = try SocksRelay(folder: folder)
      try house.watch()
      // The secrets are there to be leaked: the owner's own store knows devices by their addresses.
      let store = house.state.appending(path: "agent.sqlite")
      let known = try CanarySearch.finds(House.canaries, in: [store])
      #expect(known.contains { $0.contains("phone text") })

      let on = try house.agent(
        [
          "contribute", "on", "--server", server.address, "--yes",
          "--relay", "socks5h://127.0.0.1:\(relay.port)",
        ], needsClock: true)
      try #require(on.status == 0, "\(on.errors)")
      let log = try house.contribute { status in
        status.uploads.count == 2 && status.uploads.allSatisfy { $0.state == "acknowledged" }
      }
      let spool = house.state.appending(path: "house.sqlite")
      let preview = try house.agent(["contribute", "preview", "--bytes", "--week", "2026-W47"])
      let pages = try ["/", "/v1/statistics", "/v1/releases", "/v1/log"].map {
        try server.get($0).text
      }
      let texts = folder.appending(path: "texts")
      try (on.text + on.errors + log + server.log + preview.text + pages.joined())
        .write(to: texts, atomically: true, encoding: .utf8)
      let everything = [
        spool, spool.wal, house.database, house.database.wal, texts, relay.recording,
      ].filter { FileManager.default.fileExists(atPath: $0.path) }
      #expect(everything.count >= 4)
      #expect(try CanarySearch.finds(House.canaries, in: everything) == [])
      server.stop()
    }
  }

  @Test("would be found in every form, wherever one leaked")
  func positiveControl() throws {
    try withTemporaryFolder { folder in
      let body = Array("{\"format\":\"flowcensus-house/1\"}".utf8)
      for form in CanarySearch.forms {
        for (number, canary) in House.canaries.enumerated() {
          let planted = try CanarySearch.planted(canary, as: form)
          guard planted.count >= 6 else { continue }
          let file = folder.appending(path: "leak-\(number)")
          try Data(body + planted + body).write(to: file)
          let finds = try CanarySearch.finds([canary], in: [file])
          #expect(!finds.isEmpty, "\(canary.name) as \(form)")
          guard number < 2 else { break }
        }
      }
    }
  }
}

extension URL {
  /// The write-ahead log beside an SQLite file.
  var wal: URL { URL(filePath: path + "-wal") }
}
