import CensusProtocol
import Testing

/// A log is believed for its bytes alone.
@Suite("A log of releases")
struct ReleaseLogTests {
  private static func log() throws -> [SignedEntry] {
    var entries: [SignedEntry] = []
    for (number, week) in ["2026-W44", "2026-W45", "2026-W46"].enumerated() {
      let release = try LogEntryTests.release(15 + 5 * number)
      let epoch = try #require(Epoch(week))
      entries.append(
        try LogEntryTests.signed(
          HouseRelease(epoch: epoch, catalogue: 7, figures: release.figures),
          number: Int64(number), previous: entries.last?.digest ?? LogEntry.beginning))
    }
    return entries
  }

  private static func faults(_ entries: [SignedEntry]) -> [LogFault.Kind] {
    ReleaseLog([("log", entries.flatMap(\.line))]).faults.map(\.kind)
  }

  @Test("a log that holds has no fault, in whatever order and pieces its lines come")
  func whole() throws {
    let entries = try Self.log()
    #expect(Self.faults(entries).isEmpty)
    #expect(Self.faults(entries.reversed()).isEmpty)
    let pieces = ReleaseLog([("a", entries[2].line), ("b", entries[0].line + entries[1].line)])
    #expect(pieces.faults.isEmpty && pieces.entries == entries)
    #expect(Self.faults(Array(entries[1...])).isEmpty)
  }

  @Test("no byte of a log can be changed unseen")
  func tampering() throws {
    let text = try Self.log().prefix(2).flatMap(\.line)
    // The last byte is the line's end, which the text may lack.
    for index in text.indices.dropLast() {
      var changed = text
      changed[index] ^= 1
      #expect(!ReleaseLog([("log", changed)]).faults.isEmpty, "byte \(index)")
    }
  }

  @Test("what is missing, doubled or in another place is found")
  func chain() throws {
    let entries = try Self.log()
    #expect(Self.faults([entries[0], entries[2]]) == [.chain])
    let other = try LogEntryTests.signed(LogEntryTests.release(95))
    #expect(Self.faults([entries[0], other]).contains(.chain))
    let severed = try LogEntryTests.signed(
      HouseRelease(
        epoch: #require(Epoch("2026-W45")), catalogue: 7, figures: LogEntryTests.release().figures),
      number: 1, previous: LogEntry.beginning)
    #expect(Self.faults([entries[0], severed]) == [.chain])
    let start = try LogEntryTests.signed(LogEntryTests.release(), previous: entries[0].digest)
    #expect(Self.faults([start]).contains(.chain))
  }

  @Test("an epoch that is released a second time is found")
  func again() throws {
    let first = try LogEntryTests.signed(LogEntryTests.release())
    let second = try LogEntryTests.signed(
      LogEntryTests.release(20), number: 1, previous: first.digest)
    #expect(Self.faults([first, second]) == [.chain])
  }

  @Test("a text that is no log is said to be none")
  func noLog() {
    for text in ["", "\n", "hello\n", "{}\n"] {
      #expect(ReleaseLog([("log", Array(text.utf8))]).faults.map(\.kind).first == .form)
    }
  }
}
