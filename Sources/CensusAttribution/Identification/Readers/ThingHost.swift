import CensusProtocol

/// Host names of things: the product, then digits that tell one from the other.
struct ThingHost {
  let names: NameReader

  func read(_ host: String) -> NameReader.Found? {
    miio(host) ?? shelly(host) ?? known(host) ?? fixed(host) ?? linkedByTPLink(host)
  }

  /// `maker-kind-type_miio12345678`: the name of Xiaomi's protocol, whoever makes the thing.
  private func miio(_ host: String) -> NameReader.Found? {
    let lowered = host.lowercased()
    guard let range = lowered.firstIndex(of: "_"),
      lowered[range...].hasPrefix("_miio") || lowered[range...].hasPrefix("_mi")
    else { return nil }
    let parts = lowered[..<range].split(separator: "-").map(String.init)
    guard parts.count >= 3 else { return nil }
    let makers = [
      "roborock": "Roborock", "yeelink": "Yeelight", "dreame": "Dreame", "viomi": "Viomi",
      "rockrobo": "Xiaomi", "lumi": "Xiaomi", "zhimi": "Xiaomi", "chuangmi": "Xiaomi",
      "philips": "Philips", "xiaomi": "Xiaomi", "cuco": "Xiaomi", "mijia": "Xiaomi",
    ]
    let brand = makers[parts[0]] ?? "Xiaomi"
    // The type is the protocol's, not the market's: one stands for several products, and no model.
    return NameReader.Found(
      brand: brand, model: nil,
      deviceClass: parts.contains("gateway") ? .hub : ClassWords.read(parts) ?? .iot)
  }

  /// `shelly1l-aacec4`, `shelly-1l-aacec4`, `ShellyPlus1PM-a8032ab1c2d3`.
  private func shelly(_ host: String) -> NameReader.Found? {
    guard host.lowercased().hasPrefix("shelly") else { return nil }
    let base = Self.withoutAddress(host)
    let key = PlainName.key(base)
    if key == "shelly" {
      return NameReader.Found(brand: "Shelly", model: nil, deviceClass: .iot)
    }
    if let found = names.codeName(key) ?? names.name(base) { return found }
    let words = PlainName.words(base.dropFirst("shelly".count).description, camel: true)
    // Owners rename them (`shelly-anna`): what is no word of their types names no model.
    guard !words.isEmpty, words.allSatisfy(Self.isOfShelly), words.contains(where: Self.namesShelly)
    else {
      return NameReader.Found(brand: "Shelly", model: nil, deviceClass: .iot)
    }
    let name = "Shelly " + words.map(Self.capitalised).joined(separator: " ")
    return NameReader.Found(
      brand: "Shelly", model: NamedModel(name: name, entries: []), deviceClass: .iot)
  }

  private static func isOfShelly(_ word: String) -> Bool {
    word.utf8.allSatisfy(PlainName.isDigit) || wordsOfShelly.contains(word.lowercased())
  }

  /// `Plus` or a generation alone is no type.
  private static func namesShelly(_ word: String) -> Bool {
    !["plus", "pro", "mini", "gen", "blu", "wall"].contains(word.lowercased())
  }

  /// The words of which Shelly's types are made (Shelly's device names, generations 1 to 4).
  private static let wordsOfShelly: Set<String> = [
    "plus", "pro", "mini", "gen", "blu", "wall", "pm", "l", "em", "d", "i", "ix", "s", "us", "uk",
    "it", "eu", "plug", "plugs", "plugus", "plugit", "pluguk", "pluge", "e", "dimmer", "rgbw",
    "rgbww", "bulb", "duo", "colorbulb",
    "vintage", "ht", "h", "t", "flood", "motion", "sense", "smoke", "gas", "dw", "door", "window",
    "button", "uni", "trv", "valve", "air", "display", "gateway", "gw", "switch", "cover", "eco",
    "strip", "am", "presence", "rc", "sw", "shutter", "power",
  ]

  /// Without the address, or its end, that each Shelly has behind its type: letters alone at times.
  private static func withoutAddress(_ host: String) -> String {
    guard let cut = host.lastIndex(where: { $0 == "-" || $0 == "_" }),
      PlainName.isHexadecimal(host[host.index(after: cut)...], 6...12)
    else { return host }
    return String(host[..<cut])
  }

  private static func capitalised(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  /// Makers' fixed beginnings.
  private func fixed(_ host: String) -> NameReader.Found? {
    let lowered = host.lowercased()
    for (prefix, brand, deviceClass) in Self.beginnings where lowered.hasPrefix(prefix) {
      let rest = lowered.dropFirst(prefix.count)
      // Behind a whole word more may stand (`lifx_mini`), behind an open end only a serial number.
      let isWord = prefix.utf8.count >= 4 && (rest.first == "-" || rest.first == "_")
      guard Self.isSerial(rest, behind: prefix) || (isWord && !prefix.hasSuffix("-")) else {
        continue
      }
      return NameReader.Found(brand: brand, model: nil, deviceClass: deviceClass)
    }
    return nil
  }

  /// Digits that tell devices apart, or nothing. What is written onto the beginning without a hyphen must be a
  /// number in hexadecimal: `secretary` begins like a printer's name.
  private static func isSerial(_ rest: Substring, behind prefix: String) -> Bool {
    let serial = rest.drop { $0 == "-" || $0 == "_" }
    if serial.isEmpty { return true }
    guard PlainName.hasDigit(serial) else { return false }
    let isApart = serial.count < rest.count || prefix.hasSuffix("-") || prefix.hasSuffix("_")
    if isApart {
      return serial.utf8.count <= 20 && serial.utf8.allSatisfy(PlainName.isLetterOrDigit)
    }
    return PlainName.isHexadecimal(serial, prefix.utf8.count <= 3 ? 6...16 : 1...16)
  }

  private static let beginnings: [(String, String, DeviceClass)] = [
    ("amazon-", "Amazon", .unknown), ("brw", "Brother", .printer), ("brn", "Brother", .printer),
    ("npi", "HP", .printer), ("epson", "Epson", .printer), ("hp-print", "HP", .printer),
    ("lgwebostv", "LG", .tv), ("lg-smart-tv", "LG", .tv), ("lgsmarttv", "LG", .tv),
    ("sonoszp", "Sonos", .speaker), ("sonos-", "Sonos", .speaker), ("sonosb", "Sonos", .speaker),
    ("wizlight", "WiZ", .light), ("wiz_", "WiZ", .light), ("wiz-", "WiZ", .light),
    ("lifx", "LIFX", .light), ("hue-bridge", "Philips", .hub), ("philips-hue", "Philips", .hub),
    ("philipshue", "Philips", .hub), ("tado", "Tado", .iot), ("ecobee", "Ecobee", .iot),
    ("roomba-", "iRobot", .iot), ("irobot-", "iRobot", .iot), ("axis-", "Axis", .camera),
    ("ring-", "Ring", .camera), ("ringdoorbell", "Ring", .camera), ("wyze", "Wyze", .camera),
    ("meross", "Meross", .iot), ("sonoff-", "Sonoff", .iot), ("ewelink_", "Sonoff", .iot),
    ("nanoleaf", "Nanoleaf", .light), ("twinkly", "Twinkly", .light), ("nuki", "Nuki", .iot),
    ("doorbird-", "DoorBird", .camera), ("homewizard", "HomeWizard", .iot),
    ("dyson", "Dyson", .iot), ("withings", "Withings", .iot), ("netatmo", "Netatmo", .iot),
    ("blink-", "Blink", .camera), ("arlo", "Arlo", .camera), ("reolink", "Reolink", .camera),
    ("wemo", "Belkin", .iot), ("xboxone", "Microsoft", .mediaPlayer),
    ("xbox", "Microsoft", .mediaPlayer), ("ps4-", "Sony", .mediaPlayer),
    ("ps5-", "Sony", .mediaPlayer), ("nintendoswitch", "Nintendo", .mediaPlayer),
    ("unifi", "Ubiquiti", .network), ("uap-", "Ubiquiti", .network), ("ubnt", "Ubiquiti", .network),
    ("eero", "eero", .network), ("fritz.box", "AVM", .network), ("mikrotik", "MikroTik", .network),
    ("tuya", "Tuya", .iot), ("govee", "Govee", .light), ("tizen", "Samsung", .tv),
    ("chromecast", "Google", .mediaPlayer),
    ("google-home", "Google", .speaker), ("nest-", "Google", .iot), ("roku", "Roku", .mediaPlayer),
    ("mi-speaker", "Xiaomi", .speaker), ("xiaomi-speaker", "Xiaomi", .speaker),
    ("alexa", "Amazon", .speaker), ("tradfri", "IKEA", .hub),
    ("gw2-", "IKEA", .hub), ("samsung-tv", "Samsung", .tv), ("synology", "Synology", .computer),
    ("diskstation", "Synology", .computer), ("broadlink", "Broadlink", .iot),
    ("bose-", "Bose", .speaker), ("fuchsia-", "Google", .speaker), ("hp", "HP", .printer),
    ("canon", "Canon", .printer), ("xrx", "Xerox", .printer), ("lexmark", "Lexmark", .printer),
    ("sec", "Samsung", .printer), ("usw-", "Ubiquiti", .network), ("udm", "Ubiquiti", .network),
    ("myq-", "Chamberlain", .iot), ("flume-gw-", "Flume", .sensor), ("rachio-", "Rachio", .iot),
    ("sensibo", "Sensibo", .iot), ("lutron-", "Lutron", .hub), ("envoy", "Enphase", .iot),
    ("teslawallconnector_", "Tesla", .iot), ("powerwall", "Tesla", .iot),
    ("hdhr-", "SiliconDust", .mediaPlayer), ("hdhomerun", "SiliconDust", .mediaPlayer),
    ("tonal-", "Tonal", .iot), ("thermomix", "Vorwerk", .iot), ("twibi", "Intelbras", .network),
    ("sonoffsmartplug", "Sonoff", .iot), ("kindle", "Amazon", .tablet),
    ("fire-tv", "Amazon", .mediaPlayer),
    ("amazon-fire", "Amazon", .mediaPlayer), ("roborock", "Roborock", .iot),
    ("rockrobo", "Xiaomi", .iot), ("miwifi", "Xiaomi", .network),
    ("xiaoqiang", "Xiaomi", .network),
  ]

  /// TP-Link's things give their code: Kasa's alone with the market (`HS110`, `KL130(EU)`), repeaters' alone
  /// (`RE450`), Tapo's behind the name (`Tapo_P100`, `tapo-l530`).
  private func linkedByTPLink(_ host: String) -> NameReader.Found? {
    let words = PlainName.words(host).map { $0.uppercased() }
    guard let word = words.first else { return nil }
    if word == "TAPO", words.count >= 2, Form("@###*").matches(words[1]) {
      return coded("Tapo " + words[1], Self.classesOfTapo[words[1].prefix(1)] ?? .iot)
    }
    guard Self.codesOfTPLink.contains(where: { $0.matches(word) }) else { return nil }
    if word.hasPrefix("RE") { return words.count == 1 ? coded(word, .network) : nil }
    return coded(word, word.hasPrefix("LB") || word.hasPrefix("KL") ? .light : .iot)
  }

  private func coded(_ name: String, _ deviceClass: DeviceClass) -> NameReader.Found {
    names.name("TP-Link " + name)
      ?? NameReader.Found(
        brand: "TP-Link", model: NamedModel(name: name, entries: []), deviceClass: deviceClass)
  }

  private static let codesOfTPLink = [
    "HS###", "LB###", "KL###*", "KP###*", "EP##*", "KS###*", "EP###", "RE###", "RE###@",
  ].map { Form($0) }
  private static let classesOfTapo: [Substring: DeviceClass] = [
    "C": .camera, "D": .camera, "L": .light, "H": .hub, "T": .sensor,
  ]

  /// A thing whose whole name is a product of the catalogue, with or without a number behind it:
  /// `echo-plus`, `Google-Home-Mini`, `RokuPremiere`, `netatmo-personal-weather-station`, `TL-SG116E`.
  private func known(_ host: String) -> NameReader.Found? {
    let base = HostForms.withoutSerial(host)
    for text in [host, base] {
      if !MarketingName.isFamilyAlone(text), let found = names.name(text), found.model != nil {
        return found
      }
    }
    for brand in ["Google", "Amazon", "TP-Link"] {
      if let found = names.name(brand + base), found.model != nil, base.utf8.count >= 8 {
        return found
      }
    }
    return nil
  }
}
