import CensusProtocol

/// The User-Agent header of HTTP in clear (RFC 9110 section 10.1.5), as browsers, apps and things fill it.
struct UserAgentReader: Sendable {
  let names: NameReader
  let patterns: BrandPatterns?

  func claim(_ text: String) -> Claim {
    var claim = Claim(.userAgent)
    let agent = UserAgentText(text)
    if let candidate = agent.android { android(candidate, agent, into: &claim) }
    if claim.isEmpty { apple(agent, into: &claim) }
    if claim.isEmpty { other(agent, into: &claim) }
    if claim.brand == nil, let brand = patterns?.brand(of: text) {
      claim.brand = .init(value: Brands.parent(brand), weight: Claim.Weight.word)
    }
    return claim
  }

  private func take(_ found: NameReader.Found, into claim: inout Claim) {
    claim.brand = .init(value: found.brand, weight: Claim.Weight.token)
    claim.model = found.model.map { .init(value: $0, weight: Claim.Weight.token) }
    if found.deviceClass != .unknown {
      claim.deviceClass = .init(value: found.deviceClass, weight: Claim.Weight.token)
    }
  }

  private func android(
    _ candidate: UserAgentText.Android, _ agent: UserAgentText, into claim: inout Claim
  ) {
    claim.region = candidate.region
    if agent.lowered.holds("dalvik") { claim.system = .android }
    if let found = candidate.tokens.lazy.compactMap({ model($0, candidate) }).first {
      take(found, into: &claim)
      return
    }
    if let codeName = candidate.codeName, let found = names.codeName(codeName) {
      take(found, into: &claim)
      return
    }
    if let brand = candidate.brand {
      claim.brand = .init(value: brand, weight: Claim.Weight.token)
    }
    claim.deviceClass = .init(
      value: agent.lowered.holds("tv") ? .tv : .mobile, weight: Claim.Weight.word)
  }

  /// What a token in the model's place says: an entry, a name that its form proves, or a brand.
  private func model(_ token: String, _ candidate: UserAgentText.Android) -> NameReader.Found? {
    var known = names.token(token, brand: candidate.brand)
    if known?.brand == "Huawei", candidate.around.build == "Honor" { known = nil }
    // No-name phones are called `S12`, like loudspeakers.
    if known?.deviceClass == .speaker, token.utf8.count < 4 { known = nil }
    if known?.model != nil { return known }
    // Samsung's browser writes its maker in front of other makers' phones.
    if let foreign = Self.behindSamsung(token).flatMap({ names.token($0) }),
      foreign.brand != "Samsung"
    {
      return foreign
    }
    let words = PlainName.productWords(token)
    if let named = MarketingName.read(words), named.count == words.count {
      let name = withoutBrand(token, named.brand)
      return NameReader.Found(
        brand: named.brand, model: NamedModel(name: name, entries: []),
        deviceClass: ClassWords.read(PlainName.words(name)) ?? .mobile)
    }
    let written = BrandWords.first(in: PlainName.words(token)).flatMap { first in
      first.position == 0 ? first.brand : nil
    }
    let house = HuaweiCodes.brand(of: token, candidate.around, known: known?.brand)
    let brand =
      written ?? house ?? known?.brand ?? Families.brand(of: token) ?? candidate.brand
    if let brand {
      return NameReader.Found(
        brand: brand, model: marketed(withoutBrand(token, brand)),
        deviceClass: ClassWords.read(PlainName.words(token)) ?? known?.deviceClass ?? .mobile)
    }
    let isSony = Form("@####").matches(token) && "CDEFGHIJ".contains(token.prefix(1).uppercased())
    return isSony
      ? NameReader.Found(brand: "Sony", model: nil, deviceClass: .smartphone) : nil
  }

  private static func behindSamsung(_ token: String) -> String? {
    token.lowercased().hasPrefix("samsung ") ? String(token.dropFirst("samsung ".count)) : nil
  }

  private func withoutBrand(_ token: String, _ brand: String) -> String {
    let words = token.split(separator: " ", maxSplits: 1)
    guard words.count == 2, PlainName.key(words[0]) == PlainName.key(brand) else { return token }
    return String(words[1])
  }

  /// `BLADE V8` is a name, `K33a42` a code that only a catalogue can tell: then the brand stays.
  private func marketed(_ name: String) -> NamedModel? {
    let words = name.split(separator: " ")
    let isName =
      (2...4).contains(words.count) && !words.contains("Build")
      && words.last?.lowercased() != "series"
      && words.contains(where: PlainName.hasDigit)
      && words.contains { word in word.utf8.count >= 3 && word.utf8.allSatisfy(PlainName.isLetter) }
    return isName ? NamedModel(name: name, entries: []) : nil
  }

  private func apple(_ agent: UserAgentText, into claim: inout Claim) {
    if let code = agent.appleCode, let found = names.token(code) {
      take(found, into: &claim)
      return
    }
    // WhatsApp: `Device/iPhone_7`.
    if let device = agent.value(after: "Device/"),
      let found = names.name(String(device.map { $0 == "_" ? " " : $0 })), found.brand == "Apple"
    {
      take(found, into: &claim)
      return
    }
    let text = agent.lowered
    let kinds: [(String, DeviceClass)] = [
      ("ipad", .tablet), ("iphone", .smartphone), ("ipod", .mobile), ("apple tv", .mediaPlayer),
      ("appletv", .mediaPlayer), ("watchos", .watch), ("macintosh", .computer),
      ("mac os x", .computer), ("macos", .computer), ("(x86_64)", .computer),
    ]
    let words = ["darwin/", "cfnetwork", "; ios", "(ios", " ios/", " ios;"]
    let saysKind: Bool = kinds.dropLast().contains { kind in text.holds(kind.0) }
    let isApple: Bool = saysKind || words.contains { word in text.holds(word) }
    guard isApple, !text.holds("android"), !text.holds("windows") else { return }
    claim.brand = .init(value: "Apple", weight: Claim.Weight.token)
    if let kind = kinds.first(where: { text.holds($0.0) }) {
      claim.deviceClass = .init(value: kind.1, weight: Claim.Weight.token)
    }
  }

  private func other(_ agent: UserAgentText, into claim: inout Claim) {
    if let player = SamsungPlayer(names: names).read(agent.text) {
      return take(player, into: &claim)
    }
    let text = agent.lowered
    // webOS is licensed: `LGE/WALTON/STILEVS` is a television of the brand at the end.
    if text.holds("web0s"), let licensee = agent.licensee {
      claim.brand = BrandWords.brand(PlainName.key(licensee))
        .map { .init(value: $0, weight: Claim.Weight.token) }
      claim.deviceClass = .init(value: .tv, weight: Claim.Weight.token)
      return
    }
    for (word, brand, deviceClass) in Self.words where text.holds(word) {
      claim.brand = brand.map { .init(value: $0, weight: Claim.Weight.token) }
      claim.deviceClass = .init(value: deviceClass, weight: Claim.Weight.token)
      if let brand, let model = agent.televisionModel(brand) {
        claim.model = .init(
          value: names.token(model)?.model ?? NamedModel(name: model, entries: []),
          weight: Claim.Weight.token)
      }
      return
    }
    if let found = agent.fields.lazy.compactMap({ names.name($0) }).first {
      return take(found, into: &claim)
    }
    // A family alone is no model, though its first phone was sold as just that: the number stands behind it.
    let products = agent.products.filter { !MarketingName.isFamilyAlone($0) }
    guard let found = products.lazy.compactMap({ names.token($0) }).first else { return }
    take(found, into: &claim)
  }

  private static let words: [(String, String?, DeviceClass)] = [
    ("crkey", "Google", .mediaPlayer), ("roku/", "Roku", .mediaPlayer),
    ("web0s", "LG", .tv), ("webos.tv", "LG", .tv), ("netcast", "LG", .tv),
    ("smart-tv; linux; tizen", "Samsung", .tv), ("smarttv; linux; tizen", "Samsung", .tv),
    ("smart-tv; maple", "Samsung", .tv), ("samsung smarttv", "Samsung", .tv),
    ("smarthub", "Samsung", .tv), ("bravia", "Sony", .tv), ("viera", "Panasonic", .tv),
    ("philipstv", "Philips", .tv), ("vizio", "Vizio", .tv), ("aquosbrowser", "Sharp", .tv),
    ("playstation", "Sony", .mediaPlayer), ("xbox", "Microsoft", .mediaPlayer),
    ("nintendo", "Nintendo", .mediaPlayer), ("sonos/", "Sonos", .speaker),
    ("shelly", "Shelly", .iot), ("roomba", "iRobot", .iot), ("kindle", "Amazon", .tablet),
    ("synology", "Synology", .computer), ("blackberry", "BlackBerry", .smartphone),
    ("bb10;", "BlackBerry", .smartphone), ("hbbtv/", nil, .tv), ("smart-tv", nil, .tv),
    ("smarttv", nil, .tv), ("esp8266", nil, .iot), ("esp32", nil, .iot),
    ("windows nt", nil, .computer), ("x11;", nil, .computer),
    ("microsoft-delivery", nil, .computer),
    ("microsoft-cryptoapi", nil, .computer), ("windows-update-agent", nil, .computer),
    ("debian apt", nil, .computer), ("microsoft ncsi", nil, .computer),
    ("microsoft bits", nil, .computer),
  ]
}
