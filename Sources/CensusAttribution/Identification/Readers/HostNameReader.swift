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
    // `case-for-iPhone-12`, `galaxy-s21-backup-server`: something that goes with the phone, or stands in for it.
    if PlainName.words(host).contains(where: { Self.companions.contains($0.lowercased()) }) {
      word(host, into: &claim)
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

  /// Words of things that owners name after the phone that they go with.
  private static let companions: Set<String> = [
    "dock", "case", "server", "backup", "charger", "cradle", "emulator", "simulator", "vm",
    "mirror", "lives",
  ]

  /// The longest name of the catalogue at the beginning of `parts`.
  private func longest(_ parts: [String]) -> (found: NameReader.Found, count: Int)? {
    for count in stride(from: min(parts.count, 10), through: 1, by: -1) {
      let text = parts[..<count].joined()
      guard text.utf8.count >= 3, !MarketingName.isFamilyAlone(text), let found = names.name(text),
        found.model != nil
      else { continue }
      // `ring_doorbell_pro` is no Ring Doorbell.
      let isAnother = parts.count > count && Self.endings.contains(parts[count].lowercased())
      return isAnother ? nil : (found, count)
    }
    return nil
  }

  /// Words with which makers tell a better or a smaller product from the one of the name before it.
  private static let endings: Set<String> = [
    "pro", "plus", "max", "mini", "ultra", "lite", "elite", "se", "fe", "stick", "cube",
  ]

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

  /// What may be a code: two words, then each alone; Amazon's have no digit (`AFTMM`, `KFTT`).
  private static func codes(in host: String) -> [String] {
    if Form("AFT@*").matches(host) || Form("KF@@*").matches(host), host == host.uppercased() {
      return [host]
    }
    let words = PlainName.words(host)
    return words.indices.flatMap { start in
      [2, 1].filter { start + $0 <= words.count }.map {
        words[start..<(start + $0)].joined(separator: "-")
      }
    }.filter { $0.utf8.count >= 5 && PlainName.hasDigit($0) && PlainName.hasLetter($0) }
  }

  /// Makers that write the product's own code behind their name: `Denon-AVR-X2400H`, `netgear-R7000`.
  private static let coding: Set<String> = [
    "Netgear", "D-Link", "TP-Link", "Linksys", "QNAP", "Denon", "Yamaha", "Marantz", "Onkyo",
    "Pioneer", "Vizio", "Hikvision", "Dahua", "Reolink", "Amcrest", "Foscam", "Zyxel",
  ]

  /// The code behind the name of a maker that writes it there: capitals and at least three digits on end,
  /// and nothing behind it.
  private func product(of brand: String?, _ words: [String]) -> String? {
    guard let brand, Self.coding.contains(brand), BrandWords.first(in: words)?.position == 0,
      (2...4).contains(words.count)
    else { return nil }
    let rest = words.dropFirst(BrandWords.brand(words[0].lowercased()) == nil ? 2 : 1)
    let code = rest.joined(separator: "-")
    guard (4...16).contains(code.utf8.count), code == code.uppercased(),
      PlainName.hasLetter(code), !PlainName.isHexadecimal(code, 4...16),
      rest.last.map(Self.hasNumber) == true
    else { return nil }
    return code
  }

  /// Whether three digits stand on end.
  private static func hasNumber(_ word: String) -> Bool {
    word.split(whereSeparator: { !$0.isNumber }).contains { $0.utf8.count >= 3 }
  }

  /// Words that tell a brand or a class.
  private func word(_ host: String, into claim: inout Claim) {
    let host = HostForms.withoutSerial(host)
    var words = PlainName.words(host, camel: false)
    if let found = BrandWords.first(in: words), HostForms.isCredible(found.position, words) {
      claim.brand = .init(value: found.brand, weight: Claim.Weight.word)
    } else if let first = PlainName.words(host, camel: true).first, first.utf8.count >= 4,
      let brand = BrandWords.brand(first.lowercased())
    {
      // `WithingsScale`, `SonyXperia`.
      claim.brand = .init(value: brand, weight: Claim.Weight.word)
      words = PlainName.words(host, camel: true)
    }
    if let code = product(of: claim.brand?.value, words) {
      claim.model = .init(
        value: NamedModel(name: code, entries: []), weight: Claim.Weight.hostNameGuess)
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
