import CensusProtocol

/// Host names as makers form them, with what owners and programs add.
struct HostNameReader: Sendable {
  let names: NameReader

  func claim(_ text: String) -> Claim {
    let host = Self.withoutDomain(text)
    var claim = Claim(.hostName)
    guard !host.isEmpty else { return claim }
    if let system = HostForms.system(host) {
      claim.deviceClass = .init(value: system, weight: Claim.Weight.word)
      return claim
    }
    if let found = apple(host) ?? thing(host) ?? product(host) ?? code(host) {
      take(found.found, weight: found.weight, into: &claim)
      return claim
    }
    word(host, into: &claim)
    return claim
  }

  private typealias Reading = (found: NameReader.Found, weight: Double)

  private func take(_ found: NameReader.Found, weight: Double, into claim: inout Claim) {
    claim.brand = .init(value: found.brand, weight: weight)
    claim.model = found.model.map { .init(value: $0, weight: weight) }
    if found.deviceClass != .unknown {
      claim.deviceClass = .init(value: found.deviceClass, weight: weight)
    }
  }

  /// Up to the first dot, unless digits stand on both sides (`Nokia-2.2`).
  static func withoutDomain(_ text: String) -> String {
    let bytes = Array(text.utf8.prefix(255))
    for (position, byte) in bytes.enumerated() where byte == UInt8(ascii: ".") {
      let isNumber =
        position > 0 && position + 1 < bytes.count && PlainName.isDigit(bytes[position - 1])
        && PlainName.isDigit(bytes[position + 1])
      if !isNumber { return String(decoding: bytes[..<position], as: UTF8.self) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func apple(_ host: String) -> Reading? {
    AppleHost.read(host).map { reading in
      let entries = reading.name.map { names.index.entries(.name, PlainName.key($0)) } ?? []
      let model = reading.name.map { NamedModel(name: $0, entries: entries) }
      return (
        NameReader.Found(brand: "Apple", model: model, deviceClass: reading.deviceClass),
        Claim.Weight.hostName
      )
    }
  }

  private func thing(_ host: String) -> Reading? {
    ThingHost(names: names).read(host).map { ($0, Claim.Weight.hostName) }
  }

  /// A name of the catalogue, or one that its form proves, anywhere in the host name. Owners and networks
  /// add words before and behind; a word that could go on the name must be part of it.
  private func product(_ host: String) -> Reading? {
    let host = HostForms.withoutSerial(host)
    let parts = PlainName.productWords(host)
    guard parts.count <= 48 else { return nil }
    for start in parts.indices {
      let rest = Array(parts[start...])
      let formed = MarketingName.read(rest)
      if let known = longest(rest), known.count >= formed?.count ?? 0 {
        return (known.found, Claim.Weight.hostName)
      }
      if let formed {
        let found = NameReader.Found(
          brand: formed.brand, model: NamedModel(name: formed.name, entries: []),
          deviceClass: ClassWords.read(PlainName.words(formed.name)) ?? .mobile)
        return (found, Claim.Weight.hostNameGuess)
      }
      let isOwned = start == 0 || (parts[start - 1].lowercased().hasSuffix("s") && start > 0)
      if isOwned, let short = short(rest, isFirst: start == 0) {
        return (short, Claim.Weight.hostNameGuess)
      }
    }
    return nil
  }

  /// The longest name of the catalogue at the beginning of `parts`.
  private func longest(_ parts: [String]) -> (found: NameReader.Found, count: Int)? {
    for count in stride(from: min(parts.count, 10), through: 1, by: -1) {
      let text = parts[..<count].joined()
      guard text.utf8.count >= 3, !MarketingName.isFamilyAlone(text), let found = names.name(text),
        found.model != nil
      else { continue }
      return (found, count)
    }
    return nil
  }

  /// A Galaxy whose owner or program left the family out: `S23-Ultra-de-…`, `Note20-Ultra`, `A52s-5G`.
  private func short(_ parts: [String], isFirst: Bool) -> NameReader.Found? {
    for count in stride(from: min(parts.count, 5), through: 2, by: -1) {
      let taken = parts[..<count].map { $0.lowercased() }
      guard ["s", "note", "a", "z", "tab"].contains(taken[0]), let last = taken.last else {
        return nil
      }
      let isFolding = taken[0] == "z" && ["flip", "fold"].contains(taken[1]) && count >= 3
      let isQualified =
        isFolding || (count >= 3 && ["ultra", "plus", "fe", "lite", "g", "s"].contains(last))
      // `A51-von-…`: the account's owner stands behind it; `Marias-S22`: in front of it.
      let next = parts.count > count ? parts[count].lowercased() : ""
      let isOwned =
        ["de", "von", "di", "van", "od", "af", "do", "da"].contains(next)
        || (!isFirst && next.isEmpty)
      guard isQualified || (isOwned && taken[1].utf8.count == 2) else { continue }
      if let found = names.name("galaxy" + taken.joined()), found.model != nil { return found }
    }
    return nil
  }

  /// A model code as a word, or as words that a hyphen parted.
  private func code(_ host: String) -> Reading? {
    let candidates = Self.codes(in: host)
    for text in candidates {
      let entries = names.entries(ofCode: text)
      if !entries.isEmpty, let found = names.found(entries, name: nil) {
        return (found, Claim.Weight.hostName)
      }
    }
    for text in candidates where HostForms.isUnmistakable(text) {
      guard let form = CodeForms.read(text) else { continue }
      // A phone has another name than its code; a camera, a router or a printer has not.
      let isPhone = DeviceClass.mobile.includes(form.deviceClass)
      let found = NameReader.Found(
        brand: form.brand, model: isPhone ? nil : NamedModel(name: text, entries: []),
        deviceClass: form.deviceClass)
      return (found, Claim.Weight.hostNameGuess)
    }
    return nil
  }

  /// What may be a code: two words, then each alone.
  private static func codes(in host: String) -> [String] {
    let words = PlainName.words(host)
    return words.indices.flatMap { start in
      [2, 1].filter { start + $0 <= words.count }.map {
        words[start..<(start + $0)].joined(separator: "-")
      }
    }.filter { $0.utf8.count >= 5 && PlainName.hasDigit($0) && PlainName.hasLetter($0) }
  }

  /// Words that tell a brand or a class.
  private func word(_ host: String, into claim: inout Claim) {
    let words = PlainName.words(HostForms.withoutSerial(host), camel: false)
    if let found = BrandWords.first(in: words), HostForms.isCredible(found.position, words) {
      claim.brand = .init(value: found.brand, weight: Claim.Weight.word)
    }
    if claim.brand == nil, words.first?.lowercased() == "mi", ClassWords.read(words) != nil {
      claim.brand = .init(value: "Xiaomi", weight: Claim.Weight.word)
    }
    let usual = claim.brand.map { Brands.usualClass($0.value) }
    if let deviceClass = ClassWords.read(words) ?? usual, deviceClass != .unknown {
      claim.deviceClass = .init(value: deviceClass, weight: Claim.Weight.word)
    }
  }
}
