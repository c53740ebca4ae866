import CensusAttribution
import CensusProtocol

/// Adds observations up as finely as any table asks: one cell for each hour, device, places, service,
/// direction and rule. Tallies and summary rows are sums of cells.
///
/// So each observation is looked up once, by a key of two numbers; the values behind the numbers are looked
/// at when a table is made.
struct ObservationBook: Sendable {
  /// What is counted for one key.
  struct Cell: Sendable {
    let device: Device
    let places: Places
    let hour: UInt32
    let service: ServiceClass
    let direction: Direction
    let decidedBy: DecidedBy
    var counters = Tally.Counters()
    /// Flows that were new in the summary's row.
    var flowsNewInRow = 0
    /// Flows that were new between the device and the place.
    var flowsNewInPair = 0
  }

  private struct Key: Hashable, Sendable {
    /// Device above, places below.
    let pair: UInt64
    /// Hour above; below it service, direction and rule.
    let kind: UInt64
  }

  private var numbers: [Key: Int] = [:]
  /// In the order of their first observations.
  private(set) var cells: [Cell] = []
  private var flowsOfRows = DistinctFlows<RowNumber>()
  private var flowsOfPairs = DistinctFlows<UInt64>()

  private struct RowNumber: Hashable, Sendable {
    let pair: UInt64
    let kind: UInt8
  }

  /// Begins another capture, whose flows are numbered anew.
  mutating func beginCapture() {
    flowsOfRows = DistinctFlows()
    flowsOfPairs = DistinctFlows()
  }

  /// Adds one observation to its cell.
  mutating func add(_ observation: Observation) {
    let pair = UInt64(observation.deviceNumber) << 32 | UInt64(observation.placesNumber)
    let kind = Self.number(observation.direction) << 2 | Self.number(observation.decidedBy)
    let key = Key(
      pair: pair,
      kind: UInt64(observation.hour) << 16 | UInt64(Self.number(observation.service)) << 8
        | UInt64(kind))
    let number = numbers[key] ?? begin(key, observation)
    cells[number].counters.add(observation)
    let row = RowNumber(pair: pair, kind: kind)
    if flowsOfRows.isNew(observation.flow, in: row) { cells[number].flowsNewInRow += 1 }
    if flowsOfPairs.isNew(observation.flow, in: pair) { cells[number].flowsNewInPair += 1 }
  }

  private mutating func begin(_ key: Key, _ observation: Observation) -> Int {
    numbers[key] = cells.count
    cells.append(
      Cell(
        device: observation.device, places: observation.places, hour: observation.hour,
        service: observation.service, direction: observation.direction,
        decidedBy: observation.decidedBy))
    return cells.count - 1
  }

  // Values with text as their raw values are hashed by that text; a number is cheaper.

  private static func number(_ direction: Direction) -> UInt8 {
    switch direction {
    case .up: 0
    case .down: 1
    }
  }

  private static func number(_ rule: DecidedBy) -> UInt8 {
    switch rule {
    case .sender: 0
    case .local: 1
    case .hint: 2
    case .initiator: 3
    }
  }

  private static func number(_ service: ServiceClass) -> UInt8 {
    switch service {
    case .dns: 0
    case .ntp: 1
    case .http: 2
    case .tls: 3
    case .quic: 4
    case .push: 5
    case .mail: 6
    case .other: 7
    }
  }
}
