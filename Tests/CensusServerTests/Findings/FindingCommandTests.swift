import CensusProtocol
import Foundation
import Testing

@testable import CensusServer

@Suite("flowcensus finding and flowcensus-server finding")
struct FindingCommandTests {
  private func analyst(_ arguments: String...) async throws -> Program.Outcome {
    try await Program.run(Program.built("flowcensus"), ["finding"] + arguments, package: "")
  }

  @Test("the operator registers, the analyst reads: table, JSON, CSV, and exit statuses")
  func wholeWay() async throws {
    let study = try FindingStudy()
    try await TemporaryFolder.with { folder in
      let database = "\(folder)/server.sqlite"
      try await TestServer.with(database: database) { try await study.submit(to: $0) }
      func operate(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
          Program.built("flowcensus-server"), arguments + ["--database", database], package: "")
      }
      let claim = ["--model", "simulated-caller", "--country", "CN", "--plan", "idle-wifi"]
      for (id, number) in [("caller-h1", "H1"), ("caller-h5", "H5")] {
        let added = try await Program.run(
          Program.built("flowcensus-server"),
          ["finding", "add", id, "--claim", number] + claim + ["--database", database], package: "")
        #expect(added.status == 0, "\(added.errors)")
      }
      let stated = try await operate(
        "finding", "statement", "caller-h1", "--vendor", "Vendor", "--date", "2026-11-01", "--text",
        "It only fetches.")
      #expect(stated.status == 0, "\(stated.errors)")
      #expect(try await operate("finding", "list").output.contains("caller-h5"))
      let server = try await ServerProcess(database: database)
      let list = try await analyst("list", "--server", server.url)
      #expect(list.status == 0, "\(list.errors)")
      #expect(list.output.contains("contradicted"))
      let shown = try await analyst("show", "caller-h1", "--server", server.url)
      #expect(shown.status == 0, "\(shown.errors)")
      for words in [
        "SUPPORTED", "It only fetches.", "no Z phase", "Flow data show", "made up",
        "The first minutes (start-up), told apart", "750\u{a0}kB", "Void phases",
      ] {
        #expect(shown.output.contains(words), "\(words)")
      }
      let json = try await analyst("show", "caller-h1", "--server", server.url, "--format", "json")
      let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      #expect((document as? [String: Any])?["id"] as? String == "caller-h1")
      let csv = try await analyst("list", "--server", server.url, "--format", "csv")
      #expect(csv.output.hasPrefix("finding,claim,sentence,"))
      let missing = try await analyst("show", "nobody", "--server", server.url)
      #expect(missing.status == 1)
      #expect(missing.errors.contains("no finding has the id nobody"))
      #expect(try await analyst("show", "NOT AN ID").status == 2)
      #expect(await server.end(SIGTERM) == 0)
    }
  }

  @Test(
    "a finding that does not fit ends with status 2 and what would fit",
    arguments: [
      (["--claim", "H9", "--model", "simulated-caller"], "one of H1, H2"),
      (["--claim", "H1", "--model", "no-such"], "/v1/catalogue"),
      (["--claim", "H8", "--model", "simulated-caller"], "--later-build"),
      (["--claim", "H4", "--model", "simulated-caller", "--condition", "D"], "A, B, C"),
    ])
  func usage(arguments: [String], words: String) async throws {
    try await TemporaryFolder.with { folder in
      let refused = try await Program.run(
        Program.built("flowcensus-server"),
        ["finding", "add", "some-finding", "--country", "CN", "--plan", "idle-wifi"] + arguments
          + ["--database", "\(folder)/server.sqlite"], package: "")
      #expect(refused.status == 2)
      #expect(refused.errors.contains(words), "\(refused.errors)")
    }
  }
}
