import CensusProtocol

/// The merging of one subject's rows of one service by destination: country, other countries of the
/// region, elsewhere.
struct DestinationLadder {
  let concealment: Concealment
  /// Whether these contributors are enough for a cell.
  let areEnough: (Set<Int>) -> Bool

  /// What becomes of rows: parcels with enough contributors, and what is left for the next step up.
  struct Outcome {
    var parcels: [Parcel] = []
    var rest: [CrowdRow] = []
  }

  /// Every row in exactly one parcel, or left. What is left has too few contributors even as a whole.
  func climb(_ rows: [CrowdRow]) -> Outcome {
    var outcome = Outcome()
    var small: [Parcel] = []
    for (destination, rows) in Dictionary(grouping: rows, by: \.row.destination) {
      let parcel = Parcel(destination: .place(destination), rows: rows)
      if areEnough(parcel.contributors) {
        outcome.parcels.append(parcel)
      } else {
        small.append(parcel)
      }
    }
    let alone = Set(outcome.parcels.map(\.destination))
    for (region, parcels) in Dictionary(grouping: small, by: { $0.destination.region }) {
      let rows = parcels.flatMap(\.rows)
      if let merged = region.flatMap({ others(of: $0, rows: rows, beside: alone) }) {
        outcome.parcels.append(merged)
      } else {
        outcome.rest += rows
      }
    }
    let covered = outcome.parcels.reduce(0) { $0 + $1.places }
    let elsewhere = Parcel(destination: .elsewhere, rows: outcome.rest)
    if isCell(elsewhere, children: ReleaseDestination.numberOfPlaces - covered) {
      outcome.parcels.append(elsewhere)
      outcome.rest = []
    }
    return outcome
  }

  /// The cell of a region's other countries, where it is one.
  private func others(
    of region: WorldRegion, rows: [CrowdRow], beside alone: Set<ReleaseDestination>
  ) -> Parcel? {
    let merged = Parcel(destination: .otherCountries(region), rows: rows)
    let children = region.countries.count {
      !alone.contains(.place(HouseDestination(.country($0))))
    }
    return isCell(merged, children: children) ? merged : nil
  }

  private func isCell(_ merged: Parcel, children: Int) -> Bool {
    areEnough(merged.contributors)
      && concealment.holds(count: merged.contributors.count, children: children)
  }
}

extension Parcel {
  /// At most how many places the cell stands for.
  fileprivate var places: Int {
    if case .otherCountries(let region) = destination { region.countries.count } else { 1 }
  }
}

extension ReleaseDestination {
  /// What a contribution may name: the listed codes, four classes that are no country, and `??`.
  static let numberOfPlaces = CountryCode.listed.count + 5

  /// The region of a country.
  var region: WorldRegion? {
    if case .place(let destination) = self, case .country(let code) = destination.place {
      WorldRegion(of: code)
    } else {
      nil
    }
  }
}
