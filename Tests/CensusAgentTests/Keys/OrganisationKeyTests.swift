import CensusAgent
import CensusProtocol
import Foundation
import TestSupport
import Testing

@Suite("An organisation's key file")
struct OrganisationKeyTests {
  private func withKeyFile(_ body: (String, OrganisationKey) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "organisation.key").path
      let key = OrganisationKey(organisation: try #require(OrganisationIdentifier("a-shop")))
      try key.write(toNewFile: path)
      try body(path, key)
    }
  }

  @Test("gives the same key back, and its owner alone can read it")
  func roundTrip() throws {
    try withKeyFile { path, key in
      let read = try OrganisationKey(readingFile: path)
      #expect(read.organisation == key.organisation)
      #expect(read.signingKey.verifyingKey == key.signingKey.verifyingKey)
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test("is never overwritten")
  func neverOverwritten() throws {
    try withKeyFile { path, key in
      let error = #expect(throws: FileError.self) { try key.write(toNewFile: path) }
      #expect(error?.description.contains("exists already") == true)
    }
  }

  @Test("that others can read is refused, with the command that mends it")
  func readableByOthers() throws {
    try withKeyFile { path, _ in
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      let error = #expect(throws: FileError.self) { try OrganisationKey(readingFile: path) }
      #expect(error?.description.contains("chmod 600 \(path)") == true)
    }
  }

  @Test("that is damaged, missing or another file is refused by name")
  func damaged() throws {
    try withKeyFile { path, _ in
      let text = try String(contentsOfFile: path, encoding: .utf8)
      for damaged in [String(text.dropLast(5)), text.replacing("key 1", with: "key 2"), "", "x"] {
        try damaged.write(toFile: path, atomically: false, encoding: .utf8)
        let error = #expect(throws: FileError.self) { try OrganisationKey(readingFile: path) }
        #expect(error?.path == path)
      }
      #expect(throws: FileError.self) { try OrganisationKey(readingFile: path + ".missing") }
    }
  }
}
