import CensusProtocol
import Testing

@Suite("The models that a log lets be named")
struct ModelLedgerTests {
  private let key = SigningKey.random()

  private func models(_ names: [String]) throws -> CommonModels {
    CommonModels(Set(try names.map { try #require(ModelIdentifier($0)) }))
  }

  private func entry(_ content: LogEntry.Content, at time: String) throws -> LogEntry {
    LogEntry(
      number: 0, previous: LogEntry.beginning, time: try #require(UTCTime(time)),
      key: key.verifyingKey, content: content)
  }

  private func word(_ content: LogEntry.Content, at time: String) throws -> ModelLedger.Word {
    let entry = try entry(content, at: time)
    return try #require(ModelLedger.Word(entry, at: entry.time))
  }

  private func common(_ words: [ModelLedger.Word], _ week: String) throws -> [String] {
    ModelLedger(words).common(in: try #require(Epoch(week))).identifiers.map(\.description)
      .sorted()
  }

  @Test("count from the first week on that begins after their entry, so a week has one list")
  func from() throws {
    let words = [
      try word(.models(models(["acme-b"])), at: "2026-11-16T00:00:00Z"),
      try word(.models(models(["acme-b", "acme-c"])), at: "2026-11-16T00:00:01Z"),
      try word(.models(models(["acme-c"])), at: "2026-11-29T23:59:59Z"),
    ]
    #expect(try common(words, "2026-W46").isEmpty)
    #expect(try common(words, "2026-W47") == ["acme-b"])
    #expect(try common(words, "2026-W48") == ["acme-b", "acme-c"])
    #expect(try common(words, "2026-W49") == ["acme-c"])
  }

  @Test("are those of the list and those with 20 contributors in one of the last 13 releases")
  func released() throws {
    let rare = try word(.release(LogEntryTests.release(15)), at: "2026-11-30T00:05:00Z")
    let common = try word(.release(LogEntryTests.release(20)), at: "2026-11-30T00:05:00Z")
    let list = try word(.models(models(["acme-z"])), at: "2026-11-01T00:00:00Z")
    #expect(rare.models == CommonModels())
    #expect(try self.common([list, rare], "2026-W50") == ["acme-z"])
    #expect(try self.common([list, common], "2026-W49") == ["acme-z"])
    #expect(try self.common([list, common], "2026-W50") == ["acme-a", "acme-z"])
    let twelve = Array(repeating: rare, count: 12)
    #expect(try self.common([common] + twelve, "2026-W50") == ["acme-a"])
    #expect(try self.common([common] + twelve + [rare], "2026-W50").isEmpty)
  }

  @Test("stand in the log in one form alone")
  func coding() throws {
    let entry = try entry(.models(models(["acme-b", "acme-a"])), at: "2026-11-16T00:00:00Z")
    #expect(try LogEntry(decoding: entry.encoded) == entry)
    let text = String(decoding: entry.encoded, as: UTF8.self)
    #expect(text.contains("\"models\":[\"acme-a\",\"acme-b\"]"))
    for wrong in [
      "[\"acme-b\",\"acme-a\"]", "[\"acme-a\",\"acme-a\"]", "[\"Acme\"]", "[1]", "\"acme-a\"",
    ] {
      let changed = text.replacing("[\"acme-a\",\"acme-b\"]", with: wrong)
      #expect(throws: LogEntryError.self) { try LogEntry(decoding: Array(changed.utf8)) }
    }
  }
}
