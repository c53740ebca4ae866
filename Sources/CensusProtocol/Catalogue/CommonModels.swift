/// The entries of the catalogue that so many houses have that naming one tells none of them apart: a server's
/// list of what at least 20 contributors had (`protocol/catalogue/README.md`).
public struct CommonModels: Sendable, Hashable {
  public let identifiers: Set<ModelIdentifier>
  /// The most that an operator's list may have.
  public static let most = 10_000

  /// A list; none is common where nothing is known.
  public init(_ identifiers: Set<ModelIdentifier> = []) { self.identifiers = identifiers }

  /// Reads the text form: one id in each line; lines that begin with `#` are comments. Throws at the first
  /// line that is neither.
  public init(text: String) throws(CatalogueError) {
    var identifiers: Set<ModelIdentifier> = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      guard let identifier = ModelIdentifier(String(line)) else {
        throw CatalogueError(
          line: index + 1, problem: "\"\(line)\" is not an id: \(ModelIdentifier.expectation)")
      }
      identifiers.insert(identifier)
    }
    self.identifiers = identifiers
  }
}

extension Catalogue {
  /// What a house may call a device that it knows as `identifier`: the entry itself where it is common, else
  /// its brand and class where the brand is common, else its class alone. Named units on a bench are nobody's
  /// device, and are not rolled up.
  ///
  /// A brand is common where the list has one of its entries: so many houses have one of its devices.
  public func rolledUp(_ identifier: ModelIdentifier, common: CommonModels) -> ModelIdentifier {
    guard let model = model(identifier) else { return fallback(.unknown) }
    if model.level == .class || common.identifiers.contains(identifier) { return identifier }
    guard !model.isSimulated else { return fallback(.unknown) }
    if isCommon(brand: model.brand, common), let brand = brand(model.brand, model.deviceClass) {
      return brand
    }
    return fallback(model.deviceClass)
  }

  /// Whether a contribution may say `identifier` where these are common: a class always, else what is on the
  /// list, and a brand of which it has something. What `rolledUp` gives may always be said.
  public func mayBeNamed(_ identifier: ModelIdentifier, common: CommonModels) -> Bool {
    guard let model = model(identifier) else { return false }
    if common.identifiers.contains(identifier) { return true }
    return switch model.level {
    case .class: true
    case .brand: !model.isSimulated && isCommon(brand: model.brand, common)
    case .model: false
    }
  }

  private func isCommon(brand: String, _ common: CommonModels) -> Bool {
    common.identifiers.contains { model($0)?.brand == brand }
  }

  /// The entry for devices of a brand and class, or of the brand.
  private func brand(_ brand: String, _ deviceClass: DeviceClass) -> ModelIdentifier? {
    let ofBrand = models.filter { $0.level == .brand && $0.brand == brand }
    let found =
      ofBrand.first { $0.deviceClass == deviceClass }
      ?? ofBrand.first { $0.deviceClass == .unknown }
    return found?.identifier
  }

  /// The entry for devices of a class.
  private func fallback(_ deviceClass: DeviceClass) -> ModelIdentifier {
    let found =
      models.first { $0.level == .class && $0.deviceClass == deviceClass }
      ?? models.first { $0.level == .class && $0.deviceClass == .unknown }
    // The bundled catalogue has all of them; one that lacks them has nothing better to say.
    return found?.identifier ?? ModelIdentifier(trusted: "any-device")
  }
}
