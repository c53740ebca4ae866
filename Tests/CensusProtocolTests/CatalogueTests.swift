import Testing

@testable import CensusProtocol

@Suite("The catalogue")
struct CatalogueTests {
  @Test("in the program is valid, in order, and has the simulated models")
  func bundled() throws {
    let catalogue = Catalogue.bundled
    #expect(catalogue.revision >= 2)
    for name in [
      "simulated-caller", "simulated-reference", "imagined-alpha", "imagined-beta",
      "imagined-gamma", "imagined-delta",
    ] {
      let model = try #require(ModelIdentifier(name).flatMap(catalogue.model))
      #expect(model.isSimulated)
    }
    #expect(catalogue.models.filter(\.isSimulated).count == 6)
  }

  @Test("keeps every id of its first revision")
  func stableIdentifiers() throws {
    for name in [
      "apple-iphone-5s", "google-nexus-5", "google-pixel-6", "samsung-galaxy-s5",
      "xiaomi-mi-10t-5g", "xiaomi-mi-3", "xiaomi-redmi-1s", "xiaomi-redmi-note-2014-3g",
      "xiaomi-redmi-note-2014-4g", "xiaomi-redmi-note-8", "xiaomi-redmi-note-9-china",
      "xiaomi-redmi-note-9-global",
    ] {
      let model = ModelIdentifier(name).flatMap(Catalogue.bundled.model)
      #expect(model?.level == .model, "\(name)")
    }
  }

  @Test("gives every field of an entry")
  func fields() throws {
    let catalogue = try Catalogue(
      text: "# revision 7\n"
        + "ab\tmodel\tBrand\tName 5\tsmartphone\tchina\t2020\tandroid\tone|two\tC1|C2,3\tAlias\n"
        + "any-tv\tclass\tAny\ttelevision\ttv\t-\t-\t-\t-\t-\t-\n")
    let model = try #require(catalogue.models.first)
    #expect(model.codeNames == ["one", "two"])
    #expect(model.codes == ["C1", "C2,3"])
    #expect(model.otherNames == ["Alias"])
    #expect(model.region == .china && model.year == 2020 && model.system == .android)
    #expect(catalogue.models[1].level == .class && catalogue.models[1].codes.isEmpty)
  }

  private static let rest = "-\t-\t-\t-\t-\t-"

  @Test(
    "is rejected with the number of the line that does not fit",
    arguments: [
      ("# revision 1\nab\tmodel\tB\tN\ttv\t\(rest)\nab\tmodel\tB\tN\ttv\t\(rest)\n", 3),
      ("# revision 1\nb-b\tmodel\tB\tN\ttv\t\(rest)\naa\tmodel\tB\tN\ttv\t\(rest)\n", 3),
      ("# revision 1\nab\tmodel\tB\tN\ttv\n", 2),
      ("# revision 1\nAB\tmodel\tB\tN\ttv\t\(rest)\n", 2),
      ("# revision 1\nab\tmodel\tB\tN\ttoaster\t\(rest)\n", 2),
      ("# revision 1\nab\tfamily\tB\tN\ttv\t\(rest)\n", 2),
      ("# revision 1\nab\tmodel\tB\t\ttv\t\(rest)\n", 2),
      ("# revision 1\nab\tmodel\tB\tN\ttv\tatlantis\t-\t-\t-\t-\t-\n", 2),
      ("# revision 1\nab\tmodel\tB\tN\ttv\t-\t20\t-\t-\t-\t-\n", 2),
      ("# revision 1\nab\tmodel\tB\tN\ttv\t-\t-\t-\t-\ta||b\t-\n", 2),
      ("ab\tmodel\tB\tN\ttv\t\(rest)\n", 1),
    ])
  func errors(text: String, line: Int) {
    do {
      _ = try Catalogue(text: text)
      Issue.record("accepted")
    } catch { #expect(error.line == line) }
  }
}
