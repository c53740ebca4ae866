import CensusProtocol
import Testing

@testable import CensusAgent
@testable import CensusAttribution
@testable import CensusCapture

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

  @Test(
    "steers no terminal, neither by its DHCP name nor by what it is taken for",
    arguments: [
      Array("\u{1b}[31mGalaxy-A12\u{7}\r\n".utf8), Array("\u{202e}21A-yxalaG".utf8),
      [UInt8](repeating: UInt8(ascii: "a"), count: 255), [0xff, 0xfe, 0xc0, 0x80, 0x00],
    ])
  func terminal(name: [UInt8]) throws {
    let device = Device(label: "02:00:00:00:00:01")
    var view = BenchView()
    var request = DHCPRequest()
    request.hostName = name
    view.names = [device: DeviceHint(request)]
    let signals = [Signal(.hostName, bytes: name), Signal(.vendorClass, bytes: name)]
    _ = view.identify(
      [DeviceSignals(device: device, signals: signals, address: "", first: 0, last: 0)],
      by: DeviceIdentifier(), at: 1)
    let shown = view.description(of: device) ?? ""
    #expect(
      shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f && $0 != "\u{202e}" })
    #expect(shown.utf8.count < 1000)
  }

  @Test("costs a look no more than a few judgements, and all are judged in the end")
  func manyDevices() {
    var view = BenchView()
    let devices = (0..<40).map { number in
      DeviceSignals(
        device: Device(label: "phone \(number)"),
        signals: [Signal(.hostName, "Galaxy-A12"), Signal(.vendorClass, "android-dhcp-12")],
        address: "", first: 0, last: 0)
    }
    var looks = 1
    while !view.identify(devices, by: DeviceIdentifier(), at: 1) { looks += 1 }
    #expect(looks == 3)
    #expect(devices.allSatisfy { view.conclusion(on: $0.device)?.title == "Samsung Galaxy A12" })
  }
}
