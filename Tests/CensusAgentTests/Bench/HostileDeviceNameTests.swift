import CensusProtocol
import Testing

@testable import CensusAgent

@Suite("What a device calls itself, on the guide's page and on its terminal")
struct HostileDeviceNameTests {
  private func situation(_ name: String) throws -> Situation {
    Situation(
      plan: "a plan", session: .random(), model: try #require(ModelIdentifier("google-pixel-6")),
      stage: .waiting, phase: "A", number: 1, count: 2, instructions: [], secondsLeft: nil,
      progress: 0, minutesLeft: 1, traffic: [], isOfEverybody: false, unit: nil, unitSeen: nil,
      devices: [("02:00:00:00:00:01", name)], warnings: ["the phone shows itself as \(name)"],
      notices: [], history: [])
  }

  @Test(
    "is escaped on the page",
    arguments: [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE device; --",
      "&lt;b&gt;", "../../../etc/passwd",
    ])
  func page(name: String) throws {
    let page = GuidePage.document(try situation(name), token: "token")
    #expect(!page.contains("<script>") && !page.contains("<img"))
    #expect(page.contains(GuidePage.escaped(name)))
    // Nowhere as it is, where that means anything to a browser.
    let isPlain = !name.contains { "<>&\"'".contains($0) }
    #expect(page.contains(name) == isPlain)
  }
}
