import CensusProtocol
import Testing

/// The log: entries with one encoding, each naming the one before it.
@Suite("Log entries")
struct LogEntryTests {

  static func release(_ contributors: Int = 15) throws -> HouseRelease {
    let rule = MergeRule.standard
    let subject = ReleaseSubject.model(try #require(ModelIdentifier("acme-a")))
    let epoch = try #require(Epoch("2026-W47"))
    let month = try #require(CalendarMonth("2026-06"))
    let china = try #require(HouseDestination("CN"))
    let bytes = Quartiles(
      lower: ByteBucket(bytes: 5), median: ByteBucket(bytes: 70), upper: ByteBucket(bytes: 1 << 39))
    let quartiles = BucketQuartiles(
      up: bytes, down: bytes, activeHours: Quartiles(lower: .one, median: .few, upper: .most))
    let figures = MergedFigures(
      rule: rule,
      intake: IntakeCounts(
        late: .none, withdrawn: rule.shown(12), tokens: [.established: rule.shown(99)]),
      droppedContributions: .none, droppedRows: rule.shown(20),
      geo: [GeoEdition(source: .ipfire, month: month)],
      loss: [LossCell(classes: [.none], contributors: rule.shown(contributors))],
      contributors: [
        ContributorCell(subject: subject, contributors: rule.shown(contributors)),
        ContributorCell(subject: .otherModels(brand: "Acme"), contributors: rule.shown(40)),
      ],
      contacts: [
        ContactCell(
          subject: subject, service: .tls, destination: .place(china),
          contributors: rule.shown(contributors), buckets: nil),
        ContactCell(
          subject: .otherModels(brand: "Acme"), service: .tls, destination: .elsewhere,
          contributors: rule.shown(40), buckets: quartiles),
      ])
    return HouseRelease(epoch: epoch, catalogue: 7, figures: .merged(figures))
  }

  static func signed(
    _ release: HouseRelease, number: Int64 = 0, previous: Digest = LogEntry.beginning
  ) throws -> SignedEntry {
    let key = try #require(SigningKey("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="))
    let time = try #require(UTCTime("2026-11-30T00:05:00Z"))
    let entry = LogEntry(
      number: number, previous: previous, time: time, key: key.verifyingKey,
      content: .release(release))
    return try SignedEntry(signing: entry, with: key)
  }

  @Test("an entry is read back from its line as it was")
  func roundTrip() throws {
    let signed = try Self.signed(Self.release())
    let line = signed.line
    #expect(line.last == UInt8(ascii: "\n") && !line.dropLast().contains(UInt8(ascii: "\n")))
    let read = try SignedEntry(line: line.dropLast())
    #expect(read == signed)
    #expect(read.entry == signed.entry)
    #expect(read.isSigned)
    #expect(LogEntry.beginning.description == String(repeating: "0", count: 64))
  }

  @Test("no byte of a line can be changed unseen")
  func tampering() throws {
    let line = Array(try Self.signed(Self.release()).line.dropLast())
    for index in line.indices {
      for change in [UInt8(1), 0x20] {
        var changed = line
        changed[index] ^= change
        guard let read = try? SignedEntry(line: changed) else { continue }
        #expect(!read.isSigned, "byte \(index)")
      }
    }
  }
}
