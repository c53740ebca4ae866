import CensusProtocol

/// The merging of one subject's rows of one service by destination: country, other countries of the
/// region, elsewhere. Where even what lies elsewhere has too few contributors, or would give away what
/// was merged, the smallest published sibling is merged in.
struct DestinationLadder {
  let concealment: Concealment
  /// Whether these contributors are enough for a cell.
  let areEnough: (Set<Int>) -> Bool

  /// Every row in exactly one parcel, each with enough contributors; nil where all rows together have
  /// too few, or could not be hidden in one cell.
  func parcels(of rows: [CrowdRow]) -> [Parcel]? {
    guard areEnough(Set(rows.map(\.contributor))) else { return nil }
    var (published, small) = split(
      Dictionary(grouping: rows, by: { ReleaseDestination.place($0.row.destination) })
        .map { Parcel(destination: $0.key, rows: $0.value) })
    var rest: [CrowdRow] = []
    let countries = Set(published.map(\.destination))
    for (region, parcels) in Dictionary(grouping: small, by: { $0.destination.region }) {
      let rows = parcels.flatMap(\.rows)
      if let region {
        let merged = Parcel(destination: .otherCountries(region), rows: rows)
        if isHidden(merged, in: region, beside: countries) {
          published.append(merged)
          continue
        }
      }
      rest += rows
    }
    return filled(published, with: rest)
  }

  private func split(_ parcels: [Parcel]) -> (enough: [Parcel], small: [Parcel]) {
    (
      parcels.filter { areEnough($0.contributors) },
      parcels.filter { !areEnough($0.contributors) }
    )
  }

  private func isHidden(
    _ merged: Parcel, in region: WorldRegion, beside published: Set<ReleaseDestination>
  ) -> Bool {
    let children = region.countries.count {
      !published.contains(.place(HouseDestination(.country($0))))
    }
    return areEnough(merged.contributors)
      && concealment.holds(
        count: merged.contributors.count, children: children, smallestSibling: nil,
        isFilled: false)
  }

  /// Adds what is left, with as many of the smallest siblings as it takes.
  private func filled(_ published: [Parcel], with rest: [CrowdRow]) -> [Parcel]? {
    guard !rest.isEmpty else { return published }
    var siblings = published.sorted {
      ($1.contributors.count, $1.destination) < ($0.contributors.count, $0.destination)
    }
    var elsewhere = Parcel(destination: .elsewhere, rows: rest)
    var isFilled = false
    while !isHidden(elsewhere, beside: siblings, isFilled: isFilled) {
      guard let smallest = siblings.popLast() else { return nil }
      // A country whose region has a cell of other countries takes that cell along: it would be one of
      // those countries.
      let also = siblings.filter { $0.isOthers(of: smallest.destination.region) }
      siblings.removeAll { $0.isOthers(of: smallest.destination.region) }
      elsewhere = Parcel(
        destination: .elsewhere,
        rows: elsewhere.rows + smallest.rows + also.flatMap(\.rows))
      isFilled = true
    }
    return siblings + [elsewhere]
  }

  private func isHidden(_ elsewhere: Parcel, beside siblings: [Parcel], isFilled: Bool) -> Bool {
    areEnough(elsewhere.contributors)
      && concealment.holds(
        count: elsewhere.contributors.count,
        children: ReleaseDestination.numberOfPlaces - siblings.reduce(0) { $0 + $1.places },
        smallestSibling: siblings.last?.contributors.count, isFilled: isFilled)
  }
}

extension Parcel {
  /// Whether the cell is of the other countries of `region`.
  fileprivate func isOthers(of region: WorldRegion?) -> Bool {
    if case .otherCountries(let ours) = destination { ours == region } else { false }
  }

  /// At most how many places the cell stands for.
  fileprivate var places: Int {
    if case .otherCountries(let region) = destination { region.countries.count } else { 1 }
  }
}

extension ReleaseDestination {
  /// What a contribution may name: the listed codes, four classes that are no country, and `??`.
  static let numberOfPlaces = CountryCode.listed.count + 5

  fileprivate var region: WorldRegion? {
    if case .place(let destination) = self, case .country(let code) = destination.place {
      WorldRegion(of: code)
    } else {
      nil
    }
  }
}
