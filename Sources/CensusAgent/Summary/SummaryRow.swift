public import CensusAttribution

/// One row of the programs' summary: what one device exchanged with one place in one direction, by one
/// rule of deciding which side the device is.
public struct SummaryRow: Sendable, Equatable {
  /// What the counters are for.
  public struct Key: Hashable, Sendable {
    /// The device.
    public let device: Device
    /// Where the other side is, as each database answers.
    public let places: Places
    /// Which way the bytes went.
    public let direction: Direction
    /// How it was decided which side is the device.
    public let decidedBy: DecidedBy
  }

  /// What the counters are for.
  public let key: Key
  /// Packets and IP bytes.
  public internal(set) var traffic = Tally.Traffic()
  /// Distinct flows with a packet in this row.
  public internal(set) var flows = 0
}

/// One row of the people's summary: what one device exchanged with one place, both ways.
public struct SummaryPair: Sendable, Equatable {
  /// What the counters are for.
  public struct Key: Hashable, Sendable {
    /// The device.
    public let device: Device
    /// Where the other side is, as each database answers.
    public let places: Places
  }

  /// What the counters are for.
  public let key: Key
  /// From the device to the place.
  public internal(set) var up = Tally.Traffic()
  /// From the place to the device.
  public internal(set) var down = Tally.Traffic()
  /// Distinct flows with a packet in this row, in either direction.
  public internal(set) var flows = 0

  /// IP bytes both ways.
  public var bytes: UInt64 { up.bytes + down.bytes }
}
