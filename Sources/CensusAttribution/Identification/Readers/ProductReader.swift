import CensusProtocol

/// A product's name in a field that the maker filled.
struct ProductReader: Sendable {
  let names: NameReader

  /// What `text` says, with the maker's name where another field gives it.
  func read(_ text: String, maker: String? = nil) -> NameReader.Found? {
    let makerBrand = maker.flatMap { brand(in: $0) }
    if let found = entry(text, makerBrand) { return found }
    let words = PlainName.words(text)
    guard
      let brand = makerBrand ?? self.brand(in: text) ?? Families.brand(of: text)
        ?? CodeForms.read(text)?.brand
    else { return nil }
    let deviceClass = ClassWords.read(words) ?? CodeForms.read(text)?.deviceClass ?? .unknown
    return NameReader.Found(
      brand: brand, model: named(text, brand: brand), deviceClass: deviceClass)
  }

  /// An entry of the catalogue, of the maker's brand where that is known.
  private func entry(_ text: String, _ brand: String?) -> NameReader.Found? {
    for candidate in candidates(text, brand) {
      guard let found = names.token(candidate, brand: brand), found.model != nil else { continue }
      if let brand, !Brands.areRelated(found.brand, brand) { continue }
      return found
    }
    return nil
  }

  /// The text, the text with the brand, without what stands in parentheses, and what stands there.
  private func candidates(_ text: String, _ brand: String?) -> [String] {
    var candidates = [text]
    if let brand { candidates.append(brand + " " + text) }
    if let open = text.firstIndex(of: "(") {
      candidates.append(NameReader.trimmed(text[..<open]))
      let inner = text[text.index(after: open)...].prefix { $0 != ")" }
      candidates.append(String(inner))
    }
    return candidates
  }

  /// The brand that `text` names by a word, at its beginning or anywhere if it is only a few words long.
  func brand(in text: String) -> String? {
    let words = PlainName.words(text)
    return BrandWords.first(in: words).map(\.brand)
  }

  /// `text` without the brand as a model, where it is one: it has a digit, or says a product.
  private func named(_ text: String, brand: String) -> NamedModel? {
    var name = text
    let words = text.split(separator: " ")
    if words.count > 1, let first = words.first,
      PlainName.key(first) == PlainName.key(brand)
    {
      name = words.dropFirst().joined(separator: " ")
    }
    guard (2...48).contains(name.utf8.count), PlainName.hasLetter(name) || PlainName.hasDigit(name),
      PlainName.hasDigit(name),
      name.utf8.allSatisfy({ (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "<") })
    else { return nil }
    return NamedModel(name: name, entries: [])
  }
}
