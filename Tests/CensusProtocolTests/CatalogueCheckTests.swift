import Testing

@testable import CensusProtocol

@Suite("The check of a catalogue")
struct CatalogueCheckTests {
  @Test("finds nothing to mend in the one in the program, which has at least 400 models")
  func bundled() {
    let check = Catalogue.bundled.check()
    #expect(check.problems.isEmpty, "\(check.problems.joined(separator: "\n"))")
    #expect(Catalogue.bundled.models.filter { $0.level == .model && !$0.isSimulated }.count >= 400)
    #expect(check.ambiguous.contains { $0.contains("xiaomi-redmi-note-9-china") })
  }

  private func check(_ lines: [String]) throws -> Catalogue.Check {
    try Catalogue(text: "# revision 1\n" + lines.joined(separator: "\n") + "\n").check()
  }

  @Test("finds codes and names that stand twice")
  func duplicates() throws {
    let lines = [
      "aa\tmodel\tB\tOne\ttv\t-\t-\t-\t-\tC-1\t-", "ab\tmodel\tB\tTwo\ttv\t-\t-\t-\t-\tc1\t-",
      "ac\tmodel\tB\tTwo\ttv\t-\t-\t-\t-\t-\t-", "ad\tmodel\tB\tTwo\ttv\tchina\t-\t-\t-\t-\t-",
    ]
    let problems = try check(lines).problems
    #expect(problems.contains("the code c1 stands in aa and in ab"))
    #expect(problems.contains("entries of the same name and region: ab, ac, ad"))
    #expect(problems.contains("B has models but no entry of level brand"))
  }

  @Test("of an imported list passes the reader, whatever the rows hold")
  func imported() throws {
    let list =
      "Retail Branding,Marketing Name,Device,Model\r\nXiaomi,\"Redmi, Note\",merlin,M2003J15SC\r\n"
      + "Xiaomi,\"Redmi, Note\",merlin,M2003J15SS\r\n,,x,y\r\nA,caf\u{e9},b,c\r\n"
    let utf16: [UInt8] = [0xff, 0xfe] + list.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    let (text, left) = try GooglePlayList.catalogue(utf16)
    let models = try Catalogue(text: text).models
    #expect(models.count == 1 && left == 2)
    let compact = try CompactCatalogue(Array(text.utf8))
    #expect(compact.count == 1 && compact[0] == models[0])
    #expect(throws: CatalogueError.self) { try CompactCatalogue(Array("no entry\n".utf8)) }
    #expect(models[0].name == "Redmi, Note" && models[0].codes == ["M2003J15SC", "M2003J15SS"])
    #expect(throws: CatalogueError.self) { try GooglePlayList.catalogue(Array("a,b\n".utf8)) }
    #expect(throws: CatalogueError.self) { try GooglePlayList.catalogue([]) }
  }
}

@Suite("What a device may be called outside its house")
struct RollUpTests {
  private func rolledUp(_ name: String, _ common: [String]) throws -> String {
    let list = CommonModels(Set(common.compactMap { ModelIdentifier($0) }))
    let identifier = try #require(ModelIdentifier(name))
    return Catalogue.bundled.rolledUp(identifier, common: list).description
  }

  @Test(
    "is the model where that is common, else its brand where that is, else its class",
    arguments: [
      ("google-pixel-6", ["google-pixel-6"], "google-pixel-6"),
      ("google-pixel-6", ["google-pixel-7"], "any-google-smartphone"),
      ("google-pixel-6", [], "any-smartphone"),
      ("any-google-smartphone", [], "any-smartphone"),
      ("any-google-smartphone", ["google-pixel-7"], "any-google-smartphone"),
      ("any-tablet", [], "any-tablet"), ("no-such-model", ["no-such-model"], "any-device"),
      ("simulated-caller", [], "any-device"),
      ("simulated-caller", ["simulated-caller"], "simulated-caller"),
    ])
  func levels(name: String, common: [String], expected: String) throws {
    #expect(try rolledUp(name, common) == expected)
  }

  @Test("of any entry is that entry, a brand's or a class's, and never another model")
  func neverAnotherModel() {
    let common = CommonModels(Set([ModelIdentifier("google-pixel-7")].compactMap { $0 }))
    for model in Catalogue.bundled.models where model.level == .model {
      let said = Catalogue.bundled.rolledUp(model.identifier, common: common)
      #expect(said == model.identifier || said.description.hasPrefix("any-"))
      #expect(Catalogue.bundled.model(said) != nil)
    }
  }

  @Test("of any entry may be said, and nothing narrower", arguments: [[], ["google-pixel-7"]])
  func mayBeNamed(listed: [String]) throws {
    let common = CommonModels(Set(listed.compactMap { ModelIdentifier($0) }))
    let catalogue = Catalogue.bundled
    for model in catalogue.models {
      let said = catalogue.rolledUp(model.identifier, common: common)
      #expect(catalogue.mayBeNamed(said, common: common))
      let mayBe = catalogue.mayBeNamed(model.identifier, common: common)
      // A brand's entry of another class may be said too: it tells no more than the list.
      #expect(mayBe == (said == model.identifier) || model.level == .brand && mayBe)
    }
    #expect(!catalogue.mayBeNamed(try #require(ModelIdentifier("no-such-model")), common: common))
  }

  @Test("is told by a list of ids, whose wrong lines are named")
  func list() throws {
    let list = try CommonModels(text: "# common\ngoogle-pixel-6\n\nany-xiaomi\n")
    #expect(list.identifiers.count == 2)
    do {
      _ = try CommonModels(text: "google-pixel-6\nNot an id\n")
      Issue.record("accepted")
    } catch { #expect(error.line == 2) }
  }
}
