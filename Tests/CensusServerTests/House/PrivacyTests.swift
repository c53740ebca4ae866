import CensusProtocol
import Crypto
import Foundation
import GRDB
import TestSupport
import Testing

@testable import CensusServer

@Suite("What a server of households knows")
struct PrivacyTests {
  @Test(
    "links no agent with a contribution: the issuer's tables and the collector's share no value")
  func noSharedValue() async throws {
    try await TestCrowd.with { crowd in
      var rights: [TestAgent.Right] = []
      for _ in 0..<5 { rights += try await TestAgent().rights(crowd, 3) }
      try crowd.moveToUploads(of: crowd.epoch)
      for right in rights.shuffled() {
        _ = try await crowd.send(.contribution(try crowd.contribution()), by: right)
      }
      let dump = try await crowd.server.store.read { database in
        let tables = try String.fetchAll(
          database,
          sql: """
            SELECT name FROM sqlite_schema WHERE type = 'table'
            AND (name LIKE 'issuer!_%' ESCAPE '!' OR name LIKE 'house!_%' ESCAPE '!')
            """)
        return try tables.map { table in
          let rows = try DatabaseRow.fetchAll(database, sql: "SELECT * FROM \(table)")
          return Dump(
            table: table,
            rows: rows.map { row in
              Dictionary(uniqueKeysWithValues: row.map { ($0.0, "\($0.1)") })
            })
        }
      }
      func values(_ prefix: String) -> Set<String> {
        Set(
          dump.filter { $0.table.hasPrefix(prefix) }.flatMap(\.rows)
            // The epoch and the tier are public, and the same for everybody.
            .flatMap { $0.filter { $0.key != "epoch" && $0.key != "tier" }.values })
      }
      let issuer = values("issuer_")
      let house = values("house_")
      #expect(issuer.count >= 25 && house.count >= 16)
      // Small counts (of tokens, of a sequence) are no names.
      #expect(issuer.intersection(house).filter { $0.count > 3 } == [])
      let uploads = try #require(dump.first { $0.table == "house_uploads" }).rows
      #expect(uploads.count == 15)
      #expect(
        Set(uploads.flatMap(\.keys)) == ["epoch", "pseudonym", "tier", "sequence", "body"])
    }
  }

  /// The text of a table.
  private struct Dump: Sendable {
    let table: String
    let rows: [[String: String]]
  }

  @Test("keeps no order of arrival: rows lie in the order of their keys")
  func noOrder() async throws {
    try await TestCrowd.with { crowd in
      let hidden = try await crowd.server.store.read { database in
        ["issuer_agents", "issuer_orders", "issuer_keys", "house_uploads"].filter { table in
          (try? Int.fetchOne(database, sql: "SELECT count(rowid) FROM \(table)")) != nil
        }
      }
      #expect(hidden == [])
    }
  }

  @Test(
    "has no address: not in the database, the write-ahead log or what the program prints",
    arguments: [Visitors.bySix, .byFour, .byFourInSix])
  func noAddress(visitors: Visitors) async throws {
    try await TemporaryFolder.with { folder in
      let network = try await TestNetwork(addresses: visitors.toAdd)
      let clock = "\(folder)/clock"
      try "2026-11-18T12:00:00Z\n".write(toFile: clock, atomically: true, encoding: .utf8)
      let log = "\(folder)/log"
      let server = try await LoggingServer(
        database: "\(folder)/data/server.sqlite", log: log, listen: visitors.listen, in: network,
        ["--households", "open", "--clock", clock, "--accept-simulated", "--grace", "0"])
      let asking =
        network.prefix + ["/usr/bin/python3", "-c", Visitors.script, String(server.port)]
        + visitors.sources
      let outcome = try await Program.run(
        asking[0], Array(asking.dropFirst()), package: "python3")
      #expect(outcome.output == "[200, 400, 422]\n", "\(outcome.errors)")
      // The write-ahead log as it is while the server runs.
      let data = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/data")
      try FileManager.default.copyItem(atPath: "\(folder)/data", toPath: "\(folder)/seen")
      #expect(data.contains("server.sqlite-wal"))
      #expect(await server.end(SIGTERM) == 0)
      #expect(try String(contentsOfFile: log, encoding: .utf8).contains("/v1/enrolments"))
      let files = data.map { URL(filePath: "\(folder)/seen/\($0)") } + [URL(filePath: log)]
      #expect(try visitors.finds(in: files) == [])
      #expect(
        try await visitors.storedNumbers(in: "\(folder)/data/server.sqlite") == [])
      // The search can find: each address in each form, in bytes of which every other is by chance.
      let leak = URL(filePath: "\(folder)/leak")
      for canary in visitors.canaries {
        for form in try CanarySearch.planted(canary) where Visitors.isLookedFor(form) {
          let noise = { (0..<200_000).map { _ in UInt8.random(in: 0...255) } }
          let isShort = form.bytes.count < Visitors.fewestBytes
          let bounds = Array((isShort ? " " : "").utf8)
          try Data(noise() + bounds + form.bytes + bounds + noise()).write(to: leak)
          let finds = try visitors.finds(in: [leak])
          #expect(finds.contains("\(leak.path) \(canary.name) \(form.name)"))
          guard canary.name == visitors.canaries[0].name else { break }
        }
      }
    }
  }

  @Test("reduces an address to its network before anything sees it")
  func prefixes() throws {
    let key = RateLimiterKey.some
    func tag(_ text: String) -> UInt64? { NetworkPrefix(text: text)?.tag(key) }
    #expect(tag("192.0.2.1") == tag("192.0.2.254"))
    #expect(tag("192.0.2.1") != tag("192.0.3.1"))
    #expect(tag("192.0.2.1") == tag("::ffff:192.0.2.9"))
    #expect(tag("2001:db8:1:2::3") == tag("2001:db8:1:ffff:1:2:3:4"))
    #expect(tag("2001:db8:1::") != tag("2001:db8:2::"))
    #expect(tag("::1") == tag("::"))
    #expect(tag("fe80::1%eth0") == tag("fe80::2"))
    for text in ["", "1.2.3", "a.b.c.d", "1:2:3", "12345::", "999.1.1.1"] {
      #expect(NetworkPrefix(text: text) == nil)
    }
    let prefix = try #require(NetworkPrefix(text: "192.0.2.1"))
    #expect("\(prefix)".contains("192") == false)
  }

  @Test("counts requests under a key that is another every day, and that nobody else has")
  func rotation() async throws {
    let limiter = RateLimiter(requestsInMinute: 5, enrolmentsInDay: 5)
    let network = try #require(NetworkPrefix(text: "192.0.2.1"))
    let day: Int64 = 20_000 * 86_400
    func key(_ seconds: Int64) async throws -> SymmetricKey {
      _ = await limiter.takes(network, at: try #require(UTCTime(seconds: day + seconds)))
      return await limiter.key
    }
    let morning = try await key(0)
    #expect(try await key(86_399) == morning)
    let next = try await key(86_400)
    #expect(next != morning)
    // A clock that is set back brings no key back.
    #expect(try await key(0) != morning)
    #expect(next.bitCount == 256)
    let other = RateLimiter(requestsInMinute: 5, enrolmentsInDay: 5)
    _ = await other.takes(network, at: try #require(UTCTime(seconds: day)))
    let theirs = await other.key
    #expect(theirs != morning)
  }
}
