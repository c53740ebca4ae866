import CensusProtocol

/// The places that occur in one geo table, by number: 0 is "no country known".
struct PlaceNumbers {
  private(set) var places: [Place] = [.unknown]
  // By the two bytes of the code; 0 is not seen yet.
  private var numbers = [UInt16](repeating: 0, count: 65_536)

  /// The number of a code; 0 for `??` and for anything that is not a country code.
  @inline(__always)
  mutating func number(of first: UInt8, _ second: UInt8) -> UInt16 {
    let number = numbers[Int(first) << 8 | Int(second)]
    return number != 0 ? number : assign(first, second)
  }

  @inline(never)
  private mutating func assign(_ first: UInt8, _ second: UInt8) -> UInt16 {
    guard let code = CountryCode(ascii: first, second) else { return 0 }
    let number = UInt16(places.count)
    places.append(.country(code))
    numbers[Int(first) << 8 | Int(second)] = number
    return number
  }

  /// Gives back the memory that only assigning needs.
  mutating func freeze() { numbers = [] }
}
