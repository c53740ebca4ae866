import CensusProtocol

/// Which destinations a subject's cells of one service account for: whatever is not covered may be among
/// what was left, and merged elsewhere.
struct Coverage {
  private let destinations: Set<ReleaseDestination>

  init(_ destinations: some Sequence<ReleaseDestination>) {
    self.destinations = Set(destinations)
  }

  /// Whether nothing can be left.
  var isComplete: Bool { destinations.contains(.elsewhere) }

  /// Whether something that belongs into a cell at `destination` may be left.
  func leavesOpen(_ destination: ReleaseDestination) -> Bool {
    guard !isComplete else { return false }
    return switch destination {
    case .place:
      !destinations.contains(destination)
        && !(destination.region.map { destinations.contains(.otherCountries($0)) } ?? false)
    case .otherCountries(let region):
      !destinations.contains(destination)
        && region.countries.contains {
          !destinations.contains(.place(HouseDestination(.country($0))))
        }
    case .elsewhere: true
    }
  }
}
