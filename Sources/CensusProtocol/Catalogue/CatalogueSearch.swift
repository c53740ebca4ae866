extension Catalogue {
  /// The entries whose brand, names, codes or id hold every word of `text`, best first: names that begin with
  /// the text, then those in which its words begin words, then the rest. All entries where `text` is empty.
  public func search(_ text: String, limit: Int) -> [Model] {
    let words = Self.words(text)
    let whole = words.joined(separator: " ")
    var found: [(rank: Int, model: Model)] = []
    for model in models where !model.isSimulated {
      if let rank = Self.rank(model, words, whole) { found.append((rank, model)) }
    }
    return found.sorted {
      ($0.rank, $0.model.title, $0.model.identifier) < (
        $1.rank, $1.model.title, $1.model.identifier
      )
    }
    .prefix(limit).map(\.model)
  }

  private static func rank(_ model: Model, _ words: [String], _ whole: String) -> Int? {
    let names = ([model.name] + model.otherNames).map { Self.words($0).joined(separator: " ") }
    let text =
      ([model.brand.lowercased()] + names + model.codes.map { $0.lowercased() } + model.codeNames)
      .joined(separator: " ")
    guard words.allSatisfy({ text.contains($0) }) else { return nil }
    let title = Self.words(model.title).joined(separator: " ")
    if title == whole || names.contains(whole) { return 0 }
    if title.hasPrefix(whole) || names.contains(where: { $0.hasPrefix(whole) }) { return 1 }
    let parts = text.split(separator: " ")
    return words.allSatisfy { word in parts.contains { $0.hasPrefix(word) } } ? 2 : 3
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "+") }.map(String.init)
  }
}
