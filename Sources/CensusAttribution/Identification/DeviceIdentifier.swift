public import CensusProtocol

/// Names devices by what they showed of themselves.
///
///     let identifier = DeviceIdentifier(index: .bundled, prefixes: registry)
///     let phone = identifier.identify([Signal(.hostName, "RedmiNote8Pro-Redmi")], addressPrefix: "1c:cc:d6")
public struct DeviceIdentifier: Sendable {
  private let index: ModelIndex
  private let prefixes: PrefixRegistry
  private let names: NameReader
  private let patterns: BrandPatterns?

  /// `patterns` tell a brand where nothing else in a User-Agent does.
  public init(
    index: ModelIndex = .bundled, prefixes: PrefixRegistry = PrefixRegistry(),
    patterns: BrandPatterns? = nil
  ) {
    self.index = index
    self.prefixes = prefixes
    self.patterns = patterns
    names = NameReader(index: index)
  }

  /// What the signals say together. `addressPrefix` is the address or its first three octets.
  public func identify(_ signals: [Signal], addressPrefix: String? = nil) -> Identification {
    var claims: [Claim] = []
    for kind in SignalKind.allCases where kind != .addressPrefix {
      let ofKind = signals.filter { $0.kind == kind }.prefix(Self.mostOfKind).map(claim)
      if let merged = merged(ofKind) { claims.append(merged) }
    }
    if let addressPrefix {
      let prefix = prefixes.claim(addressPrefix)
      if prefixes.isUniversal(addressPrefix), prefix.brand?.value != "Philips" {
        claims = claims.map(withoutEmulatedBridge)
      }
      claims.append(prefix)
    }
    return Combination(index: index).identify(claims)
  }

  /// Programs answer as a Hue bridge to be found by speakers; the real ones bear their maker's address.
  private func withoutEmulatedBridge(_ claim: Claim) -> Claim {
    guard [.description, .serviceRecord].contains(claim.kind), claim.brand?.value == "Philips",
      claim.deviceClass?.value == .hub
    else { return claim }
    return Claim(claim.kind)
  }

  /// More signals of one kind are not looked at.
  private static let mostOfKind = 16

  /// What one signal says.
  public func claim(_ signal: Signal) -> Claim {
    guard !signal.isBroken else { return Claim(signal.kind) }
    return switch signal.kind {
    case .hostName: HostNameReader(names: names).claim(signal.text)
    case .userAgent: UserAgentReader(names: names, patterns: patterns).claim(signal.text)
    case .serviceRecord: ServiceReader(names: names).claim(signal.text)
    case .description: DescriptionReader(names: names).claim(signal.text)
    case .vendorClass: ConfigurationReader(names: names).vendorClass(signal.text)
    case .parameterList: ConfigurationReader(names: names).parameterList(signal.text)
    case .addressPrefix: prefixes.claim(signal.text)
    case .label: Claim(.label)
    }
  }

  /// Several signals of one kind as one: what they agree on. A device that says two things of itself is
  /// believed in neither.
  private func merged(_ claims: [Claim]) -> Claim? {
    let claims = claims.filter { !$0.isEmpty }
    guard var merged = claims.first else { return nil }
    for claim in claims.dropFirst() {
      if merged.region == nil { merged.region = claim.region }
      merge(&merged, claim)
    }
    return merged
  }

  private func merge(_ merged: inout Claim, _ claim: Claim) {
    if let brand = claim.brand {
      if merged.brand == nil {
        if !merged.isContradicted { merged.brand = brand }
      } else if merged.brand?.value != brand.value {
        merged = contradicting(merged, claim)
        return
      }
    }
    if let model = claim.model {
      let known = merged.model?.value
      if let known, known.key != model.value.key, known.entries != model.value.entries {
        let family = strongestFamily(known, model.value)
        merged.model = family.map { .init(value: $0, weight: model.weight) }
        if family == nil { merged.isContradicted = true }
      } else if known == nil, !merged.isContradicted {
        merged.model = model
      }
    }
    if let other = claim.deviceClass {
      let known = merged.deviceClass
      if known == nil || (known.map { $0.weight < other.weight } ?? false)
        || (known.map { $0.value.includes(other.value) } ?? false)
      {
        merged.deviceClass = other
      }
    }
  }

  private func contradicting(_ one: Claim, _ other: Claim) -> Claim {
    var claim = Claim(one.kind)
    claim.isContradicted = true
    if let first = one.deviceClass, let second = other.deviceClass,
      first.value.agrees(with: second.value)
    {
      claim.deviceClass = first.value.includes(second.value) ? second : first
    }
    return claim
  }

  /// The longer of two names where the shorter is its family, else none.
  private func strongestFamily(_ one: NamedModel, _ other: NamedModel) -> NamedModel? {
    let (short, long) = one.key.count <= other.key.count ? (one, other) : (other, one)
    return long.key.hasPrefix(short.key) && !PlainName.hasDigit(short.key) ? long : nil
  }
}
