import CensusProtocol

/// Samsung's players and televisions in User-Agents and SSDP headers: `SEC_HHP_[Phone]Galaxy S6 edge/1.0`,
/// `SEC_HHP_[TV]UE40D7000/1.0`, `SEC_HHP_[TV] Samsung Q7 Series (49)/1.0`.
struct SamsungPlayer: Sendable {
  let names: NameReader

  /// What `text` says; nil where the form is not in it. A name counts where it is one of the maker's: owners
  /// rename their televisions.
  func read(_ text: String) -> NameReader.Found? {
    guard let form = text.range(of: "SEC_HHP_") else { return nil }
    var rest = text[form.upperBound...]
    var kind = ""
    if rest.first == "[", let close = rest.firstIndex(of: "]") {
      kind = rest[rest.index(after: rest.startIndex)..<close].lowercased()
      rest = rest[rest.index(after: close)...]
    }
    let name = NameReader.trimmed(rest.prefix { $0 != "/" })
    let deviceClass: DeviceClass =
      switch kind {
      case "phone": .smartphone
      case "pc": .computer
      case "tv": .tv
      default: .unknown
      }
    if let found = names.name(name) ?? names.code(name, brand: "Samsung"), found.brand == "Samsung"
    {
      return found
    }
    let words = PlainName.productWords(name)
    let reading = MarketingName.read(words).flatMap { $0.brand == "Samsung" ? $0 : nil }
    return NameReader.Found(
      brand: "Samsung", model: reading.map { NamedModel(name: $0.name, entries: []) },
      deviceClass: deviceClass)
  }
}
