import CensusAttribution
import CensusProtocol
import Foundation
import TestSupport
import Testing

@testable import CensusAgent

@Suite("What a device is taken for")
struct IdentificationTests {
  private static let identifier = DeviceIdentifier(prefixes: PrefixFiles.load().registry)

  @Test("is right on the labelled examples, or left open", .enabled(if: Repository.shared != nil))
  func labelled() throws {
    let shared = try #require(Repository.shared)
    let bytes = Array(try Data(contentsOf: shared.appending(path: "device-id/labelled.csv")))
    let score = try LabelledExamples(bytes, Self.identifier)
    #expect(score.brand.precision >= 0.98 && score.brand.recall >= 0.9)
    #expect(score.model.precision >= 0.95 && score.model.recall >= 0.8)
    #expect(score.brand.overclaims == 0 && score.model.overclaims == 0)
  }

  @Test("is right on made examples of how vendors form names and codes")
  func made() throws {
    let bytes = Array(try Repository.contents("Benchmarks/identify-made.csv"))
    let score = try LabelledExamples(bytes, Self.identifier)
    #expect(score.brand.precision >= 0.98 && score.brand.recall >= 0.9)
    #expect(score.model.precision >= 0.95 && score.model.recall >= 0.8)
    #expect(score.brand.overclaims == 0 && score.model.overclaims == 0)
  }

  private func identify(_ signals: [Signal], _ prefix: String? = nil) -> Identification {
    Self.identifier.identify(signals, addressPrefix: prefix)
  }

  @Test("falls to the class where two kinds disagree on the brand")
  func brandsDisagree() {
    let said = identify([
      Signal(.hostName, "Pixel-4"),
      Signal(.userAgent, "Dalvik/2.1.0 (Linux; U; Android 10; SM-G973F Build/QP1A)"),
    ])
    #expect(said.level == .class && said.brand == nil && said.model == nil)
    #expect(said.because.contains { $0.contains("disagree on the brand") })
    #expect(said.identifier?.description == "any-smartphone")
  }

  @Test("falls to the brand where two kinds disagree on the model")
  func modelsDisagree() {
    let said = identify([
      Signal(.hostName, "Galaxy-S9"),
      Signal(.userAgent, "Dalvik/2.1.0 (Linux; U; Android 10; SM-G973F Build/QP1A)"),
    ])
    #expect(said.level == .brand && said.brand == "Samsung" && said.model == nil)
    #expect(said.identifier?.description == "any-samsung-smartphone")
  }

  @Test("takes nothing from a text with control characters in it, which would join what is no name")
  func controlCharacters() {
    for broken in ["Redmi-Note-9\r\nX", "Redmi-Note-9\u{0}-Pro", "Galaxy-A1\u{1b}[2J2"] {
      #expect(identify([Signal(.hostName, broken)]).level == .unknown, "\(broken.debugDescription)")
    }
    // A client may end its name with a zero.
    #expect(identify([Signal(.hostName, "Galaxy-A12\u{0}")]).model == "Galaxy A12")
  }

  @Test(
    "believes no model where another kind says that it is another kind of thing",
    arguments: [
      Signal(.vendorClass, "MSFT 5.0"), Signal(.vendorClass, "android-dhcp-13"),
      Signal(.userAgent, "Dalvik/2.1.0 (Linux; U; Android 10)"),
    ])
  func otherSystem(contradiction: Signal) {
    let said = identify([Signal(.hostName, "iPhone-12"), contradiction])
    #expect(said.model == nil && said.brand == nil && said.isContradicted)
  }

  @Test("takes Windows on a Mac for what it is")
  func windowsOnMac() {
    let said = identify([Signal(.hostName, "Annas-MacBook"), Signal(.vendorClass, "MSFT 5.0")])
    #expect(said.brand == "Apple" && said.deviceClass == .computer)
  }

  @Test("lets the class of another kind weigh against a model")
  func otherClass() {
    let said = identify([Signal(.hostName, "Galaxy-A12"), Signal(.vendorClass, "MSFT 5.0")])
    #expect(said.model == nil && said.isContradicted)
  }

  @Test("takes no phone for what is named after it")
  func companions() {
    for name in ["case-for-iPhone-12", "iPhone-12-dock", "galaxy-s21-backup-server"] {
      #expect(identify([Signal(.hostName, name)]).model == nil, "\(name)")
    }
  }

  @Test("reads a name of several words whole, where a program says it without Android around it")
  func namesInPrograms() {
    for agent in [
      "Redmi Note 9 Pro", "MyApp/1.0 (Redmi Note 9 Pro)", "MyApp/1.0 (x; Redmi Note 9 Pro)",
    ] {
      #expect(identify([Signal(.userAgent, agent)]).model == "Redmi Note 9 Pro", "\(agent)")
    }
    #expect(identify([Signal(.userAgent, "UPnP/1.0 Redmi Note 9 Pro")]).model != "Redmi")
  }

  @Test("takes no word that an owner made up for a model")
  func ownersWords() {
    for name in ["shelly-anna", "shellyplus-kitchen", "shelly-annas-lamp"] {
      let said = identify([Signal(.hostName, name)])
      #expect(said.brand == "Shelly" && said.model == nil, "\(name)")
    }
    #expect(identify([Signal(.serviceRecord, "_shelly._tcp shelly-anna")]).model == nil)
    #expect(identify([Signal(.hostName, "shelly1l-aacec4")]).model != nil)
  }

  @Test("believes none of many names that exclude one another, in whatever order and number")
  func manyNames() {
    let phones = ["Pixel-4", "Galaxy-S9", "RedmiNote8Pro-Redmi", "HUAWEI_Mate_20_X-ec447026"]
    for count in 2...phones.count {
      let said = identify(phones.prefix(count).map { Signal(.hostName, $0) })
      #expect(said.brand == nil && said.model == nil && said.isContradicted)
    }
    let ofOneBrand = ["Galaxy-S9", "Galaxy-A12", "Galaxy-S21-Ultra", "Galaxy-A51"]
    for count in 2...ofOneBrand.count {
      let said = identify(ofOneBrand.prefix(count).map { Signal(.hostName, $0) })
      #expect(said.brand == "Samsung" && said.model == nil && said.isContradicted)
    }
  }

  @Test("takes no shorter name for a longer one, and no family's name for a model")
  func wholeNames() {
    #expect(identify([Signal(.hostName, "moto-g-power")]).model?.lowercased() == "moto g power")
    for name in ["Redmi", "Annas-Redmi"] {
      let family = identify([Signal(.hostName, name)])
      #expect(family.brand == "Xiaomi" && family.model == nil)
    }
  }

  @Test("names one catalogue entry only where nothing else is left")
  func regionalTwins() throws {
    let code = identify([
      Signal(.userAgent, "Dalvik/2.1.0 (Linux; U; Android 10; M2007J22C Build/QP1A)")
    ])
    #expect(code.identifier?.description == "xiaomi-redmi-note-9-china")
    let name = identify([Signal(.hostName, "RedmiNote9-Redmi")])
    #expect(name.level == .model && name.model == "Redmi Note 9")
    #expect(name.identifier?.description == "any-xiaomi-smartphone")
    let firmware = identify([
      Signal(.userAgent, "Dalvik/2.1.0 (Linux; U; Android 10; Redmi Note 9 MIUI/V12.0.5.0.QJOMIXM)")
    ])
    #expect(firmware.identifier?.description == "xiaomi-redmi-note-9-global")
  }

  @Test("knows imported names, and still leaves under an entry that everybody has")
  func imported() throws {
    let line =
      "imported-000001\tmodel\tRedmi\tRedmi Test 77\tmobile\t-\t-\tandroid\tquux\tM2109Z9ZZ\t-\n"
    let index = ModelIndex(.bundled, also: try CompactCatalogue(Array(line.utf8)))
    let said = DeviceIdentifier(index: index).identify([
      Signal(.userAgent, "Dalvik/2.1.0 (Linux; U; Android 11; M2109Z9ZZ Build/RP1A)")
    ])
    #expect(said.brand == "Xiaomi" && said.model == "Redmi Test 77")
    #expect(said.identifier?.description.hasPrefix("any-xiaomi") == true)
  }

  @Test("takes nothing from a random address, and no brand from a module maker's")
  func addresses() {
    #expect(identify([], "da:a1:19:00:00:01").level == .unknown)
    #expect(identify([], "60:01:94").brand == nil)
    #expect(identify([], "34:ce:00").brand == "Xiaomi")
  }

  @Test("believes a device in nothing that says two things of itself")
  func twoNames() {
    let said = identify([Signal(.hostName, "Galaxy-S9"), Signal(.hostName, "Pixel-4")])
    #expect(said.brand == nil)
  }

  @Test(
    "never is a model for hostile text",
    arguments: [
      String(repeating: "a", count: 255), String(repeating: "9", count: 255),
      "<script>alert(1)</script>",
      "../../../../etc/passwd", "'; DROP TABLE device; --", "\u{1b}[31mGalaxy", "\u{0}\u{1}\u{2}",
      "",
      "\u{202e}0202-yxalaG", String(repeating: "-", count: 255),
      String(repeating: "iPhone", count: 40),
      String(repeating: "(", count: 500), String(repeating: "Android;", count: 60),
    ])
  func hostile(text: String) {
    for kind in SignalKind.allCases {
      let said = identify([Signal(kind, text)], text)
      #expect(said.level != .model)
      let shown = IdentificationText.json(row: 1, said) + IdentificationText.line(said)
      #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202e}" })
    }
  }

  @Test("is bounded for any bytes")
  func anyBytes() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
        UInt8.random(in: .min ... .max, using: &generator)
      }
      for kind in SignalKind.allCases {
        #expect(identify([Signal(kind, bytes: bytes)]).confidence <= 1)
      }
    }
  }
}

@Suite("A file of evidence")
struct EvidenceFileTests {
  @Test("has quoted fields, other columns and empty rows")
  func reading() throws {
    let text = "\u{feff}note,hostname,user_agent\r\n\"a \"\"b\"\",\nc\",Pixel-6,\r\n\r\n,,curl/8\n"
    let rows = try EvidenceFile(Array(text.utf8)).rows
    #expect(rows.map(\.number) == [1, 2])
    #expect(rows[0].signals == [Signal(.hostName, "Pixel-6")])
    #expect(rows[1].signals == [Signal(.userAgent, "curl/8")])
  }

  @Test(
    "is refused with the line that does not fit",
    arguments: [
      ("", 1), ("a,b\n", 1),
    ])
  func refused(text: String, line: Int) {
    do {
      _ = try EvidenceFile(Array(text.utf8))
      Issue.record("accepted")
    } catch { #expect(error.line == line) }
  }

  @Test(
    "gives what is good of it beside the line that does not fit, and rows keep their numbers",
    arguments: [
      ("hostname\na,b\nPixel-6\n", 2, [2]), ("hostname\nPixel-6\n\"a\n", 3, [1]),
      ("hostname\nPixel-6\n\"a\"b\nPixel-7\n", 3, [1, 3]),
    ])
  func problems(text: String, line: Int, rows: [Int]) throws {
    let file = try EvidenceFile(Array(text.utf8))
    #expect(file.problems.map(\.line) == [line])
    #expect(file.rows.map(\.number) == rows)
  }

  @Test("of one column has a row for an empty line")
  func oneColumn() throws {
    let file = try EvidenceFile(Array("hostname\nPixel-6\n\nPixel-7\n".utf8))
    #expect(file.rows.map(\.number) == [1, 2, 3])
    #expect(file.rows[1].signals.isEmpty)
  }
}
