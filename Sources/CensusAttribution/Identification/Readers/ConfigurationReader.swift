import CensusProtocol

/// DHCP options 60 (vendor class, RFC 2132 section 9.13) and 55 (parameter request list, section 9.8).
struct ConfigurationReader: Sendable {
  let names: NameReader

  func vendorClass(_ text: String) -> Claim {
    var claim = Claim(.vendorClass)
    let found = product(text)
    if let found, found.model != nil {
      take(found, into: &claim)
      return claim
    }
    let lowered = text.lowercased()
    for (word, brand, deviceClass) in Self.words where lowered.holds(word) {
      if let brand = brand ?? found?.brand {
        claim.brand = .init(value: brand, weight: Claim.Weight.token)
      }
      claim.deviceClass = .init(value: deviceClass, weight: Claim.Weight.word)
      claim.system = Self.systems[word]
      return claim
    }
    if let found { take(found, into: &claim) }
    return claim
  }

  private func take(_ found: NameReader.Found, into claim: inout Claim) {
    claim.brand = .init(value: found.brand, weight: Claim.Weight.token)
    claim.model = found.model.map { .init(value: $0, weight: Claim.Weight.token) }
    if found.deviceClass != .unknown {
      claim.deviceClass = .init(value: found.deviceClass, weight: Claim.Weight.token)
    }
  }

  /// A model in the text: whole, or as one of the parts that makers put between slashes, commas and
  /// semicolons (`AAPLBSDPC/i386/iMac12,1`, `AXIS,Network Camera,P3346,5.40`, `Mfg=HP;Typ=Printer;Mod=…`).
  private func product(_ text: String) -> NameReader.Found? {
    if let found = names.token(text) {
      var found = found
      if found.model == nil, PlainName.hasDigit(text), text.utf8.count <= 24 {
        found.model = NamedModel(name: text, entries: [])
      }
      return found
    }
    if let described = described(text) { return described }
    let pieces = text.split { $0 == "/" || $0 == ";" }.prefix(16).map(String.init)
    for piece in pieces {
      let value = piece.split(separator: "=").last.map(String.init) ?? piece
      if let found = names.token(value), found.model != nil { return found }
    }
    let words = PlainName.words(text)
    guard words.count <= 16, let brand = BrandWords.first(in: words)?.brand else { return nil }
    return NameReader.Found(
      brand: brand, model: nil, deviceClass: ClassWords.read(words) ?? .unknown)
  }

  /// `Mfg=Xerox;Typ=MFP;Mod=VersaLink C405;Ser=…`, as printers have it.
  private func described(_ text: String) -> NameReader.Found? {
    var fields: [String: String] = [:]
    for part in text.split(separator: ";").prefix(16) {
      let sides = part.split(separator: "=", maxSplits: 1).map { NameReader.trimmed($0) }
      if sides.count == 2 { fields[sides[0].lowercased()] = sides[1] }
    }
    guard let maker = fields["mfg"], let name = fields["mod"], PlainName.hasDigit(name),
      var found = ProductReader(names: names).read(name, maker: maker)
    else { return nil }
    if found.deviceClass == .unknown, let kind = fields["typ"] {
      found.deviceClass = ClassWords.read(PlainName.words(kind)) ?? Brands.usualClass(found.brand)
    }
    return found
  }

  private static let systems: [String: Model.System] = [
    "android-dhcp": .android, "msft ": .windows,
  ]

  private static let words: [(String, String?, DeviceClass)] = [
    ("android-dhcp", nil, .mobile), ("msft ", nil, .computer), ("vdlinux", "Samsung", .tv),
    ("mv88de3", "Google", .mediaPlayer), ("bcm2708", "Raspberry Pi", .computer),
    ("bcm2709", "Raspberry Pi", .computer), ("bcm2835", "Raspberry Pi", .computer),
    ("bcm2711", "Raspberry Pi", .computer), ("hewlett-packard jetdirect", "HP", .printer),
    ("hp printer", "HP", .printer), ("aaplbsdpc", "Apple", .computer),
    ("ubnt", "Ubiquiti", .network),
    ("arubaap", "Aruba", .network), ("ruckus", "Ruckus", .network), ("cisco ap", "Cisco", .network),
    ("cisco systems, inc. ip phone", "Cisco", .iot), ("dslforum.org", nil, .network),
    ("xbox", "Microsoft", .mediaPlayer), ("ps vita", "Sony", .mediaPlayer),
    ("nintendo", "Nintendo", .mediaPlayer), ("network camera", nil, .camera),
    ("roku", "Roku", .mediaPlayer), ("sonos", "Sonos", .speaker),
    ("ccp.avaya", "Avaya", .iot), ("cpqrib", "HP", .computer), ("arista", "Arista", .network),
    ("juniper", "Juniper", .network), ("aerohive", "Aerohive", .network),
    ("yealink", "Yealink", .iot), ("polycom", "Polycom", .iot),
    ("grandstream", "Grandstream", .iot),
    ("mitel", "Mitel", .iot), ("meraki", "Cisco", .network),
  ]

  /// Lists whose order only one family of systems asks for. What several share says nothing.
  func parameterList(_ text: String) -> Claim {
    var claim = Claim(.parameterList)
    let list = text.split { $0 == "," || $0 == " " }.joined(separator: ",")
    for (beginning, deviceClass) in Self.lists where list == beginning {
      claim.deviceClass = .init(value: deviceClass, weight: Claim.Weight.parameters)
    }
    return claim
  }

  private static let lists: [(String, DeviceClass)] = [
    ("1,3,6,15,26,28,51,58,59,43", .mobile), ("1,3,6,15,26,28,51,58,59,43,114,108", .mobile),
    ("1,33,3,6,15,26,28,51,58,59", .mobile), ("1,121,3,6,15,119,252", .mobile),
    ("1,121,3,6,15,108,114,119,252", .mobile), ("1,3,6,15,119,252", .mobile),
    ("1,121,3,6,15,119,252,95,44,46", .computer),
    ("1,121,3,6,15,108,114,119,252,95,44,46", .computer),
    ("1,3,6,15,119,95,252,44,46", .computer),
    ("1,3,6,15,31,33,43,44,46,47,119,121,249,252", .computer),
    ("1,15,3,6,44,46,47,31,33,121,249,252,43", .computer),
    ("1,15,3,6,44,46,47,31,33,121,249,43,252", .computer),
    ("1,3,6,12,15,28,42,125", .tv),
  ]
}
