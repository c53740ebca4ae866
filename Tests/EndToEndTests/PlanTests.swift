import Foundation
import TestSupport
import Testing

@Suite("flowcensus plan power")
struct PlanTests {
  private func plan(_ arguments: String...) throws -> FinishedCommand {
    try run(Programs.query, ["plan", "power", "--runs", "100"] + arguments)
  }

  @Test("shows bounds, power and units needed, and says what is assumed")
  func table() throws {
    let outcome = try plan()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.text.split(separator: "\n")
    for (figure, words) in [
      ("6", "to decide 3 claims at level 0.05"), ("39.3\u{a0}%", "none of 6 did"),
      ("59", "at most 5\u{a0}%"), ("71.9", "every 24 hours"), ("3", "blocks of 24 hours"),
      ("3", "independent sites"),
    ] {
      let line = lines.first { $0.contains(words) }
      #expect(line?.split(separator: " ").first.map(String.init) == figure, "\(words)")
    }
    #expect(outcome.text.contains("Assumed, not measured"))
    #expect(outcome.text.contains("more than 20"))
    #expect(outcome.text.contains("at each of 3 sites"))
    #expect(!lines.contains { $0.hasSuffix(" ") })
  }

  @Test("gives the same figures as CSV and JSON, and the same again")
  func formats() throws {
    let options = ["--factor", "4", "--units", "7", "--blocks", "3", "--format"]
    let csv = try run(Programs.query, ["plan", "power"] + options + ["csv"])
    #expect(try run(Programs.query, ["plan", "power"] + options + ["csv"]).text == csv.text)
    let lines = csv.text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(Set(lines.map(\.count)) == [9])
    let json = try run(Programs.query, ["plan", "power"] + options + ["json"])
    let document = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let power = try #require((document["power"] as? [[String: Any]])?.first)
    let first = try #require(power["first_of_claims"] as? [String: Double])
    let line = try #require(lines.first { $0[0] == "power" && $0[4] == "3" })
    #expect(line[1...3] == ["4", "3", "7"])
    #expect(Double(line[5]) == first["power"])
    let unreachable = try plan("--factor", "1.01", "--format", "json")
    #expect(unreachable.text.contains("\"one_claim\" : null"))
    let assumptions = try #require(document["assumptions"] as? [String: Any])
    #expect(assumptions["within_block_sd"] as? Double == 0.9)
    #expect(assumptions["between_unit_sd"] as? Double == 0.3)
  }

  @Test(
    "ends with status 2 and what to use for a number out of range",
    arguments: [
      (["--units", "21"], "1 to 20"), (["--factor", "nan"], "1 to 1000"),
      (["--factor", "1"], "more than 1"), (["--level", "0"], "between 0 and 1"),
      (["--blocks", "0"], "1 to 1000"), (["--runs", "x"], "--runs"),
    ])
  func usage(arguments: [String], words: String) throws {
    let refused = try run(Programs.query, ["plan", "power"] + arguments)
    #expect(refused.status == 2)
    #expect(refused.errors.contains(words), "\(refused.errors)")
    #expect(refused.errors.contains("Usage: flowcensus plan power"), "\(refused.errors)")
  }
}
