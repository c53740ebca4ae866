import Foundation
import TestSupport
import Testing

@Suite("flowcensus catalogue", .timeLimit(.minutes(5)))
struct CatalogueCommandTests {
  @Test("check finds nothing to mend in the catalogue of the program, nor in its file")
  func bundled() throws {
    let file = Repository.root.appending(path: "protocol/catalogue/models.tsv").path
    for arguments in [[], [file]] {
      let checked = try run(Programs.query, ["catalogue", "check"] + arguments)
      #expect(checked.status == 0, "\(checked.text) \(checked.errors)")
      #expect(checked.text.contains(", 0 problems"), "\(checked.text)")
    }
  }

  @Test("check names every line that cannot be read, with what is wrong in it")
  func unreadable() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "models.tsv")
      let good = "a-b-1\tmodel\tA\tB 1\tsmartphone\t-\t2020\tandroid\t-\tAB-1\t-"
      let lines = [
        "# revision 1", good,
        good.replacing("a-b-1", with: "a-b-2").replacing("\t-\t2020", with: "\tmoon\t2020"),
        good.replacing("a-b-1", with: "a-b-3").replacing("smartphone", with: "toaster"), "no entry",
      ]
      try lines.map { $0 + "\n" }.joined().write(to: file, atomically: true, encoding: .utf8)
      let checked = try run(Programs.query, ["catalogue", "check", file.path])
      #expect(checked.status == 1)
      for problem in ["line 3: \"moon\"", "line 4: \"toaster\"", "line 5: "] {
        #expect(checked.text.contains(problem), "\(checked.text)")
      }
      #expect(!checked.text.contains("line 2:"))
    }
  }

  @Test("what cannot be read or written is said with its path and what to do")
  func paths() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appending(path: "nothing.csv").path
      for arguments in [
        ["check", missing], ["import", "--google-play", missing, "-o", "/dev/null"],
        ["import", "--uap-core", missing, "-o", "/dev/null"],
      ] {
        let said = try run(Programs.query, ["catalogue"] + arguments)
        #expect(said.status == 1, "\(said.status)")
        #expect(said.errors.contains("\(missing): there is no such file"), "\(said.errors)")
      }
    }
  }
}
