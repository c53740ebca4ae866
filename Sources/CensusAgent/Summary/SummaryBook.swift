public import CensusAttribution

/// Adds observations up to the rows of a summary. Rows sum to all IP packets and bytes.
public struct SummaryBook: Sendable {
  private var rowsByKey: [SummaryRow.Key: SummaryRow] = [:]
  private var pairsByKey: [SummaryPair.Key: SummaryPair] = [:]
  private var flowsOfRows = DistinctFlows<SummaryRow.Key>()
  private var flowsOfPairs = DistinctFlows<SummaryPair.Key>()

  /// An empty book.
  public init() {}

  /// Begins another capture, whose flows are numbered anew.
  public mutating func beginCapture() {
    flowsOfRows = DistinctFlows()
    flowsOfPairs = DistinctFlows()
  }

  /// Adds one observation to its rows.
  public mutating func add(_ observation: Observation) {
    addToRow(observation)
    addToPair(observation)
  }

  private mutating func addToRow(_ observation: Observation) {
    let key = SummaryRow.Key(
      device: observation.device, places: observation.places, direction: observation.direction,
      decidedBy: observation.decidedBy)
    let isNew = flowsOfRows.isNew(observation.flow, in: key)
    rowsByKey[key, default: SummaryRow(key: key)].add(observation, isNewFlow: isNew)
  }

  private mutating func addToPair(_ observation: Observation) {
    let key = SummaryPair.Key(device: observation.device, places: observation.places)
    let isNew = flowsOfPairs.isNew(observation.flow, in: key)
    pairsByKey[key, default: SummaryPair(key: key)].add(observation, isNewFlow: isNew)
  }

  /// All rows, by device, place, direction and rule.
  public var rows: [SummaryRow] {
    rowsByKey.values.sorted { left, right in
      let (left, right) = (left.key, right.key)
      if left.device != right.device { return left.device < right.device }
      if left.places != right.places { return left.places < right.places }
      if left.direction != right.direction {
        return left.direction.rawValue < right.direction.rawValue
      }
      return left.decidedBy.rawValue < right.decidedBy.rawValue
    }
  }

  /// All pairs: the device with most bytes first, and for each the place with most bytes first.
  public var pairs: [SummaryPair] {
    var bytesOfDevices: [Device: UInt64] = [:]
    for pair in pairsByKey.values { bytesOfDevices[pair.key.device, default: 0] += pair.bytes }
    return pairsByKey.values.sorted { left, right in
      if left.key.device != right.key.device {
        let leftBytes = bytesOfDevices[left.key.device, default: 0]
        let rightBytes = bytesOfDevices[right.key.device, default: 0]
        if leftBytes != rightBytes { return leftBytes > rightBytes }
        return left.key.device < right.key.device
      }
      if left.bytes != right.bytes { return left.bytes > right.bytes }
      return left.key.places < right.key.places
    }
  }
}

extension SummaryRow {
  fileprivate mutating func add(_ observation: Observation, isNewFlow: Bool) {
    traffic.add(observation)
    if isNewFlow { flows += 1 }
  }
}

extension SummaryPair {
  fileprivate mutating func add(_ observation: Observation, isNewFlow: Bool) {
    switch observation.direction {
    case .up: up.add(observation)
    case .down: down.add(observation)
    }
    if isNewFlow { flows += 1 }
  }
}
