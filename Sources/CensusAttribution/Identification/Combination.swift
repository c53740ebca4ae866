import CensusProtocol

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Weighs the claims of several kinds of evidence. Each kind counts once; log-odds of kinds that agree add
/// up, as if the kinds erred independently of one another.
struct Combination {
  let index: ModelIndex

  /// From these on a level is claimed.
  static let modelProbability = 0.9
  static let brandProbability = 0.8
  static let classProbability = 0.7

  /// What `claims`, at most one of each kind, say together.
  func identify(_ claims: [Claim]) -> Identification {
    var doubts = Doubts(areContradictions: claims.contains(where: \.isContradicted))
    let claims = claims.filter { !$0.isEmpty }
    guard !claims.isEmpty || doubts.areContradictions else { return .nothing }
    let branded = brand(claims, &doubts)
    let deviceClass = deviceClass(claims, brand: branded?.value)
    if let branded {
      if let model = model(claims, brand: branded.value, &doubts) {
        return identification(model, branded.value, deviceClass, claims, doubts)
      }
      return identification(branded, deviceClass, claims, doubts)
    }
    return identification(deviceClass, claims, doubts)
  }

  /// The natural logarithm of the odds as a probability.
  static func probability(_ logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }

  private typealias Weighted = Claim.Weighted

  /// Why no more is said.
  private struct Doubts {
    var texts: [String] = []
    var areContradictions: Bool

    mutating func disagree(_ one: SignalKind, _ other: SignalKind, on what: String) {
      texts.append("\(one.title) and \(other.title) disagree on \(what)")
      areContradictions = true
    }
  }

  /// The brand on which all kinds agree; nil where two do not, or where it is too unsure.
  private func brand(_ claims: [Claim], _ doubts: inout Doubts) -> Weighted<String>? {
    var speaking = claims.filter { $0.brand != nil }
    // The registry tells who made the radio: a related brand is no contradiction, and no support.
    if let prefix = speaking.first(where: { $0.kind == .addressPrefix })?.brand?.value,
      let other = speaking.first(where: { $0.kind != .addressPrefix })?.brand?.value,
      prefix != other, Brands.areRelated(prefix, other)
    {
      speaking.removeAll { $0.kind == .addressPrefix }
    }
    guard let first = speaking.first?.brand?.value else { return nil }
    if let (apple, other) = Self.foreignSystem(claims) {
      doubts.disagree(apple, other, on: "the system: class only")
      return nil
    }
    if let other = speaking.first(where: { $0.brand?.value != first }) {
      doubts.disagree(speaking[0].kind, other.kind, on: "the brand: class only")
      return nil
    }
    let weight = speaking.reduce(0) { $0 + ($1.brand?.weight ?? 0) }
    guard Self.probability(weight) >= Self.brandProbability else {
      doubts.texts.append("the brand is too unsure")
      return nil
    }
    return Weighted(value: first, weight: weight)
  }

  /// The kinds of two claims of which one says Apple and the other a system that its devices do not have: Android,
  /// and Windows but on a Mac. The address does not count.
  private static func foreignSystem(_ claims: [Claim]) -> (SignalKind, SignalKind)? {
    guard
      let apple = claims.first(where: { $0.brand?.value == "Apple" && $0.kind != .addressPrefix }),
      let other = claims.first(where: { claim in
        claim.system == .android
          || (claim.system == .windows && apple.deviceClass?.value.agrees(with: .computer) == false)
      })
    else { return nil }
    return (apple.kind, other.kind)
  }

  /// The model on which all kinds agree that name one of this brand.
  private func model(
    _ claims: [Claim], brand: String, _ doubts: inout Doubts
  ) -> Weighted<NamedModel>? {
    let speaking = claims.filter { $0.model != nil && $0.brand?.value == brand }
    guard var chosen = speaking.first?.model?.value else { return nil }
    var weight = 0.0
    for claim in speaking {
      guard let said = claim.model else { continue }
      guard let agreed = agreement(chosen, said.value) else {
        doubts.disagree(speaking[0].kind, claim.kind, on: "the model: brand only")
        return nil
      }
      chosen = agreed
      weight += said.weight
    }
    let classes = Set(chosen.entries.map { index.model($0).deviceClass })
    if classes.count == 1, let said = classes.first {
      for claim in claims where claim.model == nil {
        guard let other = claim.deviceClass, !other.value.agrees(with: said) else { continue }
        doubts.disagree(speaking[0].kind, claim.kind, on: "what it is")
        weight -= other.weight
      }
    }
    guard Self.probability(weight) >= Self.modelProbability else {
      doubts.texts.append("the model is too unsure")
      return nil
    }
    return Weighted(value: inRegion(chosen, claims.compactMap(\.region).first), weight: weight)
  }

  /// The more precise of two models that can be the same; nil where they cannot.
  private func agreement(_ one: NamedModel, _ other: NamedModel) -> NamedModel? {
    let shared = one.entries.filter(other.entries.contains)
    if !shared.isEmpty {
      let name = one.entries.count <= other.entries.count ? one.name : other.name
      return NamedModel(name: name, entries: shared)
    }
    // One name, two markets: it can be either.
    if one.key == other.key, !one.entries.isEmpty, !other.entries.isEmpty {
      return NamedModel(name: one.name, entries: (one.entries + other.entries).sorted())
    }
    let (short, long) = one.key.count <= other.key.count ? (one, other) : (other, one)
    if short.key == long.key { return one.entries.isEmpty ? other : one }
    // `MacBook Pro` and `MacBook Pro (16-inch, 2019)`, `iPad` and `iPad Air`: a family and its member.
    let isFamily =
      long.key.hasPrefix(short.key) && !PlainName.hasDigit(short.key) && !long.entries.isEmpty
    return isFamily ? long : nil
  }

  /// The entries that are sold where the firmware is from, if that leaves any.
  private func inRegion(_ model: NamedModel, _ region: Model.Region?) -> NamedModel {
    guard let region, model.entries.count > 1 else { return model }
    let there = model.entries.filter { index.model($0).region == region }
    return there.isEmpty ? model : NamedModel(name: model.name, entries: there)
  }

  /// The class with most weight, in its most precise form.
  private func deviceClass(_ claims: [Claim], brand: String?) -> Weighted<DeviceClass>? {
    let speaking = claims.compactMap { claim in claim.deviceClass }
    var best: Weighted<DeviceClass>?
    for candidate in speaking {
      let agreeing = speaking.filter { $0.value.agrees(with: candidate.value) }
      let against = speaking.filter { !$0.value.agrees(with: candidate.value) }.map(\.weight).max()
      let weight = agreeing.reduce(0) { $0 + $1.weight } - (against ?? 0)
      guard Self.probability(weight) >= Self.classProbability else { continue }
      let isMorePrecise =
        best.map { $0.value != candidate.value && $0.value.includes(candidate.value) } ?? true
      if isMorePrecise || weight > (best?.weight ?? 0) + 0.001 {
        best = Weighted(value: candidate.value, weight: weight)
      }
    }
    return best
  }
}

extension Combination {
  private func identification(
    _ model: Claim.Weighted<NamedModel>, _ brand: String,
    _ deviceClass: Claim.Weighted<DeviceClass>?,
    _ claims: [Claim], _ doubts: Doubts
  ) -> Identification {
    let entries = model.value.entries.map(index.model)
    let known = Set(entries.map(\.deviceClass))
    let all = known.count == 1 ? entries[0].deviceClass : deviceClass?.value ?? .unknown
    return Identification(
      level: .model, brand: brand, model: model.value.name,
      names: Self.names(model.value, brand, entries), deviceClass: all,
      confidence: Self.probability(model.weight), kinds: kinds(claims) { $0.model?.weight },
      statements: claims.map(Self.statement),
      because: said(claims, by: { $0.model != nil ? "the model" : nil }) + doubts.texts,
      isContradicted: doubts.areContradictions,
      identifier: bundled(entries) ?? CatalogueFallback.identifier(brand, all, in: index.catalogue))
  }

  private func identification(
    _ brand: Claim.Weighted<String>, _ deviceClass: Claim.Weighted<DeviceClass>?, _ claims: [Claim],
    _ doubts: Doubts
  ) -> Identification {
    let all = deviceClass?.value ?? .unknown
    return Identification(
      level: .brand, brand: brand.value, model: nil, names: [], deviceClass: all,
      confidence: Self.probability(brand.weight), kinds: kinds(claims) { $0.brand?.weight },
      statements: claims.map(Self.statement),
      because: said(claims, by: { $0.brand != nil ? "the brand" : nil }) + doubts.texts,
      isContradicted: doubts.areContradictions,
      identifier: CatalogueFallback.identifier(brand.value, all, in: index.catalogue))
  }

  private func identification(
    _ deviceClass: Claim.Weighted<DeviceClass>?, _ claims: [Claim], _ doubts: Doubts
  ) -> Identification {
    guard let deviceClass, deviceClass.value != .unknown else {
      return Identification(
        level: .unknown, brand: nil, model: nil, names: [], deviceClass: .unknown, confidence: 0,
        kinds: claims.map(\.kind), statements: claims.map(Self.statement),
        because: doubts.texts.isEmpty ? ["no evidence that tells"] : doubts.texts,
        isContradicted: doubts.areContradictions,
        identifier: nil)
    }
    return Identification(
      level: .class, brand: nil, model: nil, names: [], deviceClass: deviceClass.value,
      confidence: Self.probability(deviceClass.weight),
      kinds: kinds(claims) { $0.deviceClass?.weight }, statements: claims.map(Self.statement),
      because: said(claims, by: { $0.deviceClass != nil ? "the class" : nil }) + doubts.texts,
      isContradicted: doubts.areContradictions,
      identifier: CatalogueFallback.identifier(nil, deviceClass.value, in: index.catalogue))
  }

  /// The one entry that is left, if it is in the catalogue that everybody has.
  private func bundled(_ entries: [Model]) -> ModelIdentifier? {
    guard entries.count == 1 else { return nil }
    return index.catalogue.model(entries[0].identifier)?.identifier
  }

  /// The kinds that carry the statement, strongest first.
  private func kinds(_ claims: [Claim], _ weight: (Claim) -> Double?) -> [SignalKind] {
    claims.compactMap { claim in weight(claim).map { (claim.kind, $0) } }
      .sorted { $0.1 > $1.1 }.map(\.0)
  }

  private static func statement(_ claim: Claim) -> Identification.Statement {
    let (level, weight): (Identification.Level, Double) =
      if let model = claim.model { (.model, model.weight) } else if let brand = claim.brand {
        (.brand, brand.weight)
      } else if let deviceClass = claim.deviceClass {
        (.class, deviceClass.weight)
      } else { (.unknown, 0) }
    return Identification.Statement(kind: claim.kind, level: level, weight: weight)
  }

  private func said(_ claims: [Claim], by statement: (Claim) -> String?) -> [String] {
    claims.compactMap { claim in statement(claim).map { "\(claim.kind.title) names \($0)" } }
  }

  /// Every name and code of what the model can be, each once, with the brand and without.
  private static func names(_ model: NamedModel, _ brand: String, _ entries: [Model]) -> [String] {
    var names: [String] = []
    func add(_ name: String) {
      if !names.contains(name) { names.append(name) }
    }
    for name in [model.name] + entries.flatMap({ [$0.name] + $0.otherNames }) {
      add(name)
      if !PlainName.key(name).hasPrefix(PlainName.key(brand)) { add("\(brand) \(name)") }
      // Sold under a name of its own: `POCO X3 Pro` is the X3 Pro of POCO.
      for family in ["POCO ", "Redmi ", "iQOO "] where name.hasPrefix(family) {
        add(String(name.dropFirst(family.count)))
      }
    }
    for code in entries.flatMap(\.codes) { add(code) }
    return names
  }
}

/// What a device is called whose model is not known.
enum CatalogueFallback {
  /// The entry for a brand and a class; nil where the catalogue has none.
  static func identifier(
    _ brand: String?, _ deviceClass: DeviceClass, in catalogue: Catalogue
  ) -> ModelIdentifier? {
    let word = deviceClass.rawValue.replacing("_", with: "-")
    var texts: [String] = []
    if let brand {
      let slug = PlainName.words(brand).joined(separator: "-").lowercased()
      if deviceClass != .unknown { texts.append("any-\(slug)-\(word)") }
      texts.append("any-\(slug)")
    }
    if deviceClass != .unknown { texts.append("any-\(word)") }
    texts.append("any-device")
    for text in texts {
      if let identifier = ModelIdentifier(text), catalogue.model(identifier) != nil {
        return identifier
      }
    }
    return nil
  }
}
