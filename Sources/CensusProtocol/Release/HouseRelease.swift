/// What is published of one house epoch: once, for ever, and nothing else of it.
///
/// It is computed when the epoch has closed; the contributions behind it are deleted in the same
/// transaction. Everything that the server says about houses is read from releases, and totals are sums
/// of their cells. The parameters by which it was made stand in it.
public struct HouseRelease: Hashable, Sendable {
  /// The value of `format` in every release of this version.
  public static let format = "flowcensus-release/1"

  public let epoch: Epoch
  /// The revision of the catalogue by which models were gathered under their brands.
  public let catalogue: Int64
  public let figures: Figures

  /// Raw counts under the rules of merging, or noisy counts, or none: one release never has two of them.
  public enum Figures: Hashable, Sendable {
    case merged(MergedFigures)
    case noisy(NoisyFigures)
    case withheld(WithheldFigures)
  }

  public init(epoch: Epoch, catalogue: Int64, figures: Figures) {
    self.epoch = epoch
    self.catalogue = catalogue
    self.figures = figures
  }
}

/// That an epoch has no table: its operator has chosen noise, and the privacy budget does not pay for it.
/// Raw counts are never published in its place. The contributions are deleted as after every release.
public struct WithheldFigures: Hashable, Sendable {
  /// ρ of the noisy release that was not made.
  public let cost: Fraction
  /// The sum of ρ of all earlier noisy releases of this server.
  public let spent: Fraction
  /// The sum of ρ that the operator had set as the limit.
  public let limit: Fraction

  /// Nil where the budget would have paid.
  public init?(cost: Fraction, spent: Fraction, limit: Fraction) {
    if let sum = spent.adding(cost), sum <= limit { return nil }
    self.cost = cost
    self.spent = spent
    self.limit = limit
  }
}

/// Whose contributions a cell counts.
public enum ReleaseSubject: Hashable, Sendable, Comparable {
  /// An entry of the catalogue.
  case model(ModelIdentifier)
  /// The entries of a brand that are not published by themselves; the brand as the catalogue writes it.
  case otherModels(brand: String)

  private var sortKey: (Int, String) {
    switch self {
    case .model(let model): (0, model.description)
    case .otherModels(let brand): (1, brand)
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.sortKey < right.sortKey }
}

/// Where the traffic of a cell went.
public enum ReleaseDestination: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// A country, or a class that is none.
  case place(HouseDestination)
  /// The countries of the region that the same subject and service do not publish by themselves.
  case otherCountries(WorldRegion)
  /// All destinations that the same subject and service publish in no other cell.
  case elsewhere

  /// `CN`, `other-030` or `other`.
  public var description: String {
    switch self {
    case .place(let destination): destination.description
    case .otherCountries(let region): "other-\(region.code)"
    case .elsewhere: "other"
    }
  }

  /// Nil for anything but what `description` writes.
  public init?(_ text: String) {
    if text == "other" {
      self = .elsewhere
    } else if let region = WorldRegion(code: String(text.dropFirst(6))), text.hasPrefix("other-") {
      self = .otherCountries(region)
    } else if let destination = HouseDestination(text) {
      self = .place(destination)
    } else {
      return nil
    }
  }

  /// In the words that people read.
  public var title: String {
    switch self {
    case .place(let destination): destination.description
    case .otherCountries(let region): "other countries of \(region.name)"
    case .elsewhere: "other destinations"
    }
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.description < right.description
  }
}
