/// Marketing names that their form proves, catalogue or not: a brand or family, then words as makers put them
/// behind it. What does not fit ends the name: owners add their own.
enum MarketingName {
  struct Reading: Equatable {
    let brand: String
    /// The name as the maker writes it, without the brand, but with Redmi, POCO, Mi, Galaxy and the like.
    let name: String
    /// How many of the words are part of it.
    let count: Int
  }

  /// Reads a name at the beginning of `words`, which were cut where letters and digits meet.
  static func read(_ words: [String]) -> Reading? {
    guard let first = words.first?.lowercased() else { return nil }
    if let family = families[first] { return family.read(words, family: canonical(first)) }
    guard let brand = phoneBrands[first] else { return nil }
    let rest = Array(words.dropFirst())
    if let next = rest.first?.lowercased(), let family = families[next] {
      // Two makers in one name: neither is believed.
      guard family.brand == brand else { return nil }
      if let inner = family.read(rest, family: canonical(next)) {
        return Reading(brand: brand, name: inner.name, count: inner.count + 1)
      }
    }
    let taken = take(rest)
    // Nokia sells by number alone.
    guard !taken.isEmpty, brand == "Nokia" || !isCode(taken) else { return nil }
    return Reading(brand: brand, name: join(taken), count: taken.count + 1)
  }

  private struct Family {
    let brand: String

    func read(_ words: [String], family: String) -> Reading? {
      let taken = MarketingName.take(Array(words.dropFirst()))
      guard !taken.isEmpty else { return nil }
      return Reading(
        brand: brand, name: family + " " + MarketingName.join(taken), count: taken.count + 1)
    }
  }

  private static let families: [String: Family] = [
    "redmi": Family(brand: "Xiaomi"), "poco": Family(brand: "Xiaomi"),
    "mi": Family(brand: "Xiaomi"), "galaxy": Family(brand: "Samsung"),
    "pixel": Family(brand: "Google"), "nexus": Family(brand: "Google"),
    "xperia": Family(brand: "Sony"), "moto": Family(brand: "Motorola"),
    "zenfone": Family(brand: "ASUS"), "lumia": Family(brand: "Microsoft"),
    "mediapad": Family(brand: "Huawei"), "matepad": Family(brand: "Huawei"),
    "narzo": Family(brand: "Realme"), "iqoo": Family(brand: "Vivo"),
  ]

  private static func canonical(_ family: String) -> String {
    let written = [
      "poco": "POCO", "zenfone": "ZenFone", "mediapad": "MediaPad", "matepad": "MatePad",
      "iqoo": "iQOO",
    ]
    return written[family] ?? family.prefix(1).uppercased() + family.dropFirst()
  }

  private static let phoneBrands: [String: String] = [
    "xiaomi": "Xiaomi", "samsung": "Samsung", "google": "Google", "huawei": "Huawei",
    "honor": "Honor", "oppo": "OPPO", "vivo": "Vivo", "realme": "Realme", "oneplus": "OnePlus",
    "motorola": "Motorola", "nokia": "Nokia", "sony": "Sony", "meizu": "Meizu", "asus": "ASUS",
    "infinix": "Infinix", "tecno": "Tecno", "itel": "itel", "nothing": "Nothing",
    "fairphone": "Fairphone",
    "htc": "HTC", "lg": "LG", "lenovo": "Lenovo", "zte": "ZTE", "nubia": "ZTE", "tcl": "TCL",
    "alcatel": "Alcatel", "wiko": "Wiko", "doogee": "Doogee", "ulefone": "Ulefone",
    "blackview": "Blackview", "cubot": "Cubot", "oukitel": "Oukitel", "umidigi": "UMIDIGI",
  ]

  /// Words of names, besides numbers and short mixtures of letters and digits.
  private static let parts: Set<String> = [
    "note", "mate", "nova", "find", "reno", "edge", "nord", "pad", "tab", "fold", "flip", "mix",
    "max", "ultra", "pro", "plus", "lite", "se", "fe", "prime", "power", "play", "go", "neo", "gt",
    "x", "xl", "s", "t", "z", "y", "c", "a", "p", "g", "e", "k", "f", "m", "v", "r", "n", "u", "i",
    "ii", "iii", "iv", "vi",
    "nfc", "mini", "civi", "zoom", "active", "master", "edition", "turbo", "smart", "view", "magic",
    "phone", "spark", "camon", "hot", "zero", "watch", "classic", "compact", "premium", "dual",
    "style", "one", "action", "vision", "fusion", "macro", "hyper", "stylus", "speed", "racing",
    "xcover", "alpha", "core", "grand", "young", "ace", "duos", "velvet", "wing", "stylo", "thinq",
    "zenfone", "rog", "narzo", "tablet", "he", "te", "ne", "le", "youth", "explorer", "ce", "s5e",
    "robot", "fast", "pure", "blade", "axon", "pova", "phantom", "pop",
  ]

  /// Whether the words behind a brand are a code's pieces and no name's: a letter and three digits or more
  /// (`X 680`, `F 610 K`), four digits (`9046`), a number that begins with zero (`X 00 T`), numbers that letters
  /// or nothing parts (`K 33 a 42`, `1812 19`).
  private static func isCode(_ taken: [String]) -> Bool {
    let numbers = taken.indices.filter { PlainName.hasDigit(taken[$0]) }
    for position in numbers {
      let digits = taken[position]
      if digits.hasPrefix("0") || (position == 0 && digits.utf8.count >= 4) { return true }
      guard position > 0 else { continue }
      let isBehindLetter =
        taken[position - 1].utf8.count == 1 && PlainName.hasLetter(taken[position - 1])
      if isBehindLetter, digits.utf8.count >= 3 { return true }
      if numbers.contains(position - 1) { return true }
      if isBehindLetter, digits.utf8.count >= 2, numbers.contains(position - 2) { return true }
    }
    return false
  }

  /// The words at the beginning of `words` that are parts of a name, with at least one that has a digit or
  /// names a series by itself.
  fileprivate static func take(_ words: [String]) -> [String] {
    var taken: [String] = []
    for word in words.prefix(8) {
      guard isPart(word, after: taken.last) else { break }
      taken.append(word)
    }
    // A single letter at the end belongs to what the owner added, unless a digit stands before it.
    while let last = taken.last, last.utf8.count == 1, PlainName.hasLetter(last),
      taken.count < 2 || !PlainName.hasDigit(taken[taken.count - 2])
    {
      taken.removeLast()
    }
    let isNamed =
      taken.contains(where: PlainName.hasDigit)
      || taken.contains { series.contains($0.lowercased()) }
    return isNamed ? taken : []
  }

  /// Motorola's `moto g power` and `one vision` have no number at all.
  private static let series: Set<String> = [
    "fold", "tablet", "velvet", "wing", "power", "stylus", "play", "fast", "pure", "fusion",
    "macro",
    "hyper", "zoom", "action", "vision",
  ]

  /// Whether the word is a family's name and no more: it names no model, though the family's first phone may
  /// have been sold as just that.
  static func isFamilyAlone(_ word: String) -> Bool { families[word.lowercased()] != nil }

  private static func isPart(_ word: String, after last: String?) -> Bool {
    if word.utf8.allSatisfy(PlainName.isDigit) {
      // `4` of `4G`, `2019`, `50`; a second number only as a year or a generation.
      return word.utf8.count <= 4
    }
    return parts.contains(word.lowercased())
  }

  /// Puts together what was cut where letters and digits meet: `S 23` is `S23`, `5 G` is `5G`, `Note 8` stays.
  fileprivate static func join(_ words: [String]) -> String {
    var text = ""
    var last = ""
    for word in words {
      let glued =
        (last.utf8.count == 1 && PlainName.hasLetter(last) && PlainName.hasDigit(word))
        || (PlainName.hasDigit(last) && word.utf8.count == 1 && PlainName.hasLetter(word))
      if !text.isEmpty && !glued { text += " " }
      text += word
      last = word
    }
    return text
  }
}
