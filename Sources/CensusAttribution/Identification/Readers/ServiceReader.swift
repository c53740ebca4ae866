import CensusProtocol

/// Service records of mDNS and DNS-SD (RFC 6762, RFC 6763): service types and the keys of TXT records. Names
/// that owners give are not among them.
struct ServiceReader: Sendable {
  let names: NameReader

  func claim(_ text: String) -> Claim {
    var claim = Claim(.serviceRecord)
    let fields = Fields(text)
    if let found = model(fields) {
      take(found, services: fields, into: &claim)
    }
    if claim.isEmpty, let instance = instance(fields) {
      take(instance, services: fields, into: &claim)
    }
    if fields.has("_googlecast") { cast(fields, &claim) }
    service(fields, into: &claim)
    return claim
  }

  /// What a cast device is: never a phone, which casts to others; without a way out for pictures (`ca`, bit 0) a
  /// loudspeaker.
  private func cast(_ fields: Fields, _ claim: inout Claim) {
    if let said = claim.deviceClass?.value, DeviceClass.mobile.includes(said) {
      claim.deviceClass = nil
    }
    if claim.deviceClass == nil || claim.deviceClass?.value == .mediaPlayer,
      let name = fields.value("md"), ClassWords.read(PlainName.words(name)) == .speaker
    {
      claim.deviceClass = .init(value: .speaker, weight: Claim.Weight.modelField)
    }
    if claim.deviceClass == nil, let brand = claim.brand?.value,
      Brands.usualClass(brand) == .speaker
    {
      claim.deviceClass = .init(value: .speaker, weight: Claim.Weight.word)
    }
    if claim.deviceClass == nil, let abilities = fields.value("ca").flatMap({ Int($0) }),
      abilities & 1 == 0
    {
      claim.deviceClass = .init(value: .speaker, weight: Claim.Weight.word)
    }
  }

  private func take(_ found: NameReader.Found, services: Fields, into claim: inout Claim) {
    claim.brand = .init(value: found.brand, weight: Claim.Weight.modelField)
    claim.model = found.model.map { .init(value: $0, weight: Claim.Weight.modelField) }
    if found.deviceClass != .unknown {
      claim.deviceClass = .init(value: found.deviceClass, weight: Claim.Weight.modelField)
    }
  }

  private func model(_ fields: Fields) -> NameReader.Found? {
    let maker =
      fields.value("manufacturer", "usb_mfg", "mfg", "vendor", "integrator", "mf")
      ?? Self.makers.first { fields.has($0.0) }?.1
    let keys = [
      fields.value("model"), fields.value("am"), fields.value("rpmd"), fields.value("md"),
      fields.value("modelid"), fields.value("ty"), fields.value("usb_mdl"), fields.value("mdl"),
      fields.value("product"), fields.value("modelname"), fields.value("bs"), fields.value("app"),
      fields.value("deviceid").flatMap { $0.contains(":") ? nil : $0 },
    ]
    let isApple = fields.has("_device-info") || fields.has("_airplay") || fields.has("_raop")
    for case let value? in keys {
      let text = Self.unquoted(value)
      guard !Self.isPretended(text) else { continue }
      if isApple, maker == nil, let found = names.token(text) { return found }
      if isApple, maker == nil, Self.isBoard(text) {
        return NameReader.Found(brand: "Apple", model: nil, deviceClass: .unknown)
      }
      if fields.has("_googlecast"),
        text.lowercased().hasPrefix("google ") || text.lowercased().hasPrefix("chromecast")
          || text.lowercased().hasPrefix("nest ")
      {
        if let found = ProductReader(names: names).read(text, maker: "Google") { return found }
        return NameReader.Found(brand: "Google", model: nil, deviceClass: .mediaPlayer)
      }
      if let found = ProductReader(names: names).read(text, maker: maker) { return found }
    }
    return nil
  }

  /// An instance whose name the maker made: `yeelink-light-color1_miio…`, `shelly1-…`, `TL-…`.
  private func instance(_ fields: Fields) -> NameReader.Found? {
    for word in fields.head + [fields.value("id"), fields.value("name")].compactMap({ $0 }) {
      let name = word.split(separator: ".").first.map(String.init) ?? word
      guard !name.hasPrefix("_"), let found = ThingHost(names: names).read(name) else { continue }
      return found
    }
    return nil
  }

  /// Apple's name of a circuit board, such as `D53gAP`.
  private static func isBoard(_ text: String) -> Bool {
    text.hasSuffix("AP") && (5...8).contains(text.utf8.count) && Form("@##*").matches(text)
  }

  /// Programs that call themselves an Apple machine to get an icon: no evidence.
  private static func isPretended(_ text: String) -> Bool {
    ["macsamba", "xserve", "rackmac", "timecapsule", "airport", "googlecastgroup"].contains(
      PlainName.key(text))
  }

  /// `(HP OfficeJet Pro 8710)`.
  private static func unquoted(_ text: String) -> String {
    guard text.hasPrefix("("), text.hasSuffix(")") else { return text }
    return String(text.dropFirst().dropLast())
  }

  private static let makers: [(String, String)] = [
    ("_hue", "Philips"), ("_sonos", "Sonos"), ("_nanoleafapi", "Nanoleaf"), ("_elg", "Elgato"),
    ("_soundtouch", "Bose"), ("_tplink", "TP-Link"), ("_axis-video", "Axis"),
    ("_viziocast", "Vizio"), ("_roku-rcp", "Roku"), ("_samsungmsf", "Samsung"),
    ("_shelly", "Shelly"), ("_dyson", "Dyson"), ("_lutron", "Lutron"), ("_ewelink", "Sonoff"),
    ("_qdiscover", "QNAP"), ("_amzn-wplay", "Amazon"),
  ]

  private func service(_ fields: Fields, into claim: inout Claim) {
    for (service, brand, deviceClass) in Self.services where fields.has(service) {
      if claim.brand == nil, let brand {
        claim.brand = .init(value: brand, weight: Claim.Weight.word)
      }
      if claim.deviceClass == nil, deviceClass != .unknown {
        claim.deviceClass = .init(value: deviceClass, weight: Claim.Weight.word)
      }
    }
    if claim.deviceClass == nil, let category = fields.value("ci").flatMap({ Int($0) }),
      let deviceClass = Self.categories[category]
    {
      claim.deviceClass = .init(value: deviceClass, weight: Claim.Weight.word)
    }
  }

  /// Apple's categories of HomeKit accessories (HomeKit Accessory Protocol, release R2, section 13).
  private static let categories: [Int: DeviceClass] = [
    2: .hub, 3: .iot, 4: .iot, 5: .light, 6: .iot, 7: .iot, 8: .iot, 9: .iot, 10: .sensor, 12: .iot,
    17: .camera, 18: .camera, 19: .iot, 24: .mediaPlayer, 26: .speaker, 31: .tv, 33: .network,
  ]

  private static let services: [(String, String?, DeviceClass)] = [
    ("_hue", "Philips", .hub), ("_sonos", "Sonos", .speaker), ("_soundtouch", "Bose", .speaker),
    ("_nanoleafapi", "Nanoleaf", .light), ("_elg", "Elgato", .light), ("_wled", nil, .light),
    ("_shelly", "Shelly", .iot), ("_ewelink", "Sonoff", .iot), ("_esphomelib", nil, .iot),
    ("_axis-video", "Axis", .camera), ("_viziocast", "Vizio", .tv),
    ("_roku-rcp", "Roku", .mediaPlayer),
    ("_samsungmsf", "Samsung", .tv), ("_amzn-wplay", "Amazon", .mediaPlayer),
    ("_androidtvremote", nil, .tv), ("_touch-able", "Apple", .mediaPlayer),
    ("_apple-mobdev", "Apple", .mobile), ("_companion-link", "Apple", .unknown),
    ("_rdlink", "Apple", .unknown), ("_airport", "Apple", .network),
    ("_homekit", "Apple", .unknown),
    ("_mi-connect", "Xiaomi", .mobile), ("_lutron", "Lutron", .hub), ("_leap", "Lutron", .hub),
    ("_dyson", "Dyson", .iot), ("_360eye", "Dyson", .iot), ("_qdiscover", "QNAP", .computer),
    ("_miio", "Xiaomi", .iot), ("_tplink", "TP-Link", .iot), ("_nvstream", "NVIDIA", .unknown),
    ("_ipp", nil, .printer), ("_pdl-datastream", nil, .printer), ("_printer", nil, .printer),
    ("_uscan", nil, .printer), ("_googlecast", nil, .mediaPlayer), ("_workstation", nil, .computer),
    ("_rfb", nil, .computer), ("_afpovertcp", nil, .computer), ("_octoprint", nil, .printer),
  ]
}
