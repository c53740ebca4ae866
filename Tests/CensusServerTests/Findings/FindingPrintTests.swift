import Foundation
import HummingbirdTesting
import Testing

@testable import CensusServer

/// The page of a finding as a browser shows and prints it. `FLOWCENSUS_SCREENSHOTS=FOLDER` keeps the
/// pictures and the print.
@Suite("the page of a finding in a browser")
struct FindingPrintTests {
  private var keep: String? { ProcessInfo.processInfo.environment["FLOWCENSUS_SCREENSHOTS"] }

  @Test(
    "prints to two sheets of A4 at most, with the verdict and its limits",
    arguments: ["h1", "h3", "h4"])
  func print(claim: String) async throws {
    let study = try FindingStudy()
    try await TestServer.with { server in
      try await study.submit(to: server)
      try await FindingStudy.register(in: server.store)
      let port = try #require(server.client.port)
      try await TemporaryFolder.with { folder in
        let file = "\(keep ?? folder)/finding-\(claim).pdf"
        let arguments = [
          "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
          "--disable-background-networking", "--user-data-dir=\(folder)/profile",
        ]
        let address = "http://localhost:\(port)/findings/caller-\(claim)"
        let printed = try await Program.run(
          "/usr/bin/chromium",
          arguments + ["--no-pdf-header-footer", "--print-to-pdf=\(file)", address],
          package: "chromium")
        try #require(printed.status == 0, "\(printed.errors)")
        if let keep {
          for width in [1280, 390] {
            _ = try await Program.run(
              "/usr/bin/chromium",
              arguments + [
                "--window-size=\(width),2600", "--screenshot=\(keep)/finding-\(claim)-\(width).png",
                address,
              ], package: "chromium")
          }
        }
        let info = try await Program.run("/usr/bin/pdfinfo", [file], package: "poppler-utils")
        let pages = info.output.split(separator: "\n").first { $0.hasPrefix("Pages:") }
        let count = try #require(pages?.split(separator: " ").last.flatMap { Int($0) })
        #expect((1...2).contains(count))
        let text = try await Program.run(
          "/usr/bin/pdftotext", [file, "-"], package: "poppler-utils")
        #expect(text.output.contains(claim == "h3" ? "undecided" : "supported"))
        #expect(text.output.contains("What flow data cannot prove"))
      }
    }
  }
}
