import Foundation
import HummingbirdTesting
import TestSupport
import Testing

@testable import CensusServer

/// The page of a finding as a browser prints it. `FLOWCENSUS_SCREENSHOTS=FOLDER` keeps the prints.
@Suite("the page of a finding in a browser")
struct FindingPrintTests {
  private var keep: String? { ProcessInfo.processInfo.environment["FLOWCENSUS_SCREENSHOTS"] }
  private static let claims = ["h1", "h2", "h3", "h4", "h5"]

  @Test("prints to two sheets at most, on A4 and on US letter, with the verdict and its limits")
  func print() async throws {
    let study = try FindingStudy()
    try await TestServer.with { server in
      try await study.submit(to: server)
      try await FindingStudy.register(in: server.store)
      let port = try #require(server.client.port)
      try await TemporaryFolder.with { folder in
        let target = keep ?? folder
        let printer = Repository.root.appending(
          path: "Tests/CensusServerTests/Findings/print_pages.py")
        let printed = try await Program.run(
          "/usr/bin/python3",
          [printer.path, target]
            + Self.claims.map { "http://localhost:\(port)/findings/caller-\($0)" },
          package: "python3")
        try #require(printed.status == 0, "\(printed.errors)")
        for (number, claim) in Self.claims.enumerated() {
          for (paper, name) in [("a4", "(A4)"), ("letter", "(letter)")] {
            let file = "\(target)/\(number + 1)-\(paper).pdf"
            try await expectSheets(file, claim: claim, paper: name)
          }
        }
      }
    }
  }

  private func expectSheets(_ file: String, claim: String, paper: String) async throws {
    let info = try await Program.run("/usr/bin/pdfinfo", [file], package: "poppler-utils")
    #expect(info.output.contains(paper))
    let pages = info.output.split(separator: "\n").first { $0.hasPrefix("Pages:") }
    let count = try #require(pages?.split(separator: " ").last.flatMap { Int($0) })
    #expect((1...2).contains(count), "\(claim) on \(paper)")
    let text = try await Program.run("/usr/bin/pdftotext", [file, "-"], package: "poppler-utils")
    let verdicts = ["h3": "undecided", "h5": "contradicted"]
    #expect(text.output.contains(verdicts[claim] ?? "supported"), "\(claim)")
    #expect(text.output.contains("What flow data cannot prove"), "\(claim)")
    #expect(text.output.contains("The vendor’s statement"), "\(claim)")
  }
}
