public import CensusProtocol

/// What one signal says. Weights are log-odds (natural logarithm) that it is right, taken alone.
public struct Claim: Sendable, Equatable {
  public let kind: SignalKind
  /// The brand, and its weight.
  public var brand: Weighted<String>?
  /// The model, and its weight; always with a brand.
  public var model: Weighted<NamedModel>?
  /// The class, and its weight.
  public var deviceClass: Weighted<DeviceClass>?
  /// The family of operating systems, where the evidence names it beyond doubt.
  public var system: Model.System?
  /// Where the evidence names the market of the firmware.
  public var region: Model.Region?
  /// Whether it stands for several pieces of evidence that exclude one another.
  public var isContradicted = false

  init(_ kind: SignalKind) { self.kind = kind }

  var isEmpty: Bool { brand == nil && model == nil && deviceClass == nil }

  /// A statement and its log-odds.
  public struct Weighted<Value: Sendable & Equatable>: Sendable, Equatable {
    public let value: Value
    public let weight: Double
  }
}

/// A model that a signal names.
public struct NamedModel: Sendable, Equatable {
  /// The marketing name, or the code where no name is known.
  public let name: String
  /// Positions in the catalogue of all that it can be, ascending; empty where the form alone proves the name.
  public let entries: [Int]

  /// Letters and digits alone.
  var key: String { PlainName.key(name) }
}

extension Claim {
  /// The weights of the kinds: a start by judgement, checked against labelled examples (`make identify`).
  enum Weight {
    /// mDNS and SSDP fields made for naming the model.
    static let modelField = 6.0
    /// A User-Agent's or vendor class's model, known to the catalogue.
    static let token = 5.0
    /// A host name that is a model's name.
    static let hostName = 4.0
    /// A host name to which the family had to be added (`S23-Ultra`), or whose form alone proves it.
    static let hostNameGuess = 3.0
    /// The brand by the registry of addresses.
    static let prefix = 2.0
    /// A class or a brand by a fixed word.
    static let word = 3.0
    /// The order of DHCP parameters: an operating system at best.
    static let parameters = 1.0
  }
}
