import CensusProtocol

/// Headers of SSDP and fields of UPnP device descriptions (UPnP Device Architecture 2.0). A model counts with
/// its maker only: many programs pretend to be a bridge or a renderer.
struct DescriptionReader: Sendable {
  let names: NameReader

  func claim(_ text: String) -> Claim {
    var claim = Claim(.description)
    let fields = Fields(text)
    if let found = described(fields) ?? header(fields) {
      claim.brand = .init(value: found.brand, weight: Claim.Weight.modelField)
      claim.model = found.model.map { .init(value: $0, weight: Claim.Weight.modelField) }
      if found.deviceClass != .unknown {
        claim.deviceClass = .init(value: found.deviceClass, weight: Claim.Weight.modelField)
      }
    }
    if claim.deviceClass == nil, let deviceClass = Self.deviceType(text) {
      claim.deviceClass = .init(value: deviceClass, weight: Claim.Weight.word)
    }
    return claim
  }

  private func described(_ fields: Fields) -> NameReader.Found? {
    let reader = ProductReader(names: names)
    guard let maker = fields.value("manufacturer"), let brand = Self.brand(maker, reader) else {
      return nil
    }
    let name = fields.value("modelname")
    let number = fields.value("modelnumber")
    let about = PlainName.words(
      [name, number, fields.value("modeldescription"), fields.value("devicetype")]
        .compactMap { $0 }.joined(separator: " "))
    // Signify's bridges say Philips, but so do televisions, and programs that emulate a bridge say so whole.
    if brand == "Philips" {
      let isBridge = about.map { $0.lowercased() }.contains("hue")
      if isBridge { return hueBridge(number) }
    }
    for text in [name, number].compactMap({ $0 }).map(Self.unstarred)
    where !Self.isGeneric(text, brand) {
      if let found = reader.read(text, maker: brand), found.model != nil {
        var found = found
        if found.deviceClass == .unknown {
          found.deviceClass = ClassWords.read(about) ?? Brands.usualRenderer(brand)
        }
        return found
      }
    }
    return NameReader.Found(
      brand: brand, model: nil, deviceClass: ClassWords.read(about) ?? Brands.usualRenderer(brand))
  }

  /// `*AVR-X1000`.
  private static func unstarred(_ text: String) -> String {
    text.hasPrefix("*") ? String(text.dropFirst()) : text
  }

  /// What names no model: words for any renderer or television, a version, a platform (`2k15MTK`).
  private static func isGeneric(_ text: String, _ brand: String) -> Bool {
    if text.utf8.allSatisfy({ PlainName.isDigit($0) || $0 == UInt8(ascii: ".") }) { return true }
    if Form("2k##*").matches(text) { return true }
    let words = PlainName.words(text).map { $0.lowercased() }
    return words.allSatisfy { generic.contains($0) || $0 == PlainName.key(brand) }
  }

  private static let generic: Set<String> = [
    "tv", "dmr", "dms", "media", "renderer", "server", "player", "smart", "digital", "dlna", "upnp",
    "device", "router", "internet", "gateway",
  ]

  private func hueBridge(_ number: String?) -> NameReader.Found? {
    if let number, let found = names.code(number), found.model != nil { return found }
    return names.name("Philips Hue Bridge")
  }

  private static func brand(_ maker: String, _ reader: ProductReader) -> String? {
    let key = PlainName.key(maker)
    for (beginning, brand) in makers where key.hasPrefix(beginning) { return brand }
    return reader.brand(in: maker)
  }

  private static let makers: [(String, String)] = [
    ("royalphilips", "Philips"), ("signify", "Philips"), ("belkininternational", "Belkin"),
    ("lgelectronics", "LG"), ("samsungelectronics", "Samsung"), ("sonycorp", "Sony"),
    ("googleinc", "Google"), ("amazon", "Amazon"), ("avmberlin", "AVM"), ("asustek", "ASUS"),
    ("hewlettpackard", "HP"),
  ]

  /// What the SERVER header and other headers say where there is no description.
  private func header(_ fields: Fields) -> NameReader.Found? {
    let server = fields.value("server") ?? ""
    let lowered = server.lowercased()
    if lowered.holds("ipbridge") || fields.hasKey("hue-bridgeid") {
      return names.name("Philips Hue Bridge")
    }
    if lowered.holds("sonos/"), let open = server.firstIndex(of: "(") {
      let code = server[server.index(after: open)...].prefix { $0 != ")" }
      return names.code(String(code))
        ?? NameReader.Found(brand: "Sonos", model: nil, deviceClass: .speaker)
    }
    if let player = SamsungPlayer(names: names).read(server) { return player }
    if let found = audiovisual(fields) { return found }
    for (word, brand, deviceClass) in Self.servers where lowered.holds(word) {
      return NameReader.Found(brand: brand, model: nil, deviceClass: deviceClass)
    }
    for word in server.split(separator: " ").prefix(12) {
      let product = word.split(separator: "/").first.map(String.init) ?? String(word)
      let trimmed = String(product.filter { $0 != "," })
      if let found = names.token(trimmed), PlainName.hasDigit(trimmed) {
        let model = found.model ?? NamedModel(name: trimmed, entries: [])
        return NameReader.Found(brand: found.brand, model: model, deviceClass: found.deviceClass)
      }
    }
    return nil
  }

  /// Sony's `X-AV-Client-Info: av=5.0; cn="Sony Corporation"; mn="BRAVIA KD-65AG9"; mv="1.7"`.
  private func audiovisual(_ fields: Fields) -> NameReader.Found? {
    guard fields.hasKey("x-av-client-info") || fields.hasKey("x-av-server-info") else { return nil }
    func unquoted(_ key: String) -> String? {
      fields.value(key).map { $0.filter { $0 != "\"" && $0 != ";" } }
    }
    let reader = ProductReader(names: names)
    guard let brand = unquoted("cn").flatMap({ Self.brand($0, reader) }), let name = unquoted("mn")
    else { return nil }
    return reader.read(name, maker: brand)
  }

  private static let servers: [(String, String, DeviceClass)] = [
    ("roku/", "Roku", .mediaPlayer), ("fritz!box", "AVM", .network),
    ("synology", "Synology", .computer),
    ("webos", "LG", .tv), ("samsung upnp sdk", "Samsung", .tv), ("sec_hhp", "Samsung", .tv),
    ("unspecified, upnp/1.0, unspecified", "Belkin", .iot), ("xbox", "Microsoft", .mediaPlayer),
    ("knos/", "Denon", .speaker), ("netgear", "Netgear", .network),
    ("tp-link", "TP-Link", .network),
    ("asustek", "ASUS", .network), ("asuswrt", "ASUS", .network),
    ("mikrotik", "MikroTik", .network),
    ("hdhomerun", "SiliconDust", .mediaPlayer),
    ("hp-chailos", "HP", .printer), ("epson", "Epson", .printer), ("canon", "Canon", .printer),
    ("bravia", "Sony", .tv), ("viera", "Panasonic", .tv), ("bose", "Bose", .speaker),
  ]

  private static func deviceType(_ text: String) -> DeviceClass? {
    let lowered = text.lowercased()
    let types: [(String, DeviceClass)] = [
      ("internetgatewaydevice", .network), ("wlanaccesspoint", .network), ("zoneplayer", .speaker),
      ("mediarenderer", .mediaPlayer), ("dial-multiscreen", .mediaPlayer),
      ("roku:ecp", .mediaPlayer),
      (":printer:", .printer), ("belkin:device", .iot), ("digitalsecuritycamera", .camera),
      ("upnp-device-host", .computer),
    ]
    return types.first { lowered.holds($0.0) }?.1
  }
}
