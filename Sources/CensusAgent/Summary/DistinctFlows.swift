import CensusAttribution

/// Counts the distinct flows of each row, although a flow may reach a row in several pieces.
///
/// Nearly every flow comes in one go, one piece for each direction: there it is enough to remember the
/// last piece. Only of flows that are cut (at an hour, or when a device changes its address on the link)
/// are the rows remembered, and only while they live.
struct DistinctFlows<Row: Hashable & Sendable>: Sendable {
  private var previous: (serial: UInt32, row: Row)?
  private var rowsOfLiveFlows: [UInt32: Set<Row>] = [:]
  private var ended: UInt32?

  /// Whether `flow` is met in `row` for the first time.
  mutating func isNew(_ flow: FlowIdentity, in row: Row) -> Bool {
    if let ended, ended != flow.serial {
      rowsOfLiveFlows[ended] = nil
      self.ended = nil
    }
    if flow.isOneOfSeveral, flow.isLast { ended = flow.serial }
    guard flow.isCounted else { return false }
    if flow.isOneOfSeveral {
      return rowsOfLiveFlows[flow.serial, default: []].insert(row).inserted
    }
    defer { previous = (flow.serial, row) }
    guard let previous, previous.serial == flow.serial else { return true }
    return previous.row != row
  }
}
