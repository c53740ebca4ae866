extension Catalogue {
  /// The entries whose brand, names or codes hold every word of `text`, or whose name does with no spaces at all,
  /// best first: what is called just so, what has it as another name or a code, names that begin with it, those in
  /// which its words begin words, then the rest. All entries where `text` is empty.
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
    // The market in parentheses is ours, not the maker's.
    let name = Self.words(String(model.name.prefix { $0 != "(" })).joined(separator: " ")
    let others = model.otherNames.map { Self.words($0).joined(separator: " ") }
    let codes = model.codes.map { Self.words($0).joined(separator: " ") }
    let title = Self.words(model.title).joined(separator: " ")
    let text = ([model.brand.lowercased(), name, title] + others + codes + model.codeNames)
      .joined(separator: " ")
    guard words.allSatisfy({ text.contains($0) }) else {
      let isWritten = words.count == 1 && title.filter { $0 != " " }.contains(whole)
      return isWritten ? 4 : nil
    }
    if title == whole || name == whole || "\(model.brand.lowercased()) \(name)" == whole {
      return 0
    }
    if others.contains(whole) || codes.contains(whole) { return 1 }
    if ([title, name] + others).contains(where: { $0.hasPrefix(whole) }) { return 2 }
    let parts = text.split(separator: " ")
    return words.allSatisfy { word in parts.contains { $0.hasPrefix(word) } } ? 3 : 4
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "+") }.map(String.init)
  }
}
