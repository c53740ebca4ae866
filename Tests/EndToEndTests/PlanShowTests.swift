import Foundation
import TestSupport
import Testing

@Suite("flowcensus plan show")
struct PlanShowTests {
  @Test("lists the shipped plans with their duration")
  func list() throws {
    let outcome = try run(Programs.query, ["plan", "list"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains("quick-look    version 1              2 h"), "\(outcome.text)")
    #expect(outcome.text.split(separator: "\n").count == 3)
  }

  @Test("says what to do, how long it takes, and what cannot be found")
  func show() throws {
    let outcome = try run(Programs.query, ["plan", "show", "quick-look"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for words in [
      "2 h of measuring for each phone, in 6 phases", "1 phone, at 1 site",
      "1. empty (Z, empty access point)", "Rare contacts.", "Frequent contacts alone",
      "a test must last three times as long",
      "fewer than 3/T contacts an hour", "must be detected", "H1  The phone contacts servers",
      "Clopper-Pearson",
    ] {
      #expect(outcome.text.contains(words), "\(words)")
    }
    // An hour of A: 1 − e^−12, 1 − e^−3, 1 − e^−1, 1 − e^−1/24, and a third of it.
    let row = try #require(outcome.text.split(separator: "\n").first { $0.hasPrefix("  A ") })
    #expect(
      row.split(separator: " ").joined(separator: " ").replacing("\u{a0}", with: "")
        == "A 1 h > 99.9% 95% 63.2% 4.1% 0.6% 20 min", "\(row)")
  }

  @Test("shows another unit another order")
  func sequence() throws {
    let orders = try (0..<4).map { sequence in
      try run(
        Programs.query, ["plan", "show", "idle-wifi", "--sequence", "\(sequence)"]
      ).text.split(separator: "\n").filter { $0.contains("(A,") || $0.contains("(B,") }.map(
        String.init)
    }
    #expect(Set(orders).count > 1)
  }

  @Test("takes one's own plan, and says in which line it is wrong")
  func ownPlan() throws {
    try withTemporaryFolder { folder in
      let shipped = try String(
        contentsOf: Repository.root.appending(path: "protocol/test-plans/quick-look.yaml"),
        encoding: .utf8)
      let file = folder.appending(path: "own.yaml")
      try shipped.replacing("name: quick-look", with: "name: my-look")
        .write(to: file, atomically: false, encoding: .utf8)
      let good = try run(Programs.query, ["plan", "check", file.path])
      #expect(good.status == 0, "\(good.errors)")
      #expect(good.text.hasSuffix("own.yaml: my-look, version 1, 6 phases, 2 h\n"), "\(good.text)")
      #expect(try run(Programs.query, ["plan", "show", file.path]).text.contains("my-look"))

      try shipped.replacing("60 min", with: "600 min")
        .write(to: file, atomically: false, encoding: .utf8)
      let taken = try run(Programs.query, ["plan", "check", file.path])
      #expect(taken.status == 1)
      #expect(taken.errors.contains("quick-look is a shipped plan's name"), "\(taken.errors)")

      try shipped.replacing("network: wifi", with: "network: radio")
        .write(to: file, atomically: false, encoding: .utf8)
      let wrong = try run(Programs.query, ["plan", "check", file.path])
      #expect(wrong.status == 1)
      #expect(wrong.errors.contains("own.yaml: line 7: network: \"radio\""), "\(wrong.errors)")
    }
    let unknown = try run(Programs.query, ["plan", "show", "nothing"])
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("there are quick-look, content-dose, idle-wifi"))
    #expect(try run(Programs.query, ["plan", "check", "/no/such/file.yaml"]).status == 1)
  }
}
