// Identification: what a device showed of itself -> which model of the catalogue it is, and how sure that is.
//
// In: `Signal` values: one host name, one User-Agent, one service record and so on, as text fit for display.
// Out: `Identification`: the level that the evidence reaches (model, brand, class or nothing), and why.
//
// The way: a reader of Readers/ turns each signal into a `Claim` (pure functions of the text and the
// catalogue), `Combination` weighs the claims by kind. Names/ holds how vendors form names and codes:
// families and forms, not lists of devices. A wrong model is worse than none: what is not sure stays a brand
// or a class. Destinations never decide: they are what is measured.

public import CensusProtocol

/// What a device is taken for.
public struct Identification: Sendable, Equatable {
  /// How far the evidence reaches.
  public enum Level: String, Sendable, CaseIterable {
    case model, brand
    case `class` = "class"
    case unknown
  }

  public let level: Level
  /// The parent brand (Redmi and POCO are Xiaomi); nil below level `brand`.
  public let brand: String?
  /// The marketing name; nil below level `model`.
  public let model: String?
  /// Every name and code of what `model` can be.
  public let names: [String]
  public let deviceClass: DeviceClass
  /// The probability that the level's statement is right, 0 to 1.
  public let confidence: Double
  /// The kinds of evidence behind it, strongest first: never the evidence itself.
  public let kinds: [SignalKind]
  /// What each kind of evidence said, as it was heard.
  public let statements: [Statement]
  /// What each kind said, and which rule decided, in words without anything that the device sent.
  public let because: [String]
  /// Whether kinds of evidence disagree on the brand or the model.
  public let isContradicted: Bool
  /// The entry of the catalogue that says as much as the evidence does: at level `model` only where the
  /// evidence leaves exactly one.
  public let identifier: ModelIdentifier?

  /// How far one kind of evidence reached, and how sure it was: never what it was.
  public struct Statement: Sendable, Equatable {
    public let kind: SignalKind
    /// The most precise thing that it named; `unknown` where it named nothing.
    public let level: Level
    /// The natural logarithm of the odds that it is right, taken alone.
    public let weight: Double

    public init(kind: SignalKind, level: Level, weight: Double) {
      self.kind = kind
      self.level = level
      self.weight = weight
    }
  }

  /// Nothing is known.
  static let nothing = Identification(
    level: .unknown, brand: nil, model: nil, names: [], deviceClass: .unknown, confidence: 0,
    kinds: [], statements: [], because: ["no evidence"], isContradicted: false, identifier: nil)
}
