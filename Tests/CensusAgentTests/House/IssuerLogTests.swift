import CensusProtocol
import Testing

@testable import CensusAgent

@Suite("Following an issuer's log")
struct IssuerLogTests {
  private static let issuerKeys: [IssuerPublicKey] = {
    (0..<3).compactMap { _ in try? IssuerSecretKey.random().publicKey }
  }()

  private let key = SigningKey.random()

  /// A log of keys for some epochs, signed by `key`.
  private func log(
    _ epochs: [Int64], signedBy key: SigningKey, time: String = "2026-11-23T00:00:00Z"
  ) throws -> [SignedEntry] {
    var entries: [SignedEntry] = []
    for (number, epoch) in epochs.enumerated() {
      let keys = IssuerKeys(
        epoch: try #require(Epoch(number: epoch)), new: Self.issuerKeys[0],
        established: Self.issuerKeys[1], organisation: Self.issuerKeys[2])
      let entry = LogEntry(
        number: Int64(number), previous: entries.last?.digest ?? LogEntry.beginning,
        time: try #require(UTCTime(time)), key: key.verifyingKey, content: .keys(keys))
      entries.append(try SignedEntry(signing: entry, with: key))
    }
    return entries
  }

  /// A server that shows `entries`, two in one answer.
  private func follow(
    _ entries: [SignedEntry], from pin: LogPin? = nil, at now: String = "2026-11-24T12:00:00Z"
  ) throws -> IssuerLog {
    var log = IssuerLog(pin: pin)
    try log.follow(at: try #require(UTCTime(now))) { number in
      Array(entries.dropFirst(Int(number)).prefix(2))
    }
    return log
  }

  @Test("finds the keys of every epoch, and goes on from where it was")
  func follows() throws {
    let entries = try log([2900, 2901, 2902, 2903, 2904], signedBy: key)
    let first = try follow(Array(entries.prefix(3)))
    #expect(first.keys.map(\.keys.epoch.number) == [2900, 2901, 2902])
    #expect(first.pin?.number == 2)
    let second = try follow(entries, from: first.pin)
    #expect(second.keys.map(\.keys.epoch.number) == [2903, 2904])
    #expect(second.pin?.digest == entries.last?.digest)
    #expect(try follow(entries, from: second.pin).keys.isEmpty)
  }

  @Test("an empty log gives no keys")
  func empty() throws {
    #expect(try follow([]).pin == nil)
  }

  @Test("refuses a log whose past is another than the one seen before")
  func rewritten() throws {
    let pin = try follow(log([2900, 2901], signedBy: key)).pin
    let other = try log([2900, 2901, 2902], signedBy: key, time: "2026-11-24T00:00:00Z")
    #expect(throws: HouseClientError.self) { try follow(other, from: pin) }
    // One that has become shorter, too.
    let shorter = Array(try log([2900, 2901], signedBy: key).prefix(1))
    #expect(throws: HouseClientError.self) { try follow(shorter, from: pin) }
  }

  @Test("refuses a log of another key from the one that was pinned")
  func otherKey() throws {
    let entries = try log([2900, 2901], signedBy: key)
    let pin = try follow(Array(entries.prefix(1))).pin
    let impostor = SigningKey.random()
    let entry = LogEntry(
      number: 1, previous: entries[0].digest, time: entries[1].entry.time,
      key: impostor.verifyingKey, content: entries[1].entry.content)
    let forged = [entries[0], try SignedEntry(signing: entry, with: impostor)]
    #expect(throws: HouseClientError.self) { try follow(forged, from: pin) }
    // The right key named, and another's signature.
    let unsigned = try SignedEntry(bytes: entries[1].bytes, signature: forged[1].signature)
    #expect(throws: HouseClientError.self) { try follow([entries[0], unsigned], from: pin) }
  }

  @Test("refuses a log whose time goes back, within one look and between two")
  func backwards() throws {
    let first = try log([2900], signedBy: key)
    let back = LogEntry(
      number: 1, previous: first[0].digest, time: try #require(UTCTime("2026-11-22T23:59:59Z")),
      key: key.verifyingKey, content: first[0].entry.content)
    let entries = first + [try SignedEntry(signing: back, with: key)]
    #expect(throws: HouseClientError.self) { try follow(entries) }
    let pin = try follow(first).pin
    #expect(throws: HouseClientError.self) { try follow(entries, from: pin) }
  }

  @Test(
    "knows since when keys can have been there: by the entry at the first look, else by what it has seen",
    arguments: [
      // Week 2970 begins on Monday, 2026-11-30.
      ("2026-11-29T23:59:59Z", nil, true), ("2026-11-30T00:00:00Z", nil, false),
      ("2026-11-29T23:59:59Z", "2026-11-25T00:00:00Z", true),
      ("2026-11-30T00:00:00Z", "2026-11-25T00:00:00Z", false),
      // Dated before the week, and not there when this agent looked within it.
      ("2026-11-29T23:59:59Z", "2026-11-30T08:00:00Z", false),
    ] as [(String, String?, Bool)])
  func ahead(published: String, seen: String?, isAhead: Bool) throws {
    let before = try log([2968], signedBy: key)
    let pin = try seen.flatMap { try follow(before, at: $0).pin }
    let epoch = try #require(Epoch("2026-W49"))
    let keys = IssuerKeys(
      epoch: epoch, new: Self.issuerKeys[0], established: Self.issuerKeys[1],
      organisation: Self.issuerKeys[2])
    let entry = LogEntry(
      number: 1, previous: before[0].digest, time: try #require(UTCTime(published)),
      key: key.verifyingKey, content: .keys(keys))
    let entries = before + [try SignedEntry(signing: entry, with: key)]
    let found = try follow(entries, from: pin, at: "2026-12-01T00:00:00Z")
    #expect(found.keys.last?.keys.epoch == epoch)
    #expect(found.keys.last?.isAhead == isAhead)
    #expect(found.pin?.seen.description == "2026-12-01T00:00:00Z")
  }

  @Test("refuses entries that were left out, and a second set of keys for one epoch")
  func broken() throws {
    let entries = try log([2900, 2901, 2902], signedBy: key)
    #expect(throws: HouseClientError.self) { try follow([entries[0], entries[2]]) }
    #expect(throws: HouseClientError.self) { try follow(Array(entries.dropFirst())) }
    #expect(throws: HouseClientError.self) {
      try follow(log([2900, 2900], signedBy: key))
    }
  }
}
