import CensusProtocol

/// Looks names and codes up, with what their forms say where the catalogue has none.
struct NameReader: Sendable {
  let index: ModelIndex

  /// What was found, and how.
  struct Found: Equatable {
    var brand: String
    var model: NamedModel?
    var deviceClass: DeviceClass
  }

  /// A whole token that stands where a device gives its model (`Build/`, `model=`, option 60).
  /// Where the text names entries of several brands, those of `brand` count.
  func token(_ text: String, brand: String? = nil) -> Found? {
    let text = Self.trimmed(text)
    guard !text.isEmpty, text.utf8.count <= 64 else { return nil }
    if let found = code(text, brand: brand) ?? name(text) { return found }
    // `samsung SM-G950F`, `HUAWEI VNS-L31`: a brand in front of a code.
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    if words.count == 2, let brand = BrandWords.brand(PlainName.key(words[0])),
      let found = code(words[1], brand: brand),
      found.brand == brand || Brands.areRelated(found.brand, brand)
    {
      return found
    }
    return nil
  }

  /// A model code, whole or without the part that names the market.
  func code(_ text: String, brand: String? = nil) -> Found? {
    var entries = entries(ofCode: text)
    let branded = entries.filter { index.model($0).brand == brand }
    // `S6` is a loudspeaker's number, and half a phone's name: so short a code needs its maker beside it.
    if PlainName.key(text).utf8.count <= Self.shortCode { entries = branded }
    if !entries.isEmpty { return found(branded.isEmpty ? entries : branded, name: nil) }
    if let stem = HuaweiCodes.stem(of: text) {
      // The letters alone are no model: of 275 codes that share theirs with one entry, 143 were sold by
      // another name. Nor are they a brand where both brands use them.
      let alike = index.entries(.stem, PlainName.key(stem))
      let brands = Set(alike.map { index.model($0).brand })
      guard let brand = brands.first, brands.count == 1 else { return nil }
      return Found(brand: brand, model: nil, deviceClass: index.model(alike[0]).deviceClass)
    }
    return CodeForms.read(text).map {
      Found(brand: $0.brand, model: nil, deviceClass: $0.deviceClass)
    }
  }

  private static let shortCode = 3

  func entries(ofCode text: String) -> [Int] {
    let whole = index.entries(.code, PlainName.key(text))
    if !whole.isEmpty { return whole }
    for shorter in CodeForms.shortened(text) {
      let entries = index.entries(.code, PlainName.key(shorter))
      if !entries.isEmpty { return entries }
    }
    return []
  }

  /// A marketing name, whole, with the brand or the family in front.
  func name(_ text: String) -> Found? {
    let entries = index.entries(.name, PlainName.key(text))
    return entries.isEmpty ? nil : found(entries, name: text)
  }

  /// The maker's name of the hardware.
  func codeName(_ text: String) -> Found? {
    let entries = index.entries(.codeName, PlainName.key(text))
    return entries.isEmpty ? nil : found(entries, name: nil)
  }

  /// Entries that a text can mean: one brand, or nothing.
  func found(_ entries: [Int], name: String?) -> Found? {
    let models = entries.map(index.model)
    guard let first = models.first, let brand = models.first.map({ Brands.parent($0.brand) }),
      models.allSatisfy({ Brands.parent($0.brand) == brand })
    else { return nil }
    let classes = Set(models.map(\.deviceClass))
    let deviceClass =
      classes.count == 1
      ? first.deviceClass
      : classes.isSubset(of: [.smartphone, .tablet]) ? .mobile : DeviceClass.unknown
    return Found(
      brand: brand, model: shared(name, models, entries), deviceClass: deviceClass)
  }

  /// The name that all entries bear; several entries without one are no model.
  private func shared(_ name: String?, _ models: [Model], _ entries: [Int]) -> NamedModel? {
    let wanted = name.map { Brands.without(models[0].brand, PlainName.key($0)) }
    if models.count == 1 {
      let asked = ([models[0].name] + models[0].otherNames).first {
        Brands.without(models[0].brand, PlainName.key($0)) == wanted
      }
      return NamedModel(name: asked ?? models[0].name, entries: entries)
    }
    func keys(_ model: Model) -> [String] {
      ([model.name] + model.otherNames).map { Brands.without(model.brand, PlainName.key($0)) }
    }
    for candidate in [models[0].name] + models[0].otherNames {
      let key = Brands.without(models[0].brand, PlainName.key(candidate))
      if let wanted, wanted != key { continue }
      if models.allSatisfy({ keys($0).contains(key) }) {
        return NamedModel(name: candidate, entries: entries)
      }
    }
    return nil
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    func isSpace(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
