/// Why a bench could not be simulated.
public enum SimulatorError: Error, Equatable, CustomStringConvertible {
  /// A number of the plan is outside its range.
  case outOfRange(name: String, value: Int, range: ClosedRange<Int>)
  /// The phases would not end before year 10000.
  case tooLong
  /// A folder or file could not be written.
  case unwritable(path: String, reason: String)

  public var description: String {
    switch self {
    case .outOfRange(let name, let value, let range):
      "\(name) \(value) is outside its range: choose \(range.lowerBound) to \(range.upperBound)"
    case .tooLong: "the phases would not end before year 10000: choose fewer hours or units"
    case .unwritable(let path, let reason):
      "cannot write \(path): \(reason); choose another folder with --out, or free its disk"
    }
  }
}
