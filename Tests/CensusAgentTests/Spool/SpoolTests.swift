import CensusAgent
import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("The spool")
struct SpoolTests {
  private static let noon = UTCTime("2026-11-23T12:00:00Z")

  @Test("keeps exactly the bytes and the signature, and still has them when it is opened again")
  func durable() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "spool").path
      let bundle = try signedBundle()
      try Spool(path: path).put(bundle, server: "http://a", now: #require(Self.noon))
      let again = try Spool(path: path)
      let content = try #require(try again.content(of: bundle.digest))
      #expect(content.bytes == bundle.bytes)
      #expect(content.signature == bundle.signature.description)
      #expect(try again.entries().map(\.digest) == [bundle.digest])
    }
  }

  @Test("takes the same bundle once, however often it is put in")
  func idempotent() throws {
    try withTemporaryFolder { folder in
      let spool = try Spool(path: folder.appending(path: "spool").path)
      let bundle = try signedBundle()
      for _ in 0..<3 { try spool.put(bundle, server: "http://a", now: #require(Self.noon)) }
      #expect(try spool.entries().count == 1)
    }
  }

  @Test("never sends again what a server has acknowledged, whatever a late attempt says")
  func acknowledgedIsFinal() throws {
    try withTemporaryFolder { folder in
      let spool = try Spool(path: folder.appending(path: "spool").path)
      let bundle = try signedBundle()
      let noon = try #require(Self.noon)
      try spool.put(bundle, server: "http://a", now: noon)
      try spool.record(.acknowledged(answer: "stored"), of: bundle.digest)
      try spool.record(.failed(answer: "late", nextAttempt: noon), of: bundle.digest)
      try spool.put(bundle, server: "http://a", now: noon)
      #expect(try spool.entries().map(\.state) == [.acknowledged])
      try spool.put(bundle, server: "http://b", now: noon)
      #expect(try spool.entries().map(\.state) == [.waiting])
    }
  }

  @Test("keeps what was refused until its owner says to send it again")
  func refused() throws {
    try withTemporaryFolder { folder in
      let spool = try Spool(path: folder.appending(path: "spool").path)
      let bundle = try signedBundle()
      try spool.put(bundle, server: "http://a", now: #require(Self.noon))
      try spool.record(.refused(answer: "403 unknown organisation"), of: bundle.digest)
      #expect(try spool.entries().map(\.state) == [.refused])
      #expect(try spool.entries().first?.lastAnswer == "403 unknown organisation")
      #expect(try spool.retryRefused() == 1)
      #expect(try spool.entries().map(\.state) == [.waiting])
      #expect(try spool.content(of: bundle.digest)?.bytes == bundle.bytes)
    }
  }

  @Test("says so when the disk is full, and keeps what it had")
  func diskFull() throws {
    try withTemporaryFolder { folder in
      let disk = try SmallDisk(at: folder.appending(path: "disk"), kilobytes: 512)
      let spool = try Spool(path: disk.folder.appending(path: "spool").path)
      let first = try signedBundle()
      try spool.put(first, server: "http://a", now: #require(Self.noon))
      let error = #expect(throws: DatabaseError.self) {
        for _ in 0..<2000 {
          try spool.put(signedBundle(), server: "http://a", now: #require(Self.noon))
        }
      }
      #expect(error?.isFull == true)
      #expect(error?.description.contains("the disk is full") == true)
      #expect(try spool.content(of: first.digest)?.bytes == first.bytes)
    }
  }

  @Test("is not made from a file of another kind")
  func notADatabase() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "notes.txt").path
      try Data(repeating: 65, count: 5000).write(to: URL(filePath: path))
      let error = #expect(throws: DatabaseError.self) { try Spool(path: path) }
      #expect(error?.description.contains("is not a database") == true)
      #expect(try Data(contentsOf: URL(filePath: path)).count == 5000)
    }
  }
}
