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
    /// The kinds that carry the conclusion, strongest first.
    public let kinds: [SignalKind]
    /// What each kind of evidence said.
    public let statements: [Identification.Statement]

    public init(_ identification: Identification) {
      level = identification.level
      title = IdentificationText.title(identification)
      identifier = identification.identifier
      thousandths = min(1000, max(0, Int((identification.confidence * 1000).rounded())))
      kinds = identification.kinds
      statements = identification.statements
    }

    init(
      level: Identification.Level, title: String, identifier: ModelIdentifier?, thousandths: Int,
      kinds: [SignalKind], statements: [Identification.Statement]
    ) {
      self.level = level
      self.title = title
      self.identifier = identifier
      self.thousandths = thousandths
      self.kinds = kinds
      self.statements = statements
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
      let concluded = conclusion.identifier.flatMap(catalogue.model),
      conclusion.contradicts(model, as: concluded)
    else { return nil }
    return "labelled \(model.title), but its evidence says \(conclusion.title)"
  }
}

extension KnownDevice.Conclusion {
  /// Whether it excludes `labelled`; `concluded` is the entry that says as much as the conclusion.
  fileprivate func contradicts(_ labelled: Model, as concluded: Model) -> Bool {
    guard thousandths >= Self.strong else { return false }
    if !concluded.deviceClass.agrees(with: labelled.deviceClass) { return true }
    guard labelled.level != .class, level == .model || level == .brand else { return false }
    if concluded.brand != labelled.brand { return true }
    guard level == .model, labelled.level == .model else { return false }
    // One entry is left, or one name that several entries bear, or that none does.
    return concluded.level == .model ? concluded != labelled : !isCalled(labelled)
  }

  /// Of 1000: what is less sure than a model must be questions no label. An address prefix alone is: a Nexus 5X
  /// bears one of LG's.
  private static let strong = 900

  /// Whether the title ends with one of the names of `model`.
  private func isCalled(_ model: Model) -> Bool {
    let title = Self.plain(title)
    return ([model.name] + model.otherNames).contains { title.hasSuffix(Self.plain($0)) }
  }

  private static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "+" }
  }
}
