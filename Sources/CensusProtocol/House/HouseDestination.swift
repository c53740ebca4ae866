/// Where a household's device sent to: a country of the closed list `CountryCode.listed`, or a class
/// that is never a country. A code that a geo database made up cannot stand here.
public struct HouseDestination: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let place: Place

  /// The destination as a contribution says it: a country outside the list is `??`, unknown.
  public init(_ place: Place) {
    switch place {
    case .country(let code) where !CountryCode.listed.contains(code): self.place = .unknown
    default: self.place = place
    }
  }

  /// Nil for anything but a listed country code, `lan`, `multicast`, `broadcast`, `reserved` and `??`.
  public init?(_ text: String) {
    guard let place = Place(text) else { return nil }
    self.init(place)
    guard self.place == place else { return nil }
  }

  public var description: String { place.description }

  public static func < (left: HouseDestination, right: HouseDestination) -> Bool {
    left.place < right.place
  }
}

/// The country that a household says it is in; `ZZ`, which is the default, says none.
public struct HouseRegion: Hashable, Sendable, CustomStringConvertible {
  private let code: CountryCode

  /// No country is said.
  public static let unsaid = HouseRegion(code: .unsaid)

  private init(code: CountryCode) { self.code = code }

  /// Nil for anything but a listed country code and `ZZ`.
  public init?(_ text: String) {
    guard let code = CountryCode(text), code == .unsaid || CountryCode.listed.contains(code) else {
      return nil
    }
    self.code = code
  }

  public var description: String { code.description }
}
