import CensusAttribution

/// The rows of a summary. They sum to all IP packets and bytes.
public struct SummaryBook: Sendable {
  private var rowsByKey: [SummaryRow.Key: SummaryRow] = [:]
  private var pairsByKey: [SummaryPair.Key: SummaryPair] = [:]

  init(_ book: ObservationBook) {
    for cell in book.cells {
      let row = SummaryRow.Key(
        device: cell.device, places: cell.places, direction: cell.direction,
        decidedBy: cell.decidedBy)
      rowsByKey[row, default: SummaryRow(key: row)].add(cell)
      let pair = SummaryPair.Key(device: cell.device, places: cell.places)
      pairsByKey[pair, default: SummaryPair(key: pair)].add(cell)
    }
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
  fileprivate mutating func add(_ cell: ObservationBook.Cell) {
    // A cell has one direction: the other one's traffic is nothing.
    traffic.add(cell.counters.up)
    traffic.add(cell.counters.down)
    flows += cell.flowsNewInRow
  }
}

extension SummaryPair {
  fileprivate mutating func add(_ cell: ObservationBook.Cell) {
    up.add(cell.counters.up)
    down.add(cell.counters.down)
    flows += cell.flowsNewInPair
  }
}
