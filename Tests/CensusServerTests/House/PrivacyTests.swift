import CensusProtocol
import Foundation
import GRDB
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

  @Test("has no address: not in the database, the write-ahead log or what the program prints")
  func noAddress() async throws {
    try await TemporaryFolder.with { folder in
      let clock = "\(folder)/clock"
      try "2026-11-18T12:00:00Z\n".write(toFile: clock, atomically: true, encoding: .utf8)
      let log = "\(folder)/log"
      let database = "\(folder)/data/server.sqlite"
      let server = try await LoggingServer(
        database: database, log: log,
        ["--households", "open", "--clock", clock, "--accept-simulated", "--grace", "0"])
      // Everything that a household sends, from addresses that nobody else has: what is refused, too.
      let script = """
        import base64, http.client, sys, time
        port = int(sys.argv[1])
        def ask(source, method, path, body=None, **headers):
            connection = http.client.HTTPConnection("127.0.0.1", port, source_address=(source, 0))
            connection.request(method, path, body, headers)
            return connection.getresponse().status
        statuses = []
        for number in range(200, 216):
            source = f"127.77.{number}.{number + 3}"
            statuses.append(ask(source, "GET", "/v1/log"))
            statuses.append(ask(source, "POST", "/v1/enrolments", b"{}", **{
                "Content-Type": "application/json",
                "FlowCensus-Signature": base64.b64encode(bytes(64)).decode()}))
            statuses.append(ask(source, "POST", "/v1/house", b" " * 4096, **{
                "Content-Type": "application/json", "X-Forwarded-For": source}))
            statuses.append(ask(source, "GET", f"/v1/releases/{source}?from={source}"))
        print(sorted(set(statuses)))
        """
      let outcome = try await Program.run(
        "/usr/bin/python3", ["-c", script, String(server.port)], package: "python3")
      #expect(outcome.output == "[200, 400, 422]\n", "\(outcome.errors)")
      let written = try Files.contents(of: "\(folder)/data")
      #expect(await server.end(SIGTERM) == 0)
      let printed = try String(contentsOfFile: log, encoding: .utf8)
      #expect(printed.contains("/v1/enrolments"))
      for haystack in [written, Files.Haystack(bytes: Data(printed.utf8))] {
        for form in Self.forms {
          let found = (200..<216).filter {
            haystack.contains(form([127, 77, UInt8($0), UInt8($0 + 3)]))
          }
          // Four bytes can turn up once by chance, in a digest or a key; a leak would show them all.
          #expect(found.count < 2, "\(found)")
        }
      }
    }
  }

  /// How an address could have been written.
  private static let forms: [@Sendable ([UInt8]) -> [UInt8]] = [
    { Array($0.map(String.init).joined(separator: ".").utf8) },
    { $0 },
    { $0.reversed() },
    { octets in Array(octets.map { String(format: "%02x", $0) }.joined().utf8) },
    { octets in Array(octets.reversed().map { String(format: "%02x", $0) }.joined().utf8) },
    { Array(String($0.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }).utf8) },
    { Array(Data($0).base64EncodedString().prefix(5).utf8) },
  ]

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
}
