import CensusCapture
import CensusProtocol

/// Says where a remote side is, in every database, and lets equal answers share one value and one number.
struct PlaceFinder {
  private let databases: [GeoDatabase]
  private var all: [Places] = []
  private var ofOne: [Place: UInt32] = [:]
  private var ofSeveral: [[Place]: UInt32] = [:]
  /// What was asked before, so that nothing is hashed twice: by the first database's own number of a place,
  /// where it is the only one.
  private var ofOnly: [UInt32?]
  /// The two directions of a flow are asked for one after the other.
  private var latest: (address: IPAddress, number: UInt32)?

  init(databases: [GeoDatabase]) {
    self.databases = databases
    ofOnly = Array(
      repeating: nil, count: databases.count == 1 ? databases[0].countOfNumbers : 0)
  }

  /// The answers of a number that this finder gave.
  subscript(number: UInt32) -> Places { all[Int(number)] }

  /// The number of what all databases answer.
  mutating func number(of remote: Side.Remote) -> UInt32 {
    switch remote {
    case .group(let place): return same(place)
    case .lan: return same(.lan)
    case .reserved: return same(.reserved)
    case .address(let address):
      if let latest, latest.address == address { return latest.number }
      let number = number(of: address)
      latest = (address, number)
      return number
    }
  }

  private mutating func number(of address: IPAddress) -> UInt32 {
    guard databases.count == 1 else { return number(of: databases.map { $0.place(of: address) }) }
    let place = databases[0].number(of: address)
    if let known = ofOnly[place] { return known }
    let number = same(databases[0].place(number: place))
    ofOnly[place] = number
    return number
  }

  /// All databases answer alike.
  private mutating func same(_ place: Place) -> UInt32 {
    if let known = ofOne[place] { return known }
    let number = number(of: Array(repeating: place, count: max(1, databases.count)))
    ofOne[place] = number
    return number
  }

  private mutating func number(of answers: [Place]) -> UInt32 {
    if let known = ofSeveral[answers] { return known }
    let number = UInt32(all.count)
    all.append(Places(answers))
    ofSeveral[answers] = number
    return number
  }
}
