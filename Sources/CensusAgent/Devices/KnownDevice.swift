public import CensusAttribution
public import CensusProtocol

/// What the agent keeps of a device: what it was taken for, by which kinds of evidence, and what its owner said.
/// The evidence itself is not among it.
public struct KnownDevice: Sendable {
  public let device: Device
  public let conclusion: Conclusion?
  /// What the owner chose, which wins.
  public let label: ModelIdentifier?
  /// Whether the owner wants it not to be observed.
  public let isIgnored: Bool
  /// Microseconds since 1970; nil where only the owner ever named it.
  public let first: Int64?
  public let last: Int64?

  /// What the evidence said when it was last looked at.
  public struct Conclusion: Sendable, Equatable {
    public let level: Identification.Level
    /// Brand and model as far as they are known, as people read them.
    public let title: String
    /// The entry of the catalogue that says as much.
    public let identifier: ModelIdentifier?
    /// 0 to 1000.
    public let thousandths: Int
    public let kinds: [SignalKind]

    public init(_ identification: Identification) {
      level = identification.level
      title = IdentificationText.title(identification)
      identifier = identification.identifier
      thousandths = min(1000, max(0, Int((identification.confidence * 1000).rounded())))
      kinds = identification.kinds
    }

    init(
      level: Identification.Level, title: String, identifier: ModelIdentifier?, thousandths: Int,
      kinds: [SignalKind]
    ) {
      self.level = level
      self.title = title
      self.identifier = identifier
      self.thousandths = thousandths
      self.kinds = kinds
    }
  }

  /// The entry of the catalogue under which the device is counted: the label, else the conclusion.
  public var identifier: ModelIdentifier? { label ?? conclusion?.identifier }

  /// What people read in place of the address: the label, in brackets where strong evidence contradicts it,
  /// else what the device was taken for. Nil where nothing tells.
  public func title(_ catalogue: Catalogue = .bundled) -> String? {
    if let label {
      let title = catalogue.model(label)?.title ?? label.description
      return contradiction(catalogue) == nil ? title : "[\(title)]"
    }
    return conclusion?.level == .unknown ? nil : conclusion?.title
  }

  /// Strong evidence that contradicts the label: then the owner is asked, never overruled.
  public func contradiction(_ catalogue: Catalogue = .bundled) -> String? {
    guard let label, let model = catalogue.model(label), let conclusion,
      let concluded = conclusion.identifier.flatMap(catalogue.model)
    else { return nil }
    let isOtherBrand =
      conclusion.level != .class && conclusion.level != .unknown && concluded.brand != model.brand
    let isOtherModel = conclusion.level == .model && concluded.level == .model && concluded != model
    guard isOtherBrand || isOtherModel else { return nil }
    return "labelled \(model.title), but its evidence says \(conclusion.title)"
  }
}
