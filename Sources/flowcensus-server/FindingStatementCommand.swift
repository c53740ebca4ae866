import ArgumentParser
import CensusProtocol
import CensusServer

/// `flowcensus-server finding statement`
struct FindingStatementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement",
    abstract: "Add what a vendor has said of a finding, with its date.",
    discussion: """
      EXAMPLE
        flowcensus-server finding statement redmi-note-2014-h1 --vendor Xiaomi --date 2014-07-30 \\
          --text "MIUI requests public data ..." --source https://plus.google.com/+HugoBarra
      """)

  @Argument(help: "The finding's id.")
  var id: String

  @Option(help: "Who says it, 1 to 80 characters.")
  var vendor: String

  @Option(help: "The day on which it was said: YYYY-MM-DD.")
  var date: String

  @Option(help: "Its words, 1 to 2000 characters.")
  var text: String

  @Option(help: "Where it was said, 1 to 200 characters.")
  var source: String?

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    let finding = try parsed("ID", id, FindingIdentifier.expectation) { FindingIdentifier($0) }
    let statement = VendorStatement(
      vendor: try line("--vendor", vendor, 1...80),
      day: try parsed("--date", date, "a day like 2014-07-30") { CalendarDay($0) },
      text: try line("--text", text, VendorStatement.lengths),
      source: try source.map { try line("--source", $0, 1...200) })
    let store = try Store(path: store.path)
    guard try await store.add(statement, to: finding) else {
      throw ValidationError(
        "no finding has the id \(id): \"flowcensus-server finding list\" lists them")
    }
    print("Added the statement of \(vendor) to \(id)")
    try store.close()
  }

  private func line(_ name: String, _ text: String, _ range: ClosedRange<Int>) throws -> String {
    guard range.contains(text.count),
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw ValidationError(
        "\(name) needs \(range.lowerBound) to \(range.upperBound) characters, without control characters"
      )
    }
    return text
  }
}

/// `flowcensus-server source`
struct SourceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "source",
    abstract: "Declare where sessions come from, so that copies do not count twice.",
    discussion: """
      Sessions of one source count once, the first to arrive; so does a session whose source is another \
      session's id. Equal capture files and units are found without it.

      EXAMPLES
        flowcensus-server source 00112233445566778899aabbccddeeff --source "forum post, 24 July 2014"
        flowcensus-server source 00112233445566778899aabbccddeeff --source ffeeddccbbaa99887766554433221100
      """)

  @Argument(help: "A session's id: \(SessionIdentifier.expectation).")
  var session: String

  @Option(help: "What it was copied from: words of 1 to 120 characters, or another session's id.")
  var source: String

  @OptionGroup var store: DatabaseOption

  func run() async throws {
    let identifier = try parsed("SESSION", session, SessionIdentifier.expectation) {
      SessionIdentifier($0)
    }
    guard (1...120).contains(source.count),
      !source.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw ValidationError("--source needs 1 to 120 characters, without control characters") }
    let store = try Store(path: store.path)
    guard try await store.declare(source: source, of: identifier) else {
      throw ValidationError("no session has the id \(session): /v1/sessions lists them")
    }
    print("Declared: \(session) comes from \(source)")
    try store.close()
  }
}
