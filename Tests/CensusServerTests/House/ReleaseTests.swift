import CensusProtocol
import CensusStatistics
import Foundation
import GRDB
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import CensusServer

@Suite("The release of an epoch")
struct ReleaseTests {
  /// Households that contribute one model each; what they sent.
  private func contribute(
    _ households: Int, to crowd: TestCrowd, country: String = "CN"
  ) async throws -> [(upload: HouseUpload, right: TestAgent.Right)] {
    var rights: [TestAgent.Right] = []
    for _ in 0..<households { rights += try await TestAgent().rights(crowd) }
    try crowd.moveToUploads(of: crowd.epoch)
    var sent: [(HouseUpload, TestAgent.Right)] = []
    for right in rights {
      let upload = HouseUpload.contribution(try crowd.contribution("xiaomi-redmi-1s", country))
      let response = try await crowd.send(upload, by: right)
      try #require(response.status == .created)
      sent.append((upload, right))
    }
    return sent
  }

  private static func standard(_ options: inout HouseOptions) {
    // Households of the first day are all new, and this suite is not about confirmation.
    options.rule = MergeRule(fewest: 10, fewestConfirmed: 0) ?? .standard
  }

  @Test("is made once, when the days of grace are over, signed and chained behind the keys")
  func once() async throws {
    try await TestCrowd.with(options: Self.standard) { crowd in
      _ = try await contribute(23, to: crowd)
      try crowd.clock.move(to: crowd.epoch.end, plus: 71)
      #expect(try await crowd.keeper.keep().releases == [])
      try crowd.moveToRelease(of: crowd.epoch)
      #expect(try await crowd.keeper.keep().releases == [crowd.epoch])
      #expect(try await crowd.keeper.keep().releases == [])

      let response = try await crowd.server.get("/v1/releases/\(crowd.epoch)")
      let bytes = Array(buffer: response.body)
      let signature = try #require(
        response.headers[.flowCensusSignature].flatMap { Signature($0) })
      #expect(crowd.logKey.accepts(signature, for: bytes))
      let release = try #require(try LogEntry(decoding: bytes).release)
      guard case .merged(let figures) = release.figures else {
        Issue.record("noise in a small epoch")
        return
      }
      #expect(figures.contributors.map(\.contributors.number) == [25])
      #expect(figures.contacts.map(\.destination.description) == ["CN"])
      #expect(figures.contacts.first?.buckets?.up.median == ByteBucket(bytes: 100_000))
      #expect(figures.intake.tokens[.new]?.number == 25)

      var previous = LogEntry.beginning
      for (number, entry) in try await crowd.server.store.log(from: 0, limit: 100).enumerated() {
        #expect(entry.entry.number == Int64(number))
        #expect(entry.entry.previous == previous)
        #expect(entry.isSigned)
        previous = entry.digest
      }
      let list = try await crowd.server.get("/v1/releases").object
      #expect(
        (list["releases"] as? [[String: Any]])?.map { $0["epoch"] as? String } == ["2026-W47"])
    }
  }

  @Test("leaves nothing of the contributions, not a byte in the database or its log")
  func forgetting() async throws {
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      try await TestCrowd.with(database: database, options: Self.standard) { crowd in
        let sent = try await contribute(12, to: crowd)
        let needles = sent.flatMap { pair in
          [
            // Pieces of what was sent, and the pseudonym in its forms.
            Array(pair.upload.document.prefix(60)), Array(pair.upload.document.suffix(60)),
            Array(pair.right.token.pseudonym.fingerprint.description.utf8),
            Array(pair.right.token.encoded[2..<34]),
            Array(pair.right.token.pseudonym.description.utf8),
            Array(pair.right.token.encoded[98...]),
          ]
        }
        // The search finds them while they are there.
        let before = try Files.contents(of: folder)
        #expect(needles.contains { before.contains($0) })
        #expect(try Self.isLeft(of: needles, afterCarelessDeletionIn: folder))
        try crowd.moveToRelease(of: crowd.epoch)
        #expect(try await crowd.keeper.keep().releases == [crowd.epoch])
        let after = try Files.contents(of: folder)
        for needle in needles { #expect(!after.contains(needle)) }
        #expect(try Files.size("\(database)-wal") == 0)
        let store = crowd.server.store
        for table in ["house_uploads", "issuer_orders"] {
          let rows = try await store.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)")
          }
          #expect(rows == 0)
        }
      }
    }
  }

  /// Whether something of `needles` is left in a copy of the database where a server deletes without care:
  /// no byte is overwritten, and the write-ahead log is kept.
  private static func isLeft(
    of needles: [[UInt8]], afterCarelessDeletionIn folder: String
  ) throws -> Bool {
    let copy = "\(folder)-careless"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try FileManager.default.copyItem(atPath: folder, toPath: copy)
    let queue = try DatabaseQueue(path: "\(copy)/server.sqlite")
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA secure_delete = OFF; DELETE FROM house_uploads")
    }
    try queue.close()
    let left = try Files.contents(of: copy)
    return needles.contains { left.contains($0) }
  }

  @Test("cannot be made again, changed or removed: the table itself refuses")
  func immutability() async throws {
    try await TestCrowd.with(options: Self.standard) { crowd in
      let sent = try await contribute(2, to: crowd)
      try crowd.moveToRelease(of: crowd.epoch)
      try await crowd.keeper.keep()
      let store = crowd.server.store
      for sql in [
        "DELETE FROM log WHERE kind = 'release'", "UPDATE log SET kind = 'keys'",
        "UPDATE log SET bytes = x'00' WHERE kind = 'release'", "DELETE FROM log",
        "INSERT INTO log SELECT number + 1, kind, epoch, digest || 'x', signature, bytes FROM log WHERE kind = 'release'",
        "INSERT INTO log SELECT 99, kind, epoch + 1, digest || 'x', signature, bytes FROM log WHERE kind = 'release'",
        "INSERT OR REPLACE INTO log SELECT * FROM log WHERE kind = 'release'",
        "INSERT INTO house_uploads VALUES (\(crowd.epoch.number), 'x', 'new', 0, x'00')",
      ] {
        await #expect(throws: StoreError.self) {
          try await store.write { try $0.execute(sql: sql) }
        }
      }
      let again = try await store.release(crowd.epoch, at: .now) { _, _ in
        throw Program.Missing(description: "computed again")
      }
      #expect(again == nil)
      // Even if the clock goes back: what comes now is late, and dropped.
      try crowd.moveToUploads(of: crowd.epoch)
      let late = try await crowd.send(sent[0].upload, by: sent[0].right, sequence: 9)
      #expect(late.status == .gone)
      #expect(try await store.late(crowd.epoch) == 1)
      #expect(try await crowd.stored() == [])
    }
  }

  @Test("is whole or not at all: what fails within it changes nothing")
  func atomicity() async throws {
    struct Broken: Error {}
    try await TestCrowd.with(options: Self.standard) { crowd in
      _ = try await contribute(3, to: crowd)
      let store = crowd.server.store
      await #expect(throws: StoreError.self) {
        _ = try await store.release(crowd.epoch, at: .now) { _, _ in throw Broken() }
      }
      #expect(try await crowd.stored().count == 3)
      #expect(try await store.logEntry(.release, of: crowd.epoch) == nil)
      try crowd.moveToRelease(of: crowd.epoch)
      #expect(try await crowd.keeper.keep().releases == [crowd.epoch])
    }
  }

  @Test("counts neither what was taken back nor what came late, and says how many")
  func withdrawn() async throws {
    try await TestCrowd.with(options: Self.standard) { crowd in
      let sent = try await contribute(24, to: crowd)
      for pair in sent.prefix(11) {
        let response = try await crowd.send(
          .withdrawal(crowd.epoch), by: pair.right, sequence: 1)
        #expect(response.status == .ok)
      }
      try crowd.clock.move(to: crowd.epoch.end, plus: 72)
      for pair in sent.prefix(10) {
        _ = try await crowd.send(pair.upload, by: pair.right, sequence: 2)
      }
      try await crowd.keeper.keep()
      let entry = try await crowd.server.store.logEntry(.release, of: crowd.epoch)
      guard case .merged(let figures) = try #require(entry?.entry.release).figures else { return }
      #expect(figures.contributors.map(\.contributors.number) == [15])
      #expect(figures.intake.withdrawn.number == 10)
      #expect(figures.intake.late.number == 10)
    }
  }

  @Test("of every epoch that a server slept through comes when it wakes, the earliest first")
  func catchingUp() async throws {
    try await TestCrowd.with(options: Self.standard) { crowd in
      let third = try #require(crowd.epoch.next?.next)
      try crowd.moveToRelease(of: third)
      let work = try await crowd.keeper.keep()
      #expect(work.releases == [crowd.epoch, try #require(crowd.epoch.next), third])
      #expect(try await crowd.keeper.keep() == CalendarWork())
    }
  }

  @Test("names the models that agents may name, from 20 contributors on")
  func commonModels() async throws {
    try await TestCrowd.with(options: Self.standard) { crowd in
      var rights: [TestAgent.Right] = []
      for _ in 0..<15 { rights += try await TestAgent().rights(crowd, 2) }
      try crowd.moveToUploads(of: crowd.epoch)
      for (index, right) in rights.enumerated() {
        let model = index % 3 == 0 ? "google-nexus-5" : "apple-iphone-5s"
        let upload = HouseUpload.contribution(try crowd.contribution(model))
        #expect(try await crowd.send(upload, by: right).status == .created)
      }
      _ = try await crowd.server.store.changeListedModels(at: crowd.clock.clock.now()) { _ in [] }
      #expect((try await crowd.server.get("/v1/models").object["models"] as? [Any])?.count == 0)
      try crowd.moveToRelease(of: crowd.epoch)
      try await crowd.keeper.keep()
      let models = try await crowd.server.get("/v1/models").object
      let listed = try #require(models["models"] as? [[String: Any]])
      #expect(listed.map { $0["id"] as? String } == ["apple-iphone-5s"])
      #expect(listed.first?["contributors"] as? Int == 20)
      #expect(models["releases"] as? [String] == ["2026-W47"])
    }
  }
}

/// Looking for bytes in files.
enum Files {
  /// All files of a folder, one after the other.
  static func contents(of folder: String) throws -> Haystack {
    var bytes = Data()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      bytes += try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
    }
    return Haystack(bytes: bytes)
  }

  static func size(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
  }

  struct Haystack {
    let bytes: Data

    func contains(_ needle: [UInt8]) -> Bool { bytes.range(of: Data(needle)) != nil }
  }
}
