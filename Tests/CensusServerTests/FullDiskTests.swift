import CensusProtocol
import Foundation
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@testable import CensusServer

@Suite("full disk")
struct FullDiskTests {
  @Test("refuses what does not fit with 507, keeps what was acknowledged, and goes on")
  func full() async throws {
    let bench = try Bench()
    let rows = try ["CN", "US", "DE", "FR", "SG"].flatMap { country in
      try ServiceClass.allCases.map { try Row.made(country, service: $0, up: 4000, down: 4000) }
    }
    try await TemporaryFolder.with { folder in
      let disk = try SmallDisk(at: URL(filePath: "\(folder)/disk"), kilobytes: 1536)
      let database = disk.folder.appending(path: "server.sqlite").path
      let filler = disk.folder.appending(path: "filler")
      try await TestServer.with(bench, database: database) { server in
        try Data(count: 500 * 1024).write(to: filler)
        var stored: [SessionBundle] = []
        var refused: SessionBundle?
        while refused == nil, stored.count < 100 {
          let session = try bench.session([
            MadePhase(condition: .outOfTheBox, minutes: 1200, rows: rows)
          ])
          let response = try await server.submit(session, by: bench)
          if response.status == .created {
            stored.append(session)
          } else {
            #expect(response.status.code == 507)
            #expect(try response.problem == "storage-full")
            #expect(response.headers[.retryAfter] != nil)
            refused = session
          }
        }
        let last = try #require(refused)
        // Nothing of it is there, and what was acknowledged is.
        let kept = try await server.store.sessions(before: .max, limit: 1000).map(\.identifier)
        #expect(Set(kept) == Set(stored.map(\.session)))
        #expect(try await server.store.bundle(Digest(of: last.encoded)) == nil)
        let page = try await server.get("/")
        #expect(page.status == .ok)
        // Room again: the same bundle is taken in.
        try FileManager.default.removeItem(at: filler)
        let retried = try await server.submit(last, by: bench)
        #expect(retried.status == .created)
      }
    }
  }
}
