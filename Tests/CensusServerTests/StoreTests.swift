import CensusProtocol
import Foundation
import GRDB
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import CensusServer

@Suite("store")
struct StoreTests {
  private func withStore(_ test: @Sendable (Store) async throws -> Void) async throws {
    try await TemporaryFolder.with { folder in
      let store = try Store(path: "\(folder)/folder/server.sqlite")
      try await test(store)
      try store.close()
    }
  }

  @Test("a commit waits for the disk, and foreign keys hold")
  func durability() async throws {
    try await withStore { store in
      let settings = try await store.write { database in
        try ["synchronous", "journal_mode", "foreign_keys"].map {
          try String.fetchOne(database, sql: "PRAGMA \($0)")
        }
      }
      // 2 is FULL (https://www.sqlite.org/pragma.html#pragma_synchronous).
      #expect(settings == ["2", "wal", "1"])
    }
  }

  @Test("the same key can be admitted again, a second key joins it, a name can change")
  func admission() async throws {
    try await withStore { store in
      let bench = try Bench()
      let first = bench.key.verifyingKey
      let second = SigningKey.random().verifyingKey
      let organisation = bench.organisation
      let admit = { (name: String, key: VerifyingKey) in
        try await store.admit(organisation, name: name, key: key, at: .now)
      }
      #expect(try await admit("One", first) == .organisationAdded)
      #expect(try await admit("One", first) == .unchanged)
      #expect(try await admit("One", second) == .keyAdded)
      #expect(try await admit("Two", first) == .renamed)
      let organisations = try await store.organisations()
      #expect(organisations.map(\.name) == ["Two"])
      #expect(organisations.first?.keys.map(\.key) == [first, second])
    }
  }

  @Test("a key of another organisation is refused, and the newcomer is not added")
  func stolenKey() async throws {
    try await withStore { store in
      let bench = try Bench()
      try await store.admit(bench)
      let other = try #require(OrganisationIdentifier("other"))
      await #expect(throws: StoreError.keyOfAnother(organisation: "saigon-phones")) {
        _ = try await store.admit(other, name: "Other", key: bench.key.verifyingKey, at: .now)
      }
      #expect(try await store.organisations().count == 1)
    }
  }

  @Test("an organisation that another process admits can submit at once")
  func admissionWhileServing() async throws {
    let bench = try Bench()
    let bundle = try bench.session([MadePhase(condition: .outOfTheBox)])
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      try await TestServer.with(database: database) { server in
        #expect(try await server.submit(bundle, by: bench).problem == "organisation-unknown")
        let second = try Store(path: database)
        try await second.admit(bench)
        try second.close()
        #expect(try await server.submit(bundle, by: bench).status == .created)
      }
    }
  }

  @Test("a database of a newer server is refused, not touched")
  func newer() async throws {
    try await TemporaryFolder.with { folder in
      let path = "\(folder)/server.sqlite"
      let store = try Store(path: path)
      try await store.write {
        try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 of the future')")
      }
      try store.close()
      #expect(throws: StoreError.newer(file: path)) { try Store(path: path) }
    }
  }

  @Test("a file that is no database is refused with its name")
  func notADatabase() async throws {
    try await TemporaryFolder.with { folder in
      let path = "\(folder)/server.sqlite"
      try String(repeating: "no database ", count: 100).write(
        toFile: path, atomically: true, encoding: .utf8)
      #expect { try Store(path: path) } throws: { "\($0)".contains(path) }
    }
  }
}
