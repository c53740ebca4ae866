import CensusCapture
import CensusProtocol

/// Says where a remote side is, in every database, and lets equal answers share one value.
struct PlaceFinder {
  private let databases: [GeoDatabase]
  private var ofOne: [Place: Places] = [:]
  private var ofSeveral: [[Place]: Places] = [:]

  init(databases: [GeoDatabase]) {
    self.databases = databases
  }

  mutating func places(of remote: Side.Remote) -> Places {
    switch remote {
    case .group(let place): same(place)
    case .lan: same(.lan)
    case .reserved: same(.reserved)
    case .address(let address):
      databases.count == 1
        ? same(databases[0].place(of: address))
        : shared(databases.map { $0.place(of: address) })
    }
  }

  /// All databases answer alike.
  private mutating func same(_ place: Place) -> Places {
    if let known = ofOne[place] { return known }
    let places = Places(Array(repeating: place, count: max(1, databases.count)))
    ofOne[place] = places
    return places
  }

  private mutating func shared(_ answers: [Place]) -> Places {
    if let known = ofSeveral[answers] { return known }
    let places = Places(answers)
    ofSeveral[answers] = places
    return places
  }
}
