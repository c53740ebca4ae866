import CensusProtocol
import Testing

@Suite("The search in the catalogue")
struct CatalogueSearchTests {
  private func found(_ text: String, limit: Int = 12) -> [String] {
    Catalogue.bundled.search(text, limit: limit).map(\.identifier.description)
  }

  @Test("gives what is called just so before what is only sold by that name somewhere")
  func ownNamesFirst() throws {
    let notes = found("redmi note 9")
    // The Redmi 10X 4G was sold as Redmi Note 9, too: the trap of the case.
    let other = try #require(notes.firstIndex(of: "xiaomi-redmi-10x-4g"))
    for own in ["xiaomi-redmi-note-9-china", "xiaomi-redmi-note-9-global"] {
      #expect(try #require(notes.firstIndex(of: own)) < other)
    }
  }

  @Test(
    "finds a model by its code, by a part of its name, and by its name without spaces",
    arguments: [
      ("M2003J15SC", "xiaomi-redmi-10x-4g"), ("sm-a125f", "samsung-galaxy-a12"),
      ("galaxy a12", "samsung-galaxy-a12"), ("A12 samsung", "samsung-galaxy-a12"),
      ("galaxya12", "samsung-galaxy-a12"), ("REDMI NOTE 9", "xiaomi-redmi-note-9-global"),
    ])
  func finds(text: String, identifier: String) {
    #expect(found(text).contains(identifier))
  }

  @Test("gives nothing for what nothing is called, and everything for no text")
  func ends() {
    #expect(found("no such phone").isEmpty)
    #expect(found("", limit: .max).count == Catalogue.bundled.models.count { !$0.isSimulated })
  }
}
