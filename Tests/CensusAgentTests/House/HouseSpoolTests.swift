import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("The household's spool")
struct HouseSpoolTests {
  private let epoch = Household.epoch
  private static let issuer = try? IssuerSecretKey.random()

  static func consent(server: String = "https://census.example") throws -> HouseConsent {
    HouseConsent(
      server: server, region: .unsaid, relay: nil, certificateAuthorities: nil,
      since: Household.epoch)
  }

  /// Tokens as an issuer signs them.
  static func tokens(_ count: Int) throws -> [OwnedToken] {
    let issuer = try #require(Self.issuer)
    let challenge = TokenChallenge(
      log: SigningKey.random().verifyingKey, epoch: Household.epoch)
    return try (0..<count).map { _ in
      let key = SigningKey.random()
      let pending = try PendingToken(
        for: key.verifyingKey, challenge: challenge, key: issuer.publicKey)
      return OwnedToken(
        token: try pending.finalize(try issuer.answer(pending.request)), key: key)
    }
  }

  private func body(_ model: String = "google-pixel-6") throws -> [UInt8] {
    let row = try #require(
      HouseRow(
        destination: HouseDestination(.unknown), service: .tls, up: ByteBucket(bytes: 100),
        down: ByteBucket(bytes: 100), activeHours: .one))
    return try HouseContribution(
      epoch: epoch, model: try #require(ModelIdentifier(model)), level: .model, catalogue: 1,
      geo: GeoEdition(source: .ipfire, month: try #require(CalendarMonth("2026-06"))),
      loss: .none, rows: [row]
    ).encoded
  }

  /// A spool with three contributions that wait for the first hour after the epoch.
  private func withFullSpool(_ check: (HouseSpool) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let spool = try HouseSpool(path: folder.appending(path: "house.sqlite").path)
      try spool.giveConsent(Self.consent())
      try spool.setStage(.planned(epoch.start), of: epoch)
      try spool.keep(Self.tokens(8), of: epoch)
      let numbers = try spool.tokenNumbers(of: epoch)
      try spool.spool(
        numbers.prefix(3).enumerated().map { index, number in
          SpooledUpload(
            token: number, body: try body(),
            sendAt: try #require(UTCTime(seconds: epoch.end.seconds + Int64(index) * 60)))
        }, of: epoch)
      try check(spool)
    }
  }

  @Test("keeps an epoch's contributions, and no token that it does not need")
  func spools() throws {
    try withFullSpool { spool in
      let entries = try spool.entries()
      #expect(entries.map(\.state) == [.waiting, .waiting, .waiting])
      #expect(entries.map(\.sequence) == [1, 1, 1])
      #expect(try spool.tokenNumbers(of: epoch).count == 3)
      #expect(try spool.epochs().map(\.stage) == [.composed])
      #expect(try spool.entries(dueAt: epoch.end).count == 1)
    }
  }

  @Test("deletes what was never sent when its owner stops contributing, and keeps the rest")
  func off() throws {
    try withFullSpool { spool in
      let entries = try spool.entries()
      try spool.noteAttempt(of: entries[0])
      try spool.record(.acknowledged("stored"), of: entries[0])
      try spool.noteAttempt(of: entries[1])
      try spool.endConsent()
      #expect(try spool.consent() == nil)
      #expect(try spool.entries().map(\.number) == [entries[0].number, entries[1].number])
      #expect(try spool.latestConsent()?.server == "https://census.example")
    }
  }

  @Test("takes back what was sent by an empty upload of the next sequence, and deletes the rest")
  func withdraw() throws {
    try withFullSpool { spool in
      let entries = try spool.entries()
      // One acknowledged, one that a server may have, one that was never sent.
      for entry in entries.prefix(2) { try spool.noteAttempt(of: entry) }
      try spool.record(.acknowledged("stored"), of: entries[0])
      var generator = SeededGenerator(seed: 1)
      let now = try #require(UTCTime(seconds: epoch.end.seconds + 7200))
      let result = try HouseWithdrawal.of(
        try spool.entries(), in: spool, at: now, using: &generator)
      #expect(result == (deleted: 1, replaced: 2))
      let left = try spool.entries()
      #expect(left.map(\.isWithdrawal) == [true, true])
      #expect(left.map(\.sequence) == [2, 2])
      #expect(left.map(\.state) == [.waiting, .waiting])
      #expect(left.allSatisfy { $0.body == HouseUpload.withdrawal(epoch).encoded })
      #expect(
        left.allSatisfy { (now.seconds..<now.seconds + 3600).contains($0.nextAttempt.seconds) })
      // The late answer to the first upload changes nothing of the second.
      try spool.record(.acknowledged("stored"), of: entries[1])
      #expect(try spool.entries().map(\.state) == [.waiting, .waiting])
      // Stopping does not keep a withdrawal from going out.
      try spool.endConsent()
      #expect(try spool.entries().count == 2)
      // Taking back twice is taking back once.
      #expect(
        try HouseWithdrawal.of(try spool.entries(), in: spool, at: now, using: &generator)
          == (deleted: 0, replaced: 0))
    }
  }

  @Test("gives another server nothing of what was prepared for the one before")
  func otherServer() throws {
    try withFullSpool { spool in
      try spool.giveConsent(Self.consent(server: "https://other.example"))
      #expect(try spool.entries().isEmpty)
      #expect(try spool.epochs().isEmpty)
    }
  }

  @Test("is readable by its owner alone")
  func permissions() throws {
    try withFullSpool { spool in
      for suffix in ["", "-wal"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: spool.path + suffix)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
      }
    }
  }
}
